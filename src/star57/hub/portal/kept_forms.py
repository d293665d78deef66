"""What was typed into a form when the session had ended, or a proof was missing: kept until the person comes back to the page."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.core import signing
from django.forms.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase, QueryDict

KEY = "star57_kept_form"
WHO = "star57_who"  # a signed note in the browser: who was signed in last
LONGEST = 100_000
NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "password", "oldpassword", "password1", "code", "credential"})
MONTH_S = 30 * 86_400


def keep_form(request: HttpRequest, *, path: str = "") -> bool:
    """Keep what was posted, for the person who is or was signed in here. Files cannot be kept. False when there was nothing to keep.

    path: the page that will show it; the page it stood on when nothing is said.
    """
    who = request.user.pk if request.user.is_authenticated else _who_was(request)
    if request.method != "POST" or who is None:
        return False
    typed = request.POST.copy()
    for name in NEVER_KEPT & typed.keys():
        del typed[name]
    body = typed.urlencode()
    if len(body) > LONGEST:
        return False
    request.session[KEY] = {"who": who, "path": path or page_of(request), "body": body}
    return True


def page_of(request: HttpRequest) -> str:
    """The page to come back to: for a form that was sent, the page it stood on."""
    seen = urlsplit(request.headers.get("Referer", ""))
    if request.method != "POST" or seen.netloc != request.get_host():
        return request.get_full_path()
    return urlunsplit(("", "", seen.path, seen.query, ""))


def kept_form(request: HttpRequest) -> QueryDict | None:
    """What was kept for this person and page; it is handed out once."""
    kept: Mapping[str, Any] | None = request.session.get(KEY)
    if request.method != "GET" or not kept or kept["path"] != request.get_full_path():
        return None
    del request.session[KEY]
    return QueryDict(kept["body"]) if kept["who"] == request.user.pk else None


def refill(form: BaseForm, typed: QueryDict) -> None:
    """Show in an empty form what was typed before."""
    if form.is_bound:
        return
    for name, field in form.fields.items():
        posted = form.add_prefix(name)
        if posted in typed or field.widget.value_omitted_from_data(typed, {}, posted) is False:
            form.initial[name] = field.widget.value_from_datadict(typed, {}, posted)


def remember_who(request: HttpRequest, response: HttpResponseBase) -> None:
    """Leave a note in the browser, so that nobody else is ever shown what this person typed."""
    if request.user.is_authenticated and _who_was(request) != request.user.pk:
        note = signing.dumps(request.user.pk, salt=WHO)
        response.set_cookie(WHO, note, max_age=MONTH_S, samesite="Lax", secure=request.is_secure(), httponly=True)


def _who_was(request: HttpRequest) -> int | None:
    try:
        return int(signing.loads(request.COOKIES.get(WHO, ""), salt=WHO, max_age=MONTH_S))
    except (signing.BadSignature, ValueError):
        return None
