"""Every page of the portal with something on it: who opens it, and where. The addresses that show no page are named with the reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from star57.hub.reads.one_time import link_path
from star57.hub.records.models import ApiKey, Authorisation, Hop
from tests.journeys.lived_in import ADDRESS, campaign_of, invitation_token
from tests.journeys.organisation_scene import membership
from tests.journeys.scene import Scene


@dataclass(frozen=True, slots=True)
class Seen:
    """One page: its picture's name, the name of its address, whose eyes (None: a stranger's), its path."""

    name: str
    address: str
    who: str | None
    path: str


SHOWS_NO_PAGE: Mapping[str, str] = MappingProxyType({
    **dict.fromkeys(("batch-template", "receipt-json", "file", "mfa_download_recovery_codes"), "a file"),
    **dict.fromkeys(("providers", "campaign-names", "search-names", "session-left", "traceback-live", "queue-live"), "read by a script"),
    **dict.fromkeys(
        ("theme", "language", "keys", "undo", "put-away", "save-view", "forget-view", "assign", "tag", "note", "attach", "campaign-files",
         "act-for", "view-end", "organisation-withdraw", "organisation-neighbour-forget", "organisation-contact", "organisation-webhook",
         "organisation-neighbours-table", "leave", "draft", "thread-message", "thread-more-time", "thread-decision", "attach-to-traceback"),
        "takes what a form sends and leads elsewhere",
    ),
    **dict.fromkeys(("openid_connect_login", "openid_connect_callback"), "leads to an office and back"),
    **dict.fromkeys(("mfa_login_webauthn", "mfa_authenticate", "mfa_deactivate_totp", "mfa_reauthenticate",
                     "mfa_reauthenticate_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn", "mfa_view_recovery_codes",
                     "mfa_generate_recovery_codes"), "needs a second factor: tests of signing in open it"),
    **dict.fromkeys(("organisation-invite", "organisation-key", "organisation-authorise", "organisation-contact-new",
                     "organisation-webhook-new"), "the page that leads there, with its form"),
    "account_set_password": "only for who has none",
    "home": "leads on",
})  # fmt: skip


def every_page(scene: Scene) -> Iterator[Seen]:
    """All of them, once each; some in several states."""
    yield from _strangers(scene)
    yield from _account()
    yield from _desk(scene)
    yield from _steps(scene)
    yield from _carrier(scene)
    yield from _organisation(scene)


def _strangers(scene: Scene) -> Iterator[Seen]:
    link = link_path(scene.request_of("mine", "TRAN1"), ADDRESS)
    yield Seen("sign-in", "account_login", None, "/sign-in/")
    yield Seen("password", "account_reset_password", None, "/password/")
    yield Seen("password-sent", "account_reset_password_done", None, "/password/sent/")
    yield Seen("password-bad-link", "account_reset_password_from_key", None, "/password/new/1-abc/")
    yield Seen("password-done", "account_reset_password_from_key_done", None, "/password/new/done/")
    yield Seen("invitation", "invitation", None, f"/invitations/{invitation_token(scene)}/")
    yield Seen("invitation-over", "invitation", None, "/invitations/none/")
    yield Seen("request-link", "request-link", None, link)
    yield Seen("code", "code", None, f"{link}code/")


def _account() -> Iterator[Seen]:
    for name, address, path in (
        ("account", "mfa_index", ""),
        ("second-factor", "second-factor", "second-factor/"),
        ("sessions", "usersessions_list", "sessions/"),
        ("account-password", "account_change_password", "password/"),
        ("account-confirm", "account_reauthenticate", "confirm/"),
        ("account-app", "mfa_activate_totp", "app/"),
        ("passkeys", "mfa_list_webauthn", "passkeys/"),
        ("passkey-add", "mfa_add_webauthn", "passkeys/add/"),
    ):
        yield Seen(name, address, "TRAN1", f"/account/{path}")
    yield Seen("sign-out", "account_logout", "TRAN1", "/sign-out/")


def _desk(scene: Scene) -> Iterator[Seen]:
    campaign, ids = f"/campaigns/{campaign_of(scene, 'mine')}/", scene.tracebacks
    yield Seen("queue", "queue", "analyst", "/tracebacks/")
    yield Seen("queue-none", "queue", "analyst", "/tracebacks/?hop_status=looped")
    yield Seen("open", "open", "analyst", "/tracebacks/open/")
    yield Seen("open-many", "open-many", "analyst", "/tracebacks/open/many/")
    for deed in ("assign", "tag", "remind", "non-response", "withdraw"):
        ticked = f"&traceback={ids['disputed']}&traceback={ids['silent']}"
        yield Seen(f"bulk-{deed}", "bulk", "analyst", f"/tracebacks/bulk/?deed={deed}{ticked}")
    yield Seen("campaigns", "campaigns", "analyst", "/campaigns/")
    yield Seen("campaign", "campaign", "analyst", campaign)
    yield Seen("campaign-words", "campaign-words", "analyst", f"{campaign}words/")
    yield Seen("search", "search", "analyst", "/search/?q=617+555")
    yield Seen("search-none", "search", "analyst", "/search/?q=nobody")
    yield Seen("mentions", "mentions", "analyst", "/mentions/")
    for name, traceback in ids.items():
        yield Seen(f"traceback-{name}", "traceback", "analyst", f"/tracebacks/{traceback}/")
    yield Seen("traceback-reader", "traceback", "reader", f"/tracebacks/{ids['disputed']}/")
    yield Seen("links", "links", "analyst", f"/requests/{scene.request_of('mine', 'TRAN1')}/links/")
    yield Seen("thread-staff", "thread", "analyst", f"/requests/{scene.request_of('mine', 'TRAN1')}/thread/")


def _steps(scene: Scene) -> Iterator[Seen]:
    for step in ("review", "correction", "reopening", "withdrawal", "merging"):
        yield Seen(f"step-{step}", "traceback-step", "analyst", f"/tracebacks/{scene.tracebacks['mine']}/steps/{step}/")
    for name, provider, step in (
        ("silent", "TRAN2", "non-response"),
        ("disputed", "TRAN2", "dispute-upheld"),
        ("running", "TERM", "sending-back"),
        ("silent", "TRAN2", "outage"),
        ("mine", "TRAN1", "contact"),
        ("mine", "TRAN1", "withdrawal"),
    ):
        hop = scene.request_of(name, provider)
        yield Seen(f"hop-{step}", "hop-step", "analyst", f"/tracebacks/{scene.tracebacks[name]}/hops/{hop}/{step}/")
    unknown = Hop.objects.get(traceback__public_id=scene.tracebacks["unknown"], status="unidentified").public_id
    yield Seen("hop-identification", "hop-step", "analyst", f"/tracebacks/{scene.tracebacks['unknown']}/hops/{unknown}/identification/")
    yield Seen("hop-admission", "hop-step", "analyst", f"/tracebacks/{scene.tracebacks['unknown']}/hops/{unknown}/admission/")
    hop = scene.request_of("silent", "TRAN2")
    yield Seen("hop-answer", "hop-answer", "analyst", f"/tracebacks/{scene.tracebacks['silent']}/hops/{hop}/answer/")


def _carrier(scene: Scene) -> Iterator[Seen]:
    asked = f"/requests/{scene.request_of('mine', 'TRAN1')}/"
    answered = scene.request_of("running", "TRAN1")
    entry = Hop.objects.get(public_id=answered).responses.get().entry.public_id
    yield Seen("home", "carrier-home", "admin", "/home/")
    yield Seen("home-empty", "carrier-home", "consultant", "/home/")
    yield Seen("requests", "requests", "TRAN1", "/requests/")
    yield Seen("requests-all", "requests", "TRAN1", "/requests/?state=all")
    yield Seen("requests-none", "requests", "ORIG", "/requests/")
    yield Seen("request", "request", "TRAN1", asked)
    yield Seen("request-answered", "request", "TRAN1", f"/requests/{answered}/")
    yield Seen("answer", "answer", "TRAN1", f"{asked}answer/")
    yield Seen("correction", "correction", "TRAN1", f"/requests/{answered}/correction/")
    yield Seen("dispute", "dispute", "TRAN1", f"{asked}dispute/")
    yield Seen("confirmation", "confirmation", "TRAN1", f"{asked}confirmation/")
    yield Seen("evidence", "attach", "TRAN1", f"{asked}files/")
    yield Seen("handing-over", "handing-over", "admin", f"{asked}handing-over/")
    yield Seen("receipt", "receipt", "TRAN1", f"/requests/{answered}/receipt/{entry}/")
    yield Seen("thread", "thread", "TRAN1", f"{asked}thread/")
    yield Seen("batch", "batch", "TRAN1", "/requests/batch/")
    yield Seen("not-found", "request", "TRAN1", "/requests/R-NONE/")


def _organisation(scene: Scene) -> Iterator[Seen]:
    key = ApiKey.objects.filter(organisation__public_id="O-TRAN1").earliest("pk").public_id
    lent = Authorisation.objects.earliest("pk").public_id
    for name, address, path in (
        ("people", "organisation", ""),
        ("member-role", "organisation-member", f"members/{membership(scene, 'engineer')}/role/"),
        ("member-removal", "organisation-member", f"members/{membership(scene, 'engineer')}/removal/"),
        ("keys", "organisation-keys", "keys/"),
        ("key-end", "organisation-key-end", f"keys/{key}/end/"),
        ("own-providers", "organisation-providers", "providers/"),
        ("authorisation-end", "organisation-authorisation-end", f"authorisations/{lent}/end/"),
        ("neighbours", "organisation-neighbours", "neighbours/"),
        ("contacts", "organisation-contacts", "contacts/"),
        ("webhooks", "organisation-webhooks", "webhooks/"),
        ("events", "organisation-events", "events/"),
    ):
        yield Seen(name, address, "admin", f"/organisation/{path}")
    yield Seen("people-reader", "organisation", "engineer", "/organisation/")
    yield Seen("keys-none", "organisation-keys", "consultant", "/organisation/keys/")
    yield Seen("organisations", "organisations", "chief", "/organisations/")
    yield Seen("view-as", "view-as", "chief", "/organisations/O-TRAN1/view/")
