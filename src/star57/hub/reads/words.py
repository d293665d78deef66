"""What statuses and facts are called when people read them. One table each; no rule hangs on them."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from star57.hub.domain.access import Role
from star57.hub.domain.answering import Channel
from star57.hub.domain.facts import HopFact, HopStatus
from star57.hub.domain.notices import NoticeKind
from star57.hub.domain.sign_in import SignInFact
from star57.hub.domain.tracing import TracebackFact

STATUS_WORDS: Mapping[HopStatus, Promise] = MappingProxyType({
    HopStatus.HELD: _("Held back by the weekly cap"),
    HopStatus.UNIDENTIFIED: _("Named, not yet identified"),
    HopStatus.REQUESTED: _("Asked, not yet received"),
    HopStatus.UNREACHED: _("Notice did not arrive"),
    HopStatus.RUNNING: _("Clock is running"),
    HopStatus.SENT_BACK: _("Sent back as incomplete"),
    HopStatus.OVERDUE: _("Overdue"),
    HopStatus.ESCALATED: _("Overdue, escalated"),
    HopStatus.LAPSED: _("Silent after escalation"),
    HopStatus.DISPUTED: _("Says it did not hand this call on"),
    HopStatus.LOOPED: _("Named again: a loop"),
    HopStatus.RETRACTED: _("Took its answer back"),
    HopStatus.UPSTREAM_NAMED: _("Named who handed it the call"),
    HopStatus.RESELLER_NAMED: _("Named a customer that carries for others"),
    HopStatus.FOREIGN_UPSTREAM_NAMED: _("Received it from abroad"),
    HopStatus.OTHER_SERVER_NAMED: _("Number served by another"),
    HopStatus.CUSTOMER_NAMED: _("Named its customer"),
    HopStatus.NO_RECORD: _("Not found in its records"),
    HopStatus.DECLINED: _("Declined to answer"),
    HopStatus.NON_RESPONSIVE: _("Non-responsive"),
    HopStatus.WITHDRAWN: _("Withdrawn"),
})  # fmt: skip

FACT_WORDS: Mapping[str, Promise] = MappingProxyType({
    TracebackFact.TRACEBACK_OPENED.value: _("Traceback opened"),
    TracebackFact.CALL_FACTS_CORRECTED.value: _("Call facts corrected"),
    TracebackFact.OUTCOME_REACHED.value: _("Outcome reached"),
    TracebackFact.TRACEBACK_REOPENED.value: _("Traceback reopened"),
    TracebackFact.TRACEBACK_WITHDRAWN.value: _("Traceback withdrawn"),
    TracebackFact.TRACEBACK_MERGED.value: _("Merged into another traceback of the same call"),
    TracebackFact.TRACEBACK_UNMERGED.value: _("Merging taken back"),
    TracebackFact.DUPLICATE_TAKEN_IN.value: _("A duplicate was merged into this traceback"),
    TracebackFact.DUPLICATE_LET_GO.value: _("A duplicate was let go again"),
    TracebackFact.TRACEBACK_ASSIGNED.value: _("Assigned"),
    TracebackFact.TAGS_CHANGED.value: _("Tags changed"),
    TracebackFact.NOTE_WRITTEN.value: _("Note"),
    TracebackFact.TRACEBACK_REVIEWED.value: _("Looked at"),
    HopFact.PROVIDER_ASKED.value: _("Asked"),
    HopFact.CAP_REACHED.value: _("Held back: weekly cap reached"),
    HopFact.UNKNOWN_PROVIDER_NAMED.value: _("Named, but nobody here knows it yet"),
    HopFact.PROVIDER_NAMED_AGAIN.value: _("Named again; asked once more"),
    HopFact.LOOP_FOUND.value: _("Named again: a loop, for an analyst to decide"),
    HopFact.HOP_LIMIT_REACHED.value: _("25 hops reached, for an analyst to decide"),
    HopFact.CAP_LIFTED.value: _("Asked: the weekly cap has room again"),
    HopFact.PROVIDER_IDENTIFIED.value: _("Identified and asked"),
    HopFact.REQUEST_RECEIVED.value: _("Request received"),
    HopFact.NOTICE_ACCEPTED.value: _("Notice accepted"),
    HopFact.NOTICE_BOUNCED.value: _("Notice came back"),
    HopFact.NOTICE_FAILED.value: _("A later notice came back"),
    HopFact.PROVIDER_WROTE.value: _("Message from the provider"),
    HopFact.STAFF_WROTE.value: _("Message from the consortium"),
    HopFact.MORE_TIME_ASKED.value: _("Asked for more time"),
    HopFact.MORE_TIME_GRANTED.value: _("More time granted; the legal due time stands"),
    HopFact.MORE_TIME_REFUSED.value: _("More time refused"),
    HopFact.CONTACT_REPLACED.value: _("Contact replaced, asked again"),
    HopFact.REMINDER_SENT.value: _("Reminded"),
    HopFact.DEADLINE_PASSED.value: _("Deadline passed"),
    HopFact.OUTAGE_CREDITED.value: _("Outage credited to the clock"),
    HopFact.LATE_ANSWER_EXCUSED.value: _("Answer in time, an outage credited"),
    HopFact.REQUEST_ESCALATED.value: _("Escalated"),
    HopFact.ESCALATION_LAPSED.value: _("Escalation stayed unanswered"),
    HopFact.NON_RESPONSE_CONFIRMED.value: _("Confirmed as non-responsive"),
    HopFact.UPSTREAM_NAMED.value: _("Named who handed it the call"),
    HopFact.RESELLER_NAMED.value: _("Named a customer that carries for others"),
    HopFact.FOREIGN_UPSTREAM_NAMED.value: _("Stated that the call came from abroad"),
    HopFact.OTHER_SERVER_NAMED.value: _("Stated that another serves the number"),
    HopFact.CUSTOMER_NAMED.value: _("Named its customer"),
    HopFact.NO_RECORD_FOUND.value: _("Found no record"),
    HopFact.RECORDS_EXPIRED.value: _("Records of that time have expired"),
    HopFact.ANSWER_DECLINED.value: _("Declined to answer"),
    HopFact.ANSWER_RETRACTED.value: _("Took its answer back"),
    HopFact.ANSWER_SENT_BACK.value: _("Answer sent back as incomplete"),
    HopFact.ANSWER_CONTESTED.value: _("Contested by the provider it named"),
    HopFact.SECOND_ANSWER_KEPT.value: _("Second answer kept beside the first"),
    HopFact.FACTS_CORRECTED.value: _("Told of corrected call facts"),
    HopFact.CLAIM_DISPUTED.value: _("Disputes having handed the call on"),
    HopFact.CLAIM_CONFIRMED.value: _("Confirms having handed the call on"),
    HopFact.CLAIM_RETRACTED.value: _("No longer named"),
    HopFact.DISPUTE_UPHELD.value: _("Dispute upheld"),
    HopFact.DISPUTE_REJECTED.value: _("Dispute rejected, asked again"),
    HopFact.LOOP_OVERRULED.value: _("Asked although the trace was there before"),
    HopFact.HOP_WITHDRAWN.value: _("Request withdrawn"),
    HopFact.HOP_REOPENED.value: _("Asked again"),
    HopFact.HANDED_OVER.value: _("Handed over to another provider of the same organisation"),
})  # fmt: skip

CHANNEL_WORDS: Mapping[str, Promise] = MappingProxyType({
    Channel.TELEPHONE.value: _("by telephone"),
    Channel.LETTER.value: _("by letter"),
    Channel.REPLY_MAIL.value: _("by reply to our mail"),
})  # fmt: skip

NOTICE_WORDS: Mapping[str, Promise] = MappingProxyType({
    NoticeKind.REQUEST.value: _("the request"),
    NoticeKind.FACTS_CORRECTED.value: _("the corrected facts"),
    NoticeKind.SENT_BACK.value: _("what the answer lacks"),
    NoticeKind.REMINDER.value: _("the reminder"),
    NoticeKind.OVERDUE.value: _("that the time has passed"),
    NoticeKind.ESCALATION.value: _("the escalation"),
    NoticeKind.NON_RESPONSIVE.value: _("the finding of non-response"),
    NoticeKind.ANSWER_RECEIVED.value: _("that the answer was received"),
    NoticeKind.ANSWER_ENTERED.value: _("that an answer was entered"),
    NoticeKind.CLAIM_DISPUTED.value: _("that the claim is disputed"),
    NoticeKind.WITHDRAWN.value: _("the withdrawal"),
    NoticeKind.MESSAGE.value: _("that a message waits"),
    NoticeKind.MORE_TIME.value: _("the decision about more time"),
    NoticeKind.ONE_TIME_CODE.value: _("the one-time code"),
})  # fmt: skip

SIGN_IN_WORDS: Mapping[SignInFact, Promise] = MappingProxyType({
    SignInFact.FACTOR_ADDED: _("Second factor added"),
    SignInFact.FACTOR_REMOVED: _("Second factor removed"),
    SignInFact.RECOVERY_CODES_MADE: _("Recovery codes made"),
    SignInFact.RECOVERY_CODE_USED: _("Recovery code used"),
    SignInFact.SESSIONS_ENDED: _("Signed out of other sessions"),
    SignInFact.PASSWORD_CHANGED: _("Password changed"),
    SignInFact.PASSWORD_RESET: _("Password reset"),
    SignInFact.OFFICE_CONNECTED: _("Office sign-in connected"),
    SignInFact.SIGN_IN_RECOVERED: _("Sign-in recovered at the console"),
})  # fmt: skip

ROLE_NAMES: Mapping[Role, Promise] = MappingProxyType({
    Role.ADMIN: _("Admin"),
    Role.ANALYST: _("Analyst"),
    Role.RESPONDER: _("Responder"),
    Role.ENGINEER: _("Engineer"),
    Role.READER: _("Reader"),
})  # fmt: skip
