"""What a mail says: cut down to what its reader may know, and without any number of a call."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext

from star57.hub.domain.access import Role
from star57.hub.domain.deadlines import deadline_for
from star57.hub.domain.facts import HopFact, HopStatus
from star57.hub.domain.jurisdictions import jurisdiction_for
from star57.hub.domain.lifecycle import ASKED
from star57.hub.domain.notices import ASKING, Audience, NoticeKind
from star57.hub.domain.one_time import written
from star57.hub.domain.sign_in import SignInFact
from star57.hub.reads.invitations import invitation_path, token_of
from star57.hub.reads.languages import language_of
from star57.hub.reads.one_time import code_of, link_path
from star57.hub.reads.reset_links import ends_at, reset_path
from star57.hub.reads.words import FACT_WORDS, ROLE_NAMES, SIGN_IN_WORDS, STATUS_WORDS
from star57.hub.records.lookup import only
from star57.hub.records.models import Hop, Invitation, Mail, Notice, OneTimeCode, Person, Traceback

OPEN_STATUSES = tuple(status.value for status in ASKED)


@dataclass(frozen=True, slots=True)
class MailItem:
    """One request or traceback that a mail is about. due_at as its clock has it now; extended_to where this mail grants it."""

    id: str
    path: str
    campaign: str
    words: str
    due_at: datetime | None
    extended_to: datetime | None
    asked_at: datetime | None
    received_at: datetime | None


@dataclass(frozen=True, slots=True)
class MailView:
    """A mail as it is written: to whom, about what, under which rule, in which zone."""

    id: str
    kind: NoticeKind
    to: Audience
    address: str
    token: str
    name: str
    language: str
    zone: str
    country: str
    rule: str
    code: str
    items: tuple[MailItem, ...]

    @property
    def first_due_at(self) -> datetime | None:
        """The earliest due instant."""
        return min((item.due_at for item in self.items if item.due_at), default=None)


def mail_view(mail: Mail, now: datetime) -> MailView:
    """The view of one mail, worded in its reader's language."""
    with translation.override(language_of(mail)):
        return _view(mail, now)


def _view(mail: Mail, now: datetime) -> MailView:
    notices = list(mail.notices.select_related("hop__traceback__campaign", "traceback__campaign", "hop__provider").order_by("pk"))
    provider = mail.provider
    return MailView(
        id=mail.public_id,
        kind=NoticeKind(mail.kind),
        to=Audience(mail.to),
        address=mail.address,
        token=mail.token,
        name=next((each.name for each in (provider, mail.organisation, mail.person) if each), settings.CONSORTIUM_NAME),
        language=language_of(mail),
        zone=_zone(mail, notices),
        country=provider.country if provider else "",
        rule=jurisdiction_for(provider.country).clock.citation if provider else "",
        code=_code(mail),
        items=_items(mail, notices, now),
    )


def _zone(mail: Mail, notices: list[Notice]) -> str:
    """The zone the running clocks go by; the office's own where none runs."""
    running = next((notice.hop.clock_zone for notice in notices if notice.hop and notice.hop.clock_zone), "")
    if running or mail.provider is None:
        return running or (mail.person.time_zone if mail.person else "")
    return mail.provider.time_zone or jurisdiction_for(mail.provider.country).latest_zone


def _items(mail: Mail, notices: list[Notice], now: datetime) -> tuple[MailItem, ...]:
    if mail.kind == NoticeKind.INVITATION.value:
        return _invitation(mail)
    if mail.person is not None and mail.to == Audience.PERSON.value:
        return (_own_account(mail, mail.person),)
    if mail.kind == NoticeKind.DIGEST.value:
        return _of_the_week(mail)
    if mail.to == Audience.PROVIDER.value:
        kind, latest = NoticeKind(mail.kind), {notice.hop.pk: (notice.hop, notice.fact) for notice in notices if notice.hop}
        return tuple(_request(hop, _due(hop, kind, now), mail.address, fact) for hop, fact in latest.values())
    if mail.to == Audience.SOURCE.value:
        return tuple(_closed(notice) for notice in notices if notice.traceback)
    return tuple(_for_staff(notice) for notice in notices if notice.traceback)


