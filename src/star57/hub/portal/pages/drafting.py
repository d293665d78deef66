"""Saving an answer that is being written: by itself while somebody types, or by a button."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from star57.hub.portal.draft_texts import body_of, differences
from star57.hub.portal.forms.answer import AnswerForm
from star57.hub.portal.pages.providers import resolver
from star57.hub.portal.visits import Visit, visited
from star57.hub.usecases.save_draft import save_draft


def _seen(written: str) -> int:
    return int(written) if written.isdigit() else 0


@require_http_methods(["GET", "POST"])
@visited
def draft(visit: Visit, request_id: str) -> HttpResponse:
    """Save what was typed. A script gets a line to show; without one, the request comes back with the draft in its form."""
    typed = visit.request.POST
    if visit.request.method == "GET":
        return redirect("request", request_id)
    form = AnswerForm(typed, resolve=resolver(visit.actor))
    body = body_of(typed, form.fields)
    saved = save_draft(actor=visit.actor, request=request_id, body=body, seen=_seen(typed.get("draft_saves", "")), now=visit.now)
    is_part = visit.request.headers.get("X-Part") == "draft"
    if not is_part and saved.replaced is None:
        return redirect("request", request_id)
    told = differences(saved.replaced.body, body, form) if saved.replaced else []
    template = "parts/draft_said.html" if is_part else "draft_replaced.html"
    answer = visit.show(template, replaced=saved.replaced, differences=told, saved_at=visit.now, request_id=request_id)
    answer["X-Saves"] = str(saved.saves)
    return answer
