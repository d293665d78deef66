"""Note on a hop what became of a notice: accepted by the recipient's server, which is a receipt; or come back, which starts no clock."""

from datetime import datetime

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.deadlines import Pause
from star57.hub.domain.facts import HopFact, HopStatus
from star57.hub.domain.lifecycle import HOP_STEPS
from star57.hub.domain.notices import ASKING, NoticeKind
from star57.hub.ledger import clocks, contacts, mailing
from star57.hub.ledger.addresses import contact_for
from star57.hub.ledger.case import Case, HopRow
from star57.hub.ledger.locking import case_of_hop
from star57.hub.ledger.mailing import MailRow, NoticeRow
from star57.hub.usecases.permission import permit
from star57.proof.canonical import Json

NOT_RECEIVED = frozenset({HopStatus.REQUESTED.value, HopStatus.UNREACHED.value})


def note_delivery(*, actor: Actor, notice: int, now: datetime) -> HopFact | None:
    """Record it, once however often it is asked. None: somebody was faster, or the hop has moved on."""
    permit(actor, Action.PASS_TIME)
    found = mailing.notice_to_note(notice)
    if found is None or found.hop is None:
        return None
    at = found.mail.settled_at if found.mail and found.mail.settled_at else now
    with case_of_hop(found.hop.public_id, actor=actor, now=at) as (case, hop):
        if not mailing.noted(found):
            return None
        if found.mail is not None and found.mail.state == mailing.MailStates.ACCEPTED.value:
            return _accepted(case, hop, found, found.mail)
        return _came_back(case, hop, found, found.mail)


def _details(notice: NoticeRow, mail: MailRow | None) -> dict[str, Json]:
    said: dict[str, Json] = {"how": "mail", "notice": notice.kind}
    if mail is not None:
        said |= {"mail": mail.public_id, "by": mail.settled_by}
    return said


def _accepted(case: Case, hop: HopRow, notice: NoticeRow, mail: MailRow) -> HopFact | None:
    is_receipt = notice.kind in ASKING and hop.status in NOT_RECEIVED
    fact = HopFact.REQUEST_RECEIVED if is_receipt else HopFact.NOTICE_ACCEPTED
    if (HopStatus(hop.status), fact) not in HOP_STEPS:
        return None
    case.record(hop, fact, details=_details(notice, mail), secret_texts={"said": mail.said})
    if mail.held_since is not None and not is_receipt:
        _credit(case, hop, Pause(mail.held_since, case.now))
    return fact


def _credit(case: Case, hop: HopRow, pause: Pause) -> None:
    """Time in which we could send nothing does not count against the provider."""
    if (HopStatus(hop.status), HopFact.OUTAGE_CREDITED) not in HOP_STEPS or hop.first_due_at is None:
        return
    changes = clocks.paused(hop, pause, case.now)
    if hop.due_at is not None and changes["due_at"] > max(case.now, hop.due_at):
        case.record(hop, HopFact.OUTAGE_CREDITED, changes=changes)


def _came_back(case: Case, hop: HopRow, notice: NoticeRow, mail: MailRow | None) -> HopFact | None:
    contact = mail.contact if mail else None
    if contact is not None and mail is not None and contact.failed_at is None:
        contacts.note_failure(contact, mail.said, actor=case.actor, now=case.now)
    is_lost = notice.kind in ASKING and (hop.status in NOT_RECEIVED or (mail is not None and mailing.was_receipt(mail, hop)))
    fact = HopFact.NOTICE_BOUNCED if is_lost else HopFact.NOTICE_FAILED
    if (HopStatus(hop.status), fact) not in HOP_STEPS:
        return None
    reason = mail.said if mail else "there is no contact with an address"
    case.record(hop, fact, details=_details(notice, mail), secret_texts={"reason": reason})
    if contact_for(hop.provider_id, NoticeKind(notice.kind)) is not None:
        if is_lost:
            case.record(hop, HopFact.CONTACT_REPLACED)
        else:
            mailing.tell_again(notice, case.now)
    return fact
