"""One's own desk: saved views of the queue, notes that name one, single keys on or off, undoing what was just done."""

from collections.abc import Callable, Mapping, Sequence

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from star57.hub.domain.access import Action
from star57.hub.domain.refusals import WrongState
from star57.hub.portal.going_back import back_to
from star57.hub.portal.undoing import Undo, offered_undo, withdraw_offer
from star57.hub.portal.visits import Visit, visited
from star57.hub.reads import desk as desk_reads
from star57.hub.reads import queue as queue_reads
from star57.hub.usecases import arrange_desk
from star57.hub.usecases.act_on_many import act_on_many
from star57.hub.usecases.assign_traceback import assign_traceback
from star57.hub.usecases.permission import permit
from star57.hub.usecases.reopen_traceback import reopen_traceback
from star57.hub.usecases.tag_traceback import tag_traceback

SHOWN = 100


@require_safe
@visited
def mentions(visit: Visit) -> HttpResponse:
    """The notes that name the reader; reading the page reads them."""
    permit(visit.actor, Action.READ_TRACEBACK)
    found = desk_reads.mentions_of(actor=visit.actor, limit=SHOWN)
    names = {each.id: each.name for each in queue_reads.colleagues(actor=visit.actor)}
    page = visit.show("mentions.html", mentions=[(each, names.get(each.by, "")) for each in found])
    if any(each.is_new for each in found):
        arrange_desk.read_mentions(actor=visit.actor, now=visit.now)
    return page


@require_POST
@visited
def save_view(visit: Visit) -> HttpResponse:
    """Keep the queue's filters under a name."""
    posted = visit.request.POST
    is_shared = posted.get("shared") == "1"
    arrange_desk.save_view(actor=visit.actor, name=posted.get("name", ""), query=posted.get("query", ""), is_shared=is_shared)
    return redirect(f"{reverse('queue')}?{posted.get('query', '')}")


@require_POST
@visited
def forget_view(visit: Visit, view: str) -> HttpResponse:
    """Forget one of one's own views."""
    arrange_desk.forget_view(actor=visit.actor, view=view)
    return back_to(visit, reverse("queue"))


@require_POST
@visited
def keys(visit: Visit) -> HttpResponse:
    """Switch single-key shortcuts on or off, for this person wherever they sign in."""
    arrange_desk.use_keys(actor=visit.actor, are_used=visit.request.POST.get("keys") == "on")
    return back_to(visit, reverse("home"))


@require_POST
@visited
def undo(visit: Visit) -> HttpResponse:
    """Undo what was done last, for each traceback it was done to."""
    offer = offered_undo(visit.request, visit.now)
    if offer is None:
        raise WrongState("There is nothing to undo any more: undoing is offered for ten minutes after what was done last.")
    withdraw_offer(visit.request)
    done = act_on_many(offer.tracebacks, lambda traceback: UNDO[offer.deed](visit, traceback, offer.tracebacks[traceback]))
    refused = tuple(WrongState("%(id)s: %(why)s", id=each.traceback, why=each.refusal) for each in done if each.refusal)
    if refused:
        raise WrongState("%(each)s", each=refused)
    return back_to(visit, reverse("queue"))


@require_POST
@visited
def put_away(visit: Visit) -> HttpResponse:
    """No longer offer to undo it."""
    withdraw_offer(visit.request)
    return back_to(visit, reverse("queue"))


def _assign_back(visit: Visit, traceback: str, before_and_after: Sequence[str]) -> None:
    assign_traceback(actor=visit.actor, traceback=traceback, person=before_and_after[0] or None, now=visit.now)


def _tag_back(visit: Visit, traceback: str, put_on_and_taken_off: Sequence[str]) -> None:
    put_on, taken_off = (each.split() for each in put_on_and_taken_off)
    tag_traceback(actor=visit.actor, traceback=traceback, add=taken_off, remove=put_on, now=visit.now)


def _reopen(visit: Visit, traceback: str, _nothing: Sequence[str]) -> None:
    reopen_traceback(actor=visit.actor, traceback=traceback, reason=_("The withdrawal was undone at once."), now=visit.now)


UNDO: Mapping[Undo, Callable[[Visit, str, Sequence[str]], None]] = {
    Undo.ASSIGNMENT: _assign_back,
    Undo.TAGS: _tag_back,
    Undo.WITHDRAWAL: _reopen,
}
