"""Every table of the database is classified: journaled, bound to an entry, or not part of the record and why."""

from django.db import connection

from star57.hub.ledger.guarded import BOUND, GUARDED, JOURNAL, JOURNALED
from star57.hub.records.models import JournalEntry

NOT_THE_RECORD = {
    "account_emailaddress": "allauth's own; a copy of people's addresses",
    "account_emailconfirmation": "allauth's own; unused",
    "mfa_authenticator": "allauth's own: second factors; that one was added or removed is journaled",
    "socialaccount_socialaccount": "allauth's own: who is who at their office",
    "socialaccount_socialapp": "allauth's own; unused, offices stand in a file",
    "socialaccount_socialtoken": "allauth's own; unused",
    "usersessions_usersession": "allauth's own: who is signed in where",
    "records_allowance": "how often something was tried lately",
    "records_remembered": "the cache: that a one-time code was used, say",
    "auth_group": "Django's own; unused",
    "auth_group_permissions": "Django's own; unused",
    "auth_permission": "Django's own; unused",
    "django_content_type": "Django's own",
    "django_migrations": "Django's own",
    "django_session": "who is signed in where",
    "records_agentstate": "what an agent last said of itself",
    "records_apikeyuse": "when a key was last used",
    "records_heartbeat": "when a duty of the work process last came to its end",
    "records_savedview": "filters of the queue that somebody keeps for their own work",
    "records_mention": "that a note names somebody, and that they read it; the note is an entry's sealed text",
    "records_tracebacktag": "a traceback's tags once more, for finding it by one; can be rebuilt",
    "records_mail": "mail in hand; what came of it is journaled as facts of its hops",
    "records_notice": "what is still to be told because of an entry",
    "records_webhookattempt": "what a webhook's address answered",
    "records_webhookdelivery": "an event on its way to a webhook",
    "records_webhooksecret": "what deliveries are signed with; a secret stands in no journal",
    "records_draft": "an answer being written, gone once it is given",
    "records_onetimecode": "codes sent to contacts without an account; what they answer is journaled",
    "records_idempotentanswer": "what was answered, kept 30 days for repeats",
    "records_person": "how a person signs in; what they may do hangs on their memberships, which are journaled",
    "records_tracebacksummary": "worked out from a traceback and its hops, can be rebuilt",
}


def tables() -> set[str]:
    return set(connection.introspection.table_names())


def test_every_table_is_classified(each_database):
    assert tables() == {*GUARDED, *NOT_THE_RECORD}


def test_no_table_is_classified_twice():
    assert not {*GUARDED} & {*NOT_THE_RECORD}
    assert len(GUARDED) == len(JOURNALED) + len(BOUND) + 1 == len({*GUARDED})


def test_every_journaled_table_carries_its_subjects_version_and_public_id(each_database):
    with connection.cursor() as cursor:
        for table in JOURNALED:
            columns = {column.name for column in connection.introspection.get_table_description(cursor, table)}
            assert {"id", "public_id", "version"} <= columns, table


def test_every_bound_table_names_its_entry(each_database):
    with connection.cursor() as cursor:
        for table in BOUND:
            assert connection.introspection.get_relations(cursor, table)["entry_id"][1] == JOURNAL


def test_each_kind_of_subject_has_one_table_and_fits_the_journals_column():
    widest = JournalEntry._meta.get_field("subject_kind").max_length
    assert widest is not None
    assert len(set(JOURNALED.values())) == len(JOURNALED)
    assert all(len(kind) <= widest for kind in JOURNALED.values())
