"""Whose each row is, for PostgreSQL's row-level security: every table with its rule, or why it has none."""

from collections.abc import Mapping
from types import MappingProxyType

# Asked once a statement: the reader's organisation, the providers it answers for, the one request of a contact.
ORGANISATION, WHO = "(SELECT star57_organisation())", "(SELECT current_setting('star57.who', true))"
PROVIDERS, REQUEST = "(SELECT star57_providers())::bigint[]", "(SELECT star57_request())"
_READER = f"{PROVIDERS}, {REQUEST}"

_OWN = f"organisation_id = {ORGANISATION}"
_OF_OWN_HOP = f"star57_is_own_hop(hop_id, {_READER})"
_STAFF = "false"
_KEY = "EXISTS (SELECT FROM records_apikey k WHERE k.id = key_id)"  # as far as the reader sees keys
_WEBHOOK = "EXISTS (SELECT FROM records_webhook w WHERE w.id = webhook_id)"
_DOOR = "read before anybody has said who they are"
_NO_SECRET = "holds nobody's secret"

# Table -> the condition under which a reader who does not see all sees a row; "false" where only staff do.
ROW_SECURITY: Mapping[str, str] = MappingProxyType({
    "records_hop": f"(provider_id = ANY({PROVIDERS}) AND asked_at IS NOT NULL) OR id = {REQUEST} "
                   f"OR star57_is_beside(id, downstream_id, {_READER})",
    "records_traceback": f"star57_takes_part(id, {_READER}) OR source_id = {ORGANISATION}",
    "records_tracebacksummary": _STAFF,
    "records_tracebacktag": _STAFF,
    "records_campaign": f"star57_is_asked_about(id, {_READER})",
    "records_response": _OF_OWN_HOP,
    "records_draft": _OF_OWN_HOP,
    "records_onetimecode": _OF_OWN_HOP,
    "records_notice": f"{_OF_OWN_HOP} OR provider_id = ANY({PROVIDERS})",
    "records_mail": f"provider_id = ANY({PROVIDERS}) OR {_OWN}",
    "records_journalentry": f"star57_is_own_subject(subject_kind, subject_id, {_READER}, {ORGANISATION})",
    "records_sealed": f"star57_is_own_entry(entry_id, {_READER}, {ORGANISATION})",
    "records_attachment": f"star57_is_own_subject('attachment', public_id, {_READER}, {ORGANISATION})",
    "records_contact": f"provider_id = ANY({PROVIDERS})",
    "records_membership": _OWN,
    "records_invitation": _OWN,
    "records_apikey": _OWN,
    "records_apikeyuse": _KEY,
    "records_agentstate": _KEY,
    "records_idempotentanswer": f"organisation = {WHO}",
    "records_authorisation": f"{_OWN} OR provider_id = ANY({PROVIDERS})",
    "records_neighbourname": f"{_OWN} OR EXISTS (SELECT FROM records_provider p "
                             f"WHERE p.organisation_id = records_neighbourname.organisation_id AND p.id = ANY({PROVIDERS}))",
    "records_viewing": _OWN,
    "records_webhook": _OWN,
    "records_webhooksecret": _WEBHOOK,
    "records_webhookdelivery": _WEBHOOK,
    "records_webhookattempt": "EXISTS (SELECT FROM records_webhookdelivery d WHERE d.id = delivery_id)",
    "records_savedview": _OWN,
    "records_mention": _STAFF,
})  # fmt: skip

OPEN: Mapping[str, str] = MappingProxyType({
    "records_organisation": "who takes part is known to all who do",
    "records_provider": "the register is open to all who take part",
    "records_person": _DOOR,
    "account_emailaddress": _DOOR,
    "account_emailconfirmation": "unused",
    "mfa_authenticator": _DOOR,
    "socialaccount_socialaccount": _DOOR,
    "socialaccount_socialapp": "unused",
    "socialaccount_socialtoken": "unused",
    "usersessions_usersession": _DOOR,
    "django_session": _DOOR,
    "records_allowance": "hashes of what was tried",
    "records_remembered": "the cache, under keys that are hashed or random",
    "records_heartbeat": _NO_SECRET,
    "auth_group": "unused",
    "auth_group_permissions": "unused",
    "auth_permission": _NO_SECRET,
    "django_content_type": _NO_SECRET,
    "django_migrations": _NO_SECRET,
})  # fmt: skip
