"""A small town for journeys: a consortium, carriers, a source, their mailboxes on a real mail server, and a clock that the test moves."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from star57 import clock
from star57.hub.domain.access import CLOCK, OrganisationKind, Role
from star57.hub.domain.contacts import ContactKind
from star57.hub.jobs import post
from star57.hub.records.models import Hop
from star57.hub.usecases.add_person import add_person
from star57.hub.usecases.manage_contacts import ContactWords, add_contact
from star57.hub.usecases.pass_deadline import tick
from star57.hub.usecases.register_organisation import ProviderFiling, register_organisation, register_provider
from tests.databases import connected
from tests.journeys.scene import OPENED, PASSWORD, PROVIDERS, STAFF
from tests.journeys.second_language import Says, in_english
from tests.journeys.served import Portal, serving
from tests.notices.post_office import PostOffice, open_post_office, sending_to

DESK, SOURCE_ADMIN = "desk@consortium.example", "ada@bank.example"
STEP = timedelta(hours=2)  # longer waits pass in steps, as the workers would live through them


def mailbox(provider: str, contact: str = "traces") -> str:
    """A carrier's address."""
    return f"{contact}@{provider.lower()}.example"


@dataclass(slots=True)
class Town:
    """Where the portal is, what the mail server has, what time it is."""

    office: PostOffice
    now: datetime = OPENED
    portal: Portal = field(default_factory=lambda: Portal(""))
    people: dict[str, str] = field(default_factory=dict)
    says: Says = in_english
    subject: Says = in_english

    def time_passes(self, **by: float) -> None:
        """The clock goes on; whatever falls due on the way is judged, and mails go out."""
        self._until(self.now + timedelta(**by))

    def the_answer_falls_due(self) -> None:
        """The clock goes on past the due time of whoever was asked last, by that country's rule."""
        due = Hop.objects.filter(due_at__isnull=False).latest("pk").due_at
        assert due is not None
        self._until(due + timedelta(minutes=7))

    def _until(self, until: datetime) -> None:
        while self.now < until:
            self.now = min(until, self.now + STEP)
            tick(actor=CLOCK, now=self.now, limit=100)
            post.deliver_round(lambda: False)

    def mails_to(self, address: str) -> list[EmailMessage]:
        """What arrived there, the oldest first."""
        return [mail for mail in self.office.mails if mail["To"] == address]

    def mail_to(self, address: str, subject: str) -> str:
        """The text of the latest mail there whose subject begins so."""
        beginning = self.subject(subject)
        found = [mail for mail in self.mails_to(address) if str(mail["Subject"]).strip().startswith(beginning)]
        assert found, (subject, [(mail["To"], mail["Subject"]) for mail in self.office.mails])
        body = found[-1].get_body(("plain",))
        assert body is not None
        return str(body.get_content())

    def link_in(self, address: str, subject: str) -> str:
        """The link to the request in that mail."""
        found = re.search(rf"{re.escape(self.portal.address)}/\S+", self.mail_to(address, subject))
        assert found
        return found.group()


def found_town(country: str | None = None, zone: str = "") -> dict[str, str]:
    """Everybody is entered; returns each person's address. country: all providers are there, in this zone; None: in the United States."""
    people: dict[str, str] = {}
    _organisation("CONSORTIUM", "Traceback Consortium", OrganisationKind.CONSORTIUM)
    _person(people, "CONSORTIUM", "Ines Okafor", Role.ANALYST, "ines@consortium.example")
    _organisation("BANK", "Cedar Valley Bank", OrganisationKind.SOURCE)
    _person(people, "BANK", "Ada Brandt", Role.ADMIN, SOURCE_ADMIN)
    for public_id, (name, at_home, own_zone) in PROVIDERS.items():
        _organisation(f"O-{public_id}", name, OrganisationKind.PROVIDER)
        where = (country, zone) if country else (at_home, own_zone)
        filing = ProviderFiling(name, *where, "", "", "", mailbox(public_id))
        register_provider(actor=STAFF, filing=filing, organisation=f"O-{public_id}", public_id=public_id, now=OPENED)
        second = ContactWords(ContactKind.ESCALATION, "Duty officer", mailbox(public_id, "duty"), "")
        add_contact(actor=STAFF, provider=public_id, words=second, now=OPENED)
        for person in (f"Responder at {name}", f"Colleague at {name}"):
            _person(people, f"O-{public_id}", person, Role.RESPONDER, mailbox(public_id, person.split()[0].lower()))
    return people


def _organisation(public_id: str, name: str, kind: OrganisationKind) -> None:
    register_organisation(actor=STAFF, kind=kind, name=name, public_id=public_id, now=OPENED)


def _person(people: dict[str, str], organisation: str, name: str, role: Role, email: str) -> None:
    words: dict[str, Any] = {"email": email, "name": name, "role": role, "time_zone": "America/New_York", "password": PASSWORD}
    add_person(actor=STAFF, organisation=organisation, now=OPENED, **words)
    people[name] = email


@contextmanager
def town_at(founded: Path, folder: Path, people: dict[str, str], says: Says, subject: Says) -> Iterator[Town]:
    """The town over a copy of its founded database, served until the block ends."""
    url = f"sqlite:///{shutil.copy(founded, folder / 'hub.sqlite3')}"
    with connected(url), open_post_office() as (office, port), serving(OPENED) as portal:
        town = Town(office, portal=portal, people=people, says=says, subject=subject)
        clock.now = lambda: town.now
        with sending_to(port, PORTAL_URL=portal.address, STAFF_MAIL=DESK):
            yield town
