"""Files attached to requests, tracebacks and campaigns: who may attach, who may see, and that the name stays sealed."""

import pytest

from star57.hub.domain.access import OTHERS, Actor, ActorKind, OrganisationKind, Role, contact_of, person_reaches
from star57.hub.domain.attaching import Subject
from star57.hub.domain.refusals import Invalid, NotAllowed, NotFound
from star57.hub.reads.attachments import files_of
from star57.hub.records.models import Attachment, JournalEntry, Traceback
from star57.hub.usecases.attach_file import Incoming, attach_file, plain_name
from star57.hub.usecases.read_file import read_file
from tests.usecases.cast import STAFF, Stage, enter_everybody, person_of, upstream

WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\x00" * 60
TEXT = b"calldate,src,dst\n"


@pytest.fixture
def stage(database) -> Stage:
    enter_everybody()
    stage = Stage()
    stage.open()
    stage.answer("TERM", upstream("TRAN1"))
    stage.receive("TRAN1")
    return stage


def auditor() -> Actor:
    reaches = person_reaches(OrganisationKind.AUDITOR, Role.READER)
    return Actor(ActorKind.PERSON, "U-AUDIT", "Auditor", "O-AUDIT", OrganisationKind.AUDITOR, reaches)


def attach(stage: Stage, actor: Actor, subject: Subject, subject_id: str, content: bytes = TEXT, name: str = "cdr.csv") -> str:
    return attach_file(actor=actor, subject=subject, subject_id=subject_id, file=Incoming(name, [content]), now=stage.now)


def content_of(actor: Actor, file: str) -> bytes:
    with read_file(actor=actor, attachment=file).content as opened:
        return opened.read()


def campaign(stage: Stage) -> str:
    return str(Traceback.objects.get(public_id=stage.traceback).campaign.public_id)


def test_a_hops_file_is_for_its_provider_and_staff(stage):
    hop = stage.hop("TRAN1").public_id
    file = attach(stage, person_of("TRAN1"), Subject.HOP, hop)
    for actor in (person_of("TRAN1"), STAFF, contact_of(hop)):
        assert content_of(actor, file) == TEXT
        assert [each.name for each in files_of(actor=actor, subject=Subject.HOP, subject_id=hop)] == ["cdr.csv"]
    for actor in (person_of("TERM"), person_of("ORIG"), auditor(), contact_of(stage.hop("TERM").public_id)):
        with pytest.raises(NotFound, match=f"There is no file {file}, or it is not yours"):
            read_file(actor=actor, attachment=file)
        assert files_of(actor=actor, subject=Subject.HOP, subject_id=hop) == ()


def test_a_campaigns_recording_is_for_staff_and_whoever_is_asked_about_it(stage):
    file = attach(stage, STAFF, Subject.CAMPAIGN, campaign(stage), WAV, "voice.wav")
    for provider in ("TERM", "TRAN1"):
        assert content_of(person_of(provider), file) == WAV
    with pytest.raises(NotFound):
        read_file(actor=person_of("ORIG"), attachment=file)
    assert content_of(auditor(), file) == WAV


def test_nobody_attaches_to_what_is_not_theirs(stage):
    hop = stage.hop("TRAN1").public_id
    for actor in (person_of("TERM"), person_of("ORIG")):
        with pytest.raises(NotFound):
            attach(stage, actor, Subject.HOP, hop)
        with pytest.raises(NotFound):
            attach(stage, actor, Subject.TRACEBACK, stage.traceback)
        with pytest.raises(NotFound):
            attach(stage, actor, Subject.CAMPAIGN, campaign(stage))
    with pytest.raises(NotAllowed):
        attach(stage, auditor(), Subject.TRACEBACK, stage.traceback)
    assert not Attachment.objects.exists()
    assert attach(stage, STAFF, Subject.TRACEBACK, stage.traceback)


def test_only_so_many_files_fit_and_the_refusal_names_the_field(stage, monkeypatch):
    monkeypatch.setattr("star57.hub.usecases.attach_file.MAX_FILES", {Subject.HOP: 2})
    hop = stage.hop("TRAN1").public_id
    for _ in range(2):
        attach(stage, person_of("TRAN1"), Subject.HOP, hop)
    with pytest.raises(Invalid, match="2 files are attached") as refused:
        attach(stage, person_of("TRAN1"), Subject.HOP, hop)
    assert refused.value.field == "file"
    with pytest.raises(Invalid, match="whatever their name"):
        attach(stage, person_of("TERM"), Subject.HOP, stage.hop("TERM").public_id, b"MZ" + b"\x00" * 90, "invoice.pdf")


def test_the_journal_holds_the_hash_and_only_commits_to_the_name(stage):
    file = attach(stage, person_of("TRAN1"), Subject.HOP, stage.hop("TRAN1").public_id, name="Kim Doe's calls.csv")
    entry = JournalEntry.objects.get(subject_kind="attachment", subject_id=file)
    assert Attachment.objects.get(public_id=file).sha256 in entry.body
    assert "Kim" not in entry.body


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\calls\\cdr.csv", "cdr.csv"),
        ("a\nb\x00c.wav", "abc.wav"),
        ("...", "file"),
        ("x" * 300 + ".csv", "x" * 116 + ".csv"),
    ],
)
def test_a_file_name_is_only_a_name(sent, kept):
    assert plain_name(sent) == kept


def test_a_contact_reaches_one_request_and_nothing_beyond():
    assert {action.value for action in OTHERS[ActorKind.CONTACT]} == {"read_request", "list_providers", "answer_request", "attach_file"}
