"""What analysts note on a traceback's page: whose it is, tags, notes, files. Each a small form that leads back."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from star57.hub.domain.attaching import Subject
from star57.hub.domain.refusals import Invalid
from star57.hub.portal.going_back import back_to
from star57.hub.portal.pages.files import incoming
from star57.hub.portal.pages.traceback_page import shown_again
from star57.hub.portal.undoing import Undo, offer_undo
from star57.hub.portal.visits import Visit, visited
from star57.hub.reads import queue as queue_reads
from star57.hub.reads import tracebacks
from star57.hub.usecases.assign_traceback import assign_traceback
from star57.hub.usecases.attach_file import attach_file
from star57.hub.usecases.tag_traceback import tag_traceback
from star57.hub.usecases.write_note import write_note

Form = Callable[[Visit, str], HttpResponse]


def form_at(place: str) -> Callable[[Form], Form]:
    """A small form of the page: what cannot be used is shown there again, as it was typed."""

    def wrapped(view: Form) -> Form:
        @wraps(view)
        def page(visit: Visit, traceback: str) -> HttpResponse:
            try:
                return view(visit, traceback)
            except Invalid as refusal:
                return shown_again(visit, traceback, place, refusal)

        return page

    return wrapped


@require_POST
@visited
def assign(visit: Visit, traceback: str) -> HttpResponse:
    """Give it to a colleague, take it, or leave it to nobody."""
    person = visit.request.POST.get("person", "") or None
    before = assign_traceback(actor=visit.actor, traceback=traceback, person=person, now=visit.now)
    words = _("%(id)s now belongs to %(who)s.") % {"id": traceback, "who": _name(visit, person)}
    offer_undo(visit, words, Undo.ASSIGNMENT, {traceback: (before or "", person or "")})
    return _back(visit, traceback, "work")


@require_POST
@visited
@form_at("work")
def tag(visit: Visit, traceback: str) -> HttpResponse:
    """Put tags on, or take one off."""
    add, remove = visit.request.POST.get("add", "").replace(",", " ").split(), visit.request.POST.getlist("remove")
    if not add and not remove:
        raise Invalid("Write a tag: one word, such as live-scam.", "tag")
    before = set(tracebacks.traceback_view(actor=visit.actor, traceback=traceback).row.tags)
    after = set(tag_traceback(actor=visit.actor, traceback=traceback, add=add, remove=remove, now=visit.now))
    changed = (" ".join(after - before), " ".join(before - after))
    offer_undo(visit, _("The tags of %(id)s were changed.") % {"id": traceback}, Undo.TAGS, {traceback: changed})
    return _back(visit, traceback, "work")


@require_POST
@visited
@form_at("notes")
def note(visit: Visit, traceback: str) -> HttpResponse:
    """Keep a note."""
    write_note(actor=visit.actor, traceback=traceback, text=visit.request.POST.get("note", ""), now=visit.now)
    return _back(visit, traceback, "notes")


@require_POST
@visited
@form_at("files")
def attach(visit: Visit, traceback: str) -> HttpResponse:
    """Keep a file as evidence of the traceback."""
    uploaded = visit.request.FILES.get("file")
    if uploaded is None:
        raise Invalid("Choose a file first.", "file")
    attach_file(actor=visit.actor, subject=Subject.TRACEBACK, subject_id=traceback, file=incoming(uploaded), now=visit.now)
    return _back(visit, traceback, "files")


def _name(visit: Visit, person: str | None) -> str:
    names = {each.id: each.name for each in queue_reads.colleagues(actor=visit.actor)}
    return names.get(person or "", _("nobody"))


def _back(visit: Visit, traceback: str, place: str) -> HttpResponse:
    return back_to(visit, f"{reverse('traceback', args=[traceback])}#{place}")
