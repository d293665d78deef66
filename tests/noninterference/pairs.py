"""A world and its twin, looked at by one reader: where they differ is a leak."""

import asyncio
import random
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.template import Template
from django.test import utils as test_utils

from star57.hub.jobs.composing import compose
from star57.hub.reads.mails import mail_view
from star57.hub.reads.one_time import code_of, link_path
from star57.hub.reads.seeing import seeing_nothing
from star57.hub.records.models import Hop, Mail, OneTimeCode, Provider
from star57.hub.usecases.open_by_code import open_by_code
from star57.hub.usecases.send_one_time_code import send_one_time_code
from tests.noninterference.asking import Question, questions
from tests.noninterference.cast import NOW, SELF, Cast
from tests.noninterference.chance import Chance
from tests.noninterference.looking import Reader, masked
from tests.noninterference.telling import Teller
from tests.noninterference.worlds import World, draw, twin_for_auditor, twin_for_carrier, twin_for_outsider

Twin = Callable[[World, random.Random], World]
READERS: dict[str, Twin] = {
    **dict.fromkeys(
        (SELF, "responder", "engineer", "reader", "program", "contact", "consultant", "consultant's program"), twin_for_carrier
    ),
    **dict.fromkeys(("AUDITOR", "auditor's program"), twin_for_auditor),
    **dict.fromkeys(("SOURCE", "AGENCY"), twin_for_outsider),
}


@dataclass(frozen=True, slots=True)
class Leak:
    """A reader's answer that differs between two worlds it must not tell apart."""

    reader: str
    asked: str
    one: str
    other: str


@dataclass(slots=True)
class Stage:
    """Everybody, and where randomness comes from."""

    cast: Cast
    chance: Chance

    def leaks(self, seed: int, readers: Sequence[str], *, width: int) -> list[Leak]:
        """Compare one world with a twin of its own for each reader."""
        chance = random.Random(seed)
        world = draw(chance)
        asked: dict[str, list[Question]] = {}
        one: dict[str, dict[str, str]] = {}
        with told(self, world):
            for reader in readers:
                asked[reader] = questions(self.cast, reader, chance, width)
                with taken_back():
                    one[reader] = self.seen(reader, asked[reader])
        leaks = []
        for reader in readers:
            with told(self, READERS[reader](world, chance)):
                other = self.seen(reader, asked[reader])
            leaks += [Leak(reader, what, said, other[what]) for what, said in one[reader].items() if said != other[what]]
        return leaks

    def seen(self, reader: str, asked: list[Question]) -> dict[str, str]:
        """Every answer by what was asked, and the mails to the reader's people."""
        looker = Reader(self.cast, self.chance, reader)
        if reader == "contact":
            _carry_code(looker, self.chance)
        found = {f"{each.asked.method} {each.asked.address}": looker.ask(each.asked, each.body) for each in asked}
        return found | {"mails": "\n".join(_mails(reader))}


@contextmanager
def told(stage: Stage, world: World) -> Iterator[None]:
    """The world is there inside, and gone afterwards."""
    with taken_back():
        Teller(stage.cast, stage.chance).tell(world)
        yield


@contextmanager
def taken_back() -> Iterator[None]:
    """What is done inside leaves nothing behind."""
    inside = transaction.atomic()
    inside._from_testcase = True  # type: ignore[attr-defined]  # a durable block inside is as good as outermost
    with inside:
        yield
        transaction.set_rollback(True)


def _carry_code(looker: Reader, chance: Chance) -> None:
    """Open the latest request by a one-time code, as its contact would."""
    hop = Hop.objects.filter(provider__public_id=SELF, asked_at__isnull=False).order_by("-asked_at", "-pk").first()
    if hop is None:
        return
    chance.begin("one-time code")
    token = link_path(hop.public_id, "traces@self.example").split("/")[2]
    send_one_time_code(token=token, origin="127.0.0.1", now=NOW)
    typed = code_of(OneTimeCode.objects.get(hop=hop).nonce)
    looker.carry("one-request", open_by_code(token=token, typed=typed, origin="127.0.0.1", now=NOW).secret)


def _mails(reader: str) -> Iterator[str]:
    """The letters to whoever the reader belongs to. Their ids follow from how many were written in all: random, and masked here."""
    if reader in {"SOURCE", "AGENCY"}:
        mails = Mail.objects.filter(organisation__public_id=reader)
    elif READERS[reader] is twin_for_carrier:
        mails = Mail.objects.filter(provider__in=Provider.objects.filter(organisation__public_id="O-SELF"))
    else:
        return
    for mail in mails.order_by("address", "kind", "made_at", "pk"):
        letter = compose(mail_view(mail, NOW), NOW).as_string()
        yield masked(_without_boundary(letter.replace(mail.public_id, "M-…").replace(mail.token, "…")))


def _without_boundary(letter: str) -> str:
    found = re.search(r'boundary="([^"]+)"', letter)
    return letter.replace(found[1], "…") if found else letter


@contextmanager
def in_this_thread() -> Iterator[None]:
    """The API's database work where the test's transaction is."""
    from star57.hub.api import calling

    # what the test environment adds for looking into contexts costs half the time
    plain_render = test_utils._TestState.saved_data.template_render  # type: ignore[attr-defined]

    async def at_once(work: Callable[[], Any]) -> Any:
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)  # a connection belongs to its thread and, inside a loop, to its task
        try:
            with seeing_nothing():
                return work()
        finally:
            asyncio._set_running_loop(loop)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", plain_render)
        patch.setattr(calling, "in_database", at_once)
        yield
