"""What each kind of mail says: subject, first line, what to do, what happens next. One table; words only, no rule."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from star57.hub.domain.notices import Audience, NoticeKind
from star57.hub.reads.mails import MailView

K = NoticeKind


@dataclass(frozen=True, slots=True)
class Letter:
    """The words of one kind. of_one and of_many make the subject; what follows is a sentence each."""

    of_one: Promise
    of_many: Promise
    opening: Promise
    to_do: Promise
    next: Promise


ANSWER_IT = _("Sign in, or open the link and answer without an account; an agent beside your call records can answer too.")
KEEP = _("Keep the records of this call and of who handed it to you until the traceback is closed.")
NAMES_LATE = _(
    "If no answer comes, a reminder follows, then a second contact of yours and our staff are told; a person decides what stands on record."
)
NOTHING = _("Nothing is needed from you now.")

LETTERS: Mapping[NoticeKind, Letter] = MappingProxyType({
    K.REQUEST: Letter(
        _("Traceback request %(id)s: answer due %(due)s"), _("%(count)s traceback requests: first answer due %(due)s"),
        _("You are asked who handed you a suspicious call, or which customer placed it."), ANSWER_IT, NAMES_LATE),
    K.FACTS_CORRECTED: Letter(
        _("Traceback request %(id)s corrected: answer due %(due)s"), _("%(count)s traceback requests corrected: first answer due %(due)s"),
        _("The facts of the call were corrected. Please search again; your time starts anew."), ANSWER_IT, NAMES_LATE),
    K.SENT_BACK: Letter(
        _("Traceback request %(id)s: your answer lacks something, due %(due)s"), _("%(count)s answers lack something: first due %(due)s"),
        _("Your answer was read and something is missing. The request says what."), ANSWER_IT, NAMES_LATE),
    K.REMINDER: Letter(
        _("Reminder: traceback request %(id)s due %(due)s"), _("Reminder: %(count)s traceback requests, first due %(due)s"),
        _("Your answer is due soon."), ANSWER_IT, NAMES_LATE),
    K.OVERDUE: Letter(
        _("Overdue: traceback request %(id)s was due %(due)s"), _("Overdue: %(count)s traceback requests, first due %(due)s"),
        _("The time to answer has passed. A late answer still counts, and is marked late."), ANSWER_IT,
        _("Your second contact and our staff are told next. Non-response is confirmed by a person, never by a clock.")),
    K.ESCALATION: Letter(
        _("Escalated: traceback request %(id)s was due %(due)s"), _("Escalated: %(count)s traceback requests, first due %(due)s"),
        _("Your colleagues were asked and reminded, and no answer came. You are the contact on record for this."), ANSWER_IT,
        _("Without an answer, a person at the consortium may confirm your company as non-responsive to this request.")),
    K.NON_RESPONSIVE: Letter(
        _("Recorded as non-responsive: traceback request %(id)s"), _("Recorded as non-responsive: %(count)s traceback requests"),
        _("A person confirmed that no answer came after reminder and escalation. This stands on your record."),
        _("You can still answer, and you can reply to this mail: your side stands beside the finding."),
        _("A late answer is taken, and lifts the finding.")),
    K.ANSWER_RECEIVED: Letter(
        _("Answer received: traceback request %(id)s"), _("Answers received: %(count)s traceback requests"),
        _("Your answer stands on the record. The receipt with its proof is in the portal."), NOTHING,
        _("Whoever you named is asked next, if anybody. You hear from us only if they dispute what you said, or something is missing.")),
    K.ANSWER_ENTERED: Letter(
        _("Answer entered for you: traceback request %(id)s"), _("Answers entered for you: %(count)s traceback requests"),
        _("Our staff entered what you said by telephone, letter or mail. Read it, and correct it if it is not what you said."),
        _("Open the request and compare."), _("Unless you correct it, it stands on the record as your answer.")),
    K.CLAIM_DISPUTED: Letter(
        _("Disputed: your answer to traceback request %(id)s"), _("Disputed: your answers to %(count)s traceback requests"),
        _("The provider you named says that it did not hand you this call. Both statements stand side by side."),
        _("Look at your records again. If you named the wrong provider, correct your answer."), _("An analyst weighs both sides.")),
    K.WITHDRAWN: Letter(
        _("Withdrawn: traceback request %(id)s"), _("Withdrawn: %(count)s traceback requests"),
        _("The request was taken back."), NOTHING, _("It does not count in your record.")),
    K.MESSAGE: Letter(
        _("Message about traceback request %(id)s"), _("Messages about %(count)s traceback requests"),
        _("Our staff wrote to you. The message stands with the request; mail does not carry it."),
        _("Read it in the portal and answer there, or reply to this mail."),
        _("A reply is read by a person. It is no answer to the request.")),
    K.MORE_TIME: Letter(
        _("More time: decided for traceback request %(id)s"), _("More time: decided for %(count)s traceback requests"),
        _("You asked for more time, and it was decided. The reason stands with the request."), _("Read the reason in the portal."),
        _("More time moves our reminders. The legal due time is not ours to move and stands beside it.")),
    K.TRACEBACK_CLOSED: Letter(
        _("A call you reported: its traceback is closed"), _("%(count)s calls you reported: their tracebacks are closed"),
        _("A call you reported was traced, and the traceback is closed."), NOTHING,
        _("What was found goes to those whom the law lets us tell.")),
    K.NEEDS_PERSON: Letter(
        _("Needs a person: traceback %(id)s"), _("Needs a person: %(count)s matters"),
        _("These wait for a decision of staff."), _("Open the queue."), _("They stand there until somebody has decided.")),
    K.ONE_TIME_CODE: Letter(
        _("Your code for traceback request %(id)s"), _("Your code for a traceback request"),
        _("Somebody asked for this code on the page of the request. It opens that one request and nothing else."),
        _("Type or paste it on that page within ten minutes. If it was not you or a colleague, do nothing."),
        _("It opens the request for two hours. Nothing is answered until somebody has read the answer back there and signed it.")),
    K.CONTACT_TEST: Letter(
        _("Test: traceback requests to your company come here"), _("Test: traceback requests to your company come here"),
        _("This address is on record for traceback requests to your company. This mail only tests whether it arrives."), NOTHING,
        _("If this is the wrong address, reply to this mail: a person reads it.")),
    K.CONTACT_CHANGED: Letter(
        _("Traceback requests to your company come here no more"), _("Traceback requests to your company come here no more"),
        _("This address was on record for traceback requests to your company. A colleague, or our staff, took it off the record just now."),
        _("If that is right, nothing. If it is not, reply to this mail or call us: a person looks at it."),
        _("Traceback requests go to the other contacts on record.")),
    K.INVITATION: Letter(
        _("You are invited to %(id)s"), _("You are invited"),
        _("A colleague invites you to work in the traceback portal for this organisation, in the role and until the time named below."),
        _("Open the link, and choose a password or sign in with the account you have. It works once, for this address."),
        _("If you did not expect this, do nothing: without the link nobody joins, and it ends by itself.")),
    K.NEW_PASSWORD: Letter(
        _("A new password for your account"), _("A new password for your account"),
        _("Somebody, hopefully you, asked for a new password for your account in the traceback portal."),
        _("Open the link and set one. Your second factor is asked for as before when you sign in."),
        _("If it was not you, do nothing: your password stays as it is.")),
    K.SIGN_IN_CHANGED: Letter(
        _("Your account: how you sign in was changed"), _("Your account: how you sign in was changed"),
        _("How you sign in to the traceback portal was changed just now."),
        _("If it was you, nothing."),
        _("If it was not you, ask for a new password at once and tell your organisation's administrator.")),
    K.DIGEST: Letter(
        _("Your week: 1 request open"), _("Your week: %(count)s requests open"),
        _("What is open now, by due time."), ANSWER_IT, NAMES_LATE),
})  # fmt: skip
STAFF_LETTERS: Mapping[NoticeKind, Letter] = MappingProxyType({
    K.DIGEST: Letter(
        _("Your week: 1 traceback needs a person"), _("Your week: %(count)s tracebacks need a person"),
        _("What waits for a decision of staff, the longest open first."), _("Open the queue."),
        _("They stand there until somebody has decided.")),
})  # fmt: skip


def letter_of(mail: MailView) -> Letter:
    """The words of this mail."""
    return STAFF_LETTERS.get(mail.kind, LETTERS[mail.kind]) if mail.to is Audience.STAFF else LETTERS[mail.kind]


def subject_of(mail: MailView, due: Callable[[], str]) -> str:
    """The subject: kind, reference and due time."""
    letter, count = letter_of(mail), len(mail.items)
    words = letter.of_one if count == 1 else letter.of_many
    return str(words) % {"id": mail.items[0].id if mail.items else "", "count": count, "due": due()}


def how_many(mail: MailView) -> str:
    """How many requests the mail is about."""
    return ngettext("%(n)s request", "%(n)s requests", len(mail.items)) % {"n": len(mail.items)} if mail.items else str(_("nothing"))
