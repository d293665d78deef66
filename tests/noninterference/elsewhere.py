"""What other organisations and staff do that is none of a carrier's business."""

from collections.abc import Callable
from datetime import UTC, datetime

from star57.hub.domain.access import Role, Scope
from star57.hub.domain.contacts import ContactKind
from star57.hub.usecases.add_person import add_person
from star57.hub.usecases.arrange_desk import save_view
from star57.hub.usecases.authorise_organisation import authorise_organisation
from star57.hub.usecases.invite_person import invite_person
from star57.hub.usecases.make_key import make_key
from star57.hub.usecases.manage_contacts import ContactWords, add_contact
from star57.hub.usecases.manage_webhooks import add_webhook
from star57.hub.usecases.map_neighbours import map_neighbour
from star57.hub.usecases.open_traceback import CallReport, CampaignWords, open_traceback
from star57.hub.usecases.view_as import begin_view
from star57.wire.values import Direction
from tests.noninterference.cast import BEGAN, CONSOLE, OTHERS, Cast

AT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def do_elsewhere(cast: Cast, what: str, who: str, word: str) -> None:
    """One deed of the carrier `who`, or of staff about it."""
    actor, organisation = cast.actors[who], f"O-{who}"
    other = OTHERS[(OTHERS.index(who) + 1) % len(OTHERS)]
    contact = ContactWords(ContactKind.ESCALATION, word, f"{word}@elsewhere.example", "")
    deeds: dict[str, Callable[[], object]] = {
        "member": lambda: add_person(
            actor=CONSOLE, organisation=organisation, email=f"{word}@new.example", name=word, role=Role.READER, time_zone="",
            password="a long enough pass phrase", now=AT,
        ),
        "invitation": lambda: invite_person(
            actor=actor, organisation=organisation, email=f"{word}@guest.example", role=Role.READER, now=AT
        ),
        "key": lambda: make_key(
            actor=actor, organisation=organisation, name=word, scopes=frozenset({Scope.REQUESTS_READ}), expires_at=None, now=AT
        ),
        "contact": lambda: add_contact(actor=actor, provider=who, words=contact, now=AT),
        "webhook": lambda: add_webhook(actor=actor, address=f"https://{word}.example/hook", now=AT),
        "neighbour": lambda: map_neighbour(actor=actor, name=f"our {word}", provider=other, now=AT),
        "authorisation": lambda: authorise_organisation(actor=actor, provider=who, organisation=f"O-{other}", now=AT),
        "viewing": lambda: begin_view(actor=cast.actors["chief"], organisation=organisation, reason=f"Because {word}", now=AT),
        "saved view": lambda: save_view(actor=cast.actors["analyst"], name=word, query="kind=resting", is_shared=True),
        "campaign": lambda: open_traceback(
            actor=CONSOLE, report=CallReport("+16175559999", None, BEGAN, 60.0, None, None), terminating=who,
            campaign=CampaignWords(f"Campaign {word}", f"They say {word}.", word, 1), direction=Direction.UPSTREAM, now=AT,
        ),
    }  # fmt: skip
    deeds[what]()
