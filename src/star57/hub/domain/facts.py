"""The words a hop's life is told in: statuses, facts, effects, claims, parties. Values only; the steps are in lifecycle.py."""

from enum import StrEnum


class HopStatus(StrEnum):
    """Where one provider's leg of one traceback stands."""

    HELD = "held"
    UNIDENTIFIED = "unidentified"
    REQUESTED = "requested"
    UNREACHED = "unreached"
    RUNNING = "running"
    SENT_BACK = "sent_back"
    OVERDUE = "overdue"
    ESCALATED = "escalated"
    LAPSED = "lapsed"
    DISPUTED = "disputed"
    LOOPED = "looped"
    RETRACTED = "retracted"
    UPSTREAM_NAMED = "upstream_named"
    RESELLER_NAMED = "reseller_named"
    FOREIGN_UPSTREAM_NAMED = "foreign_upstream_named"
    OTHER_SERVER_NAMED = "other_server_named"
    CUSTOMER_NAMED = "customer_named"
    NO_RECORD = "no_record"
    DECLINED = "declined"
    NON_RESPONSIVE = "non_responsive"
    WITHDRAWN = "withdrawn"


class HopFact(StrEnum):
    """What can happen to a hop, in the past tense. Named so finely that no step needs a condition."""

    PROVIDER_ASKED = "provider_asked"
    CAP_REACHED = "cap_reached"
    UNKNOWN_PROVIDER_NAMED = "unknown_provider_named"
    PROVIDER_NAMED_AGAIN = "provider_named_again"
    LOOP_FOUND = "loop_found"
    HOP_LIMIT_REACHED = "hop_limit_reached"
    CAP_LIFTED = "cap_lifted"
    PROVIDER_IDENTIFIED = "provider_identified"
    REQUEST_RECEIVED = "request_received"
    NOTICE_ACCEPTED = "notice_accepted"
    NOTICE_BOUNCED = "notice_bounced"
    NOTICE_FAILED = "notice_failed"
    CONTACT_REPLACED = "contact_replaced"
    REMINDER_SENT = "reminder_sent"
    DEADLINE_PASSED = "deadline_passed"
    OUTAGE_CREDITED = "outage_credited"
    REQUEST_ESCALATED = "request_escalated"
    ESCALATION_LAPSED = "escalation_lapsed"
    NON_RESPONSE_CONFIRMED = "non_response_confirmed"
    UPSTREAM_NAMED = "upstream_named"
    RESELLER_NAMED = "reseller_named"
    FOREIGN_UPSTREAM_NAMED = "foreign_upstream_named"
    OTHER_SERVER_NAMED = "other_server_named"
    CUSTOMER_NAMED = "customer_named"
    NO_RECORD_FOUND = "no_record_found"
    RECORDS_EXPIRED = "records_expired"
    ANSWER_DECLINED = "answer_declined"
    ANSWER_RETRACTED = "answer_retracted"
    ANSWER_SENT_BACK = "answer_sent_back"
    ANSWER_CONTESTED = "answer_contested"
    SECOND_ANSWER_KEPT = "second_answer_kept"
    FACTS_CORRECTED = "facts_corrected"
    CLAIM_DISPUTED = "claim_disputed"
    CLAIM_CONFIRMED = "claim_confirmed"
    CLAIM_RETRACTED = "claim_retracted"
    DISPUTE_UPHELD = "dispute_upheld"
    DISPUTE_REJECTED = "dispute_rejected"
    LOOP_OVERRULED = "loop_overruled"
    PROVIDER_WROTE = "provider_wrote"
    STAFF_WROTE = "staff_wrote"
    MORE_TIME_ASKED = "more_time_asked"
    MORE_TIME_GRANTED = "more_time_granted"
    MORE_TIME_REFUSED = "more_time_refused"
    HOP_WITHDRAWN = "hop_withdrawn"
    HOP_REOPENED = "hop_reopened"
    HANDED_OVER = "handed_over"


class Effect(StrEnum):
    """What must happen in the same transaction as a step. Names, not callables: the use cases carry them out."""

    START_CLOCK = "start_clock"
    STOP_CLOCK = "stop_clock"
    CLEAR_CLOCK = "clear_clock"
    EXTEND_CLOCK = "extend_clock"
    OPEN_NEXT_HOP = "open_next_hop"
    RETRACT_BRANCH = "retract_branch"
    CONTEST_DOWNSTREAM = "contest_downstream"
    SEND_BACK_DOWNSTREAM = "send_back_downstream"
    TELL_PROVIDER = "tell_provider"
    TELL_STAFF = "tell_staff"


class ClaimState(StrEnum):
    """What the downstream neighbour's statement "we received this call from them" is worth."""

    NONE = "none"
    ALLEGED = "alleged"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    RETRACTED = "retracted"


class Party(StrEnum):
    """Who must act next."""

    PROVIDER = "provider"
    STAFF = "staff"
    CLOCK = "clock"
    NOBODY = "nobody"
