"""Attaching a file to a request."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from star57.hub.domain.access import Action
from star57.hub.domain.attaching import Subject
from star57.hub.domain.refusals import Invalid
from star57.hub.portal.code_visits import visited_too_by_code
from star57.hub.portal.forms.evidence import EvidenceForm
from star57.hub.portal.forms.plain import note_refusal
from star57.hub.portal.pages.files import incoming
from star57.hub.portal.pages.opening import opened_to
from star57.hub.portal.visits import Visit
from star57.hub.usecases.attach_file import attach_file


@visited_too_by_code
def attach(visit: Visit, request_id: str) -> HttpResponse:
    """One or more files for those who read this request's answer."""
    view = opened_to(visit, request_id, Action.ATTACH_FILE)
    form = EvidenceForm(visit.request.POST or None, visit.request.FILES or None)
    if form.is_valid():
        try:
            for file in visit.request.FILES.getlist("file"):
                attach_file(actor=visit.actor, subject=Subject.HOP, subject_id=request_id, file=incoming(file), now=visit.now)
        except Invalid as refusal:
            note_refusal(form, refusal)
        else:
            return redirect(f"{reverse('request', args=[request_id])}#evidence")
    status = 422 if form.errors else 200
    return visit.show("attach.html", form=form, view=view, asked=view.request, status=status)