def _invitation(mail: Mail) -> tuple[MailItem, ...]:
    row = only(Invitation.objects.select_related("organisation").filter(mail=mail))
    if row is None:
        return ()
    path = invitation_path(token_of(row.nonce))
    words = f"{ROLE_NAMES[Role(row.role)]}, {row.expires_at:%Y-%m-%d %H:%M} UTC"
    return (MailItem(row.organisation.name, path, "", words, None, None, None, None),)


def _own_account(mail: Mail, person: Person) -> MailItem:
    """The link to a new password, or what happened to a person's sign-in."""
    zone = ZoneInfo(person.time_zone or "UTC")
    if mail.kind == NoticeKind.NEW_PASSWORD.value:
        until = date_format(ends_at(mail.made_at).astimezone(zone), "l H:i T")
        words = gettext("It works once, until %(until)s.") % {"until": until}
        return MailItem(gettext("Set a new password"), reset_path(person, mail.made_at), "", words, None, None, None, None)
    at = date_format(mail.made_at.astimezone(zone), "l j F, H:i T")
    return MailItem(str(SIGN_IN_WORDS[SignInFact(mail.about)]), "/account/", "", at, None, None, None, None)


def _of_the_week(mail: Mail) -> tuple[MailItem, ...]:
    """All that is open: a provider's own requests, or the tracebacks that wait for staff."""
    if mail.provider is not None:
        hops = Hop.objects.filter(provider=mail.provider, status__in=OPEN_STATUSES, asked_at__isnull=False)
        return tuple(
            _request(hop, hop.due_at, mail.address, "") for hop in hops.select_related("traceback__campaign").order_by("due_at", "pk")
        )
    waiting = Traceback.objects.filter(summary__needs_person=True).select_related("campaign").order_by("opened_at")
    return tuple(
        MailItem(each.public_id, f"/tracebacks/{each.public_id}/", each.campaign.name, _since(each), None, None, None, None)
        for each in waiting
    )


def _since(traceback: Traceback) -> str:
    return gettext("open since %(day)s") % {"day": date_format(traceback.opened_at, "l j F")}


def _code(mail: Mail) -> str:
    """The one-time code that this mail carries."""
    if mail.kind != NoticeKind.ONE_TIME_CODE.value:
        return ""
    row = only(OneTimeCode.objects.filter(mail=mail))
    return written(code_of(row.nonce)) if row else ""


def _due(hop: Hop, kind: NoticeKind, now: datetime) -> datetime | None:
    """When the answer is due; for a request that this very mail brings, when it will be if the mail arrives now."""
    if hop.due_at is not None or kind not in ASKING or hop.provider is None:
        return hop.due_at
    return deadline_for(now, jurisdiction=jurisdiction_for(hop.provider.country), zone=hop.provider.time_zone or None).due_at


def _request(hop: Hop, due_at: datetime | None, address: str, fact: str) -> MailItem:
    """fact: what the mail tells of it; "" for a list of all that is open."""
    return MailItem(
        id=hop.public_id,
        path=link_path(hop.public_id, address),
        campaign=hop.traceback.campaign.name,
        words=str(STATUS_WORDS[HopStatus(hop.status)]),
        due_at=due_at,
        extended_to=hop.extended_to if fact == HopFact.MORE_TIME_GRANTED.value else None,
        asked_at=hop.asked_at,
        received_at=hop.received_at,
    )


def _closed(notice: Notice) -> MailItem:
    """To a source: that it is closed, and nothing else."""
    traceback = notice.traceback
    assert traceback is not None
    return MailItem("", "/", "", "", None, None, None, None)


def _for_staff(notice: Notice) -> MailItem:
    traceback, hop = notice.traceback, notice.hop
    assert traceback is not None
    who = (hop.provider.name if hop.provider else hop.named_as) if hop else ""
    words = str(FACT_WORDS.get(notice.fact, notice.fact.replace("_", " ")))
    path = f"/tracebacks/{traceback.public_id}/"
    return MailItem(traceback.public_id, path, traceback.campaign.name, f"{who}: {words}" if who else words, None, None, None, None)
