"""Send somebody a link to a new password. The mail joins the outbox; its link is worked out when it leaves."""

from datetime import datetime

from star57.hub.ledger import account_mails, sign_ins
from star57.hub.ledger.transactions import transaction


def send_reset_link(person_pk: int, *, now: datetime) -> bool:
    """Whoever asked proved nothing, so nothing about them is said. False: no mail can leave, and the operator has to know."""
    with transaction():
        person = sign_ins.person_row(person_pk)
        return person is not None and account_mails.put_reset_mail(person, now)
