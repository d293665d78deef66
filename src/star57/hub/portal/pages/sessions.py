"""Where one is signed in, and ending any of it at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from star57 import clock
from star57.hub.portal.accounts.proofs import own_key
from star57.hub.portal.pages.account import own
from star57.hub.reads.sessions import sessions_of
from star57.hub.usecases.end_sessions import end_own_sessions


@own
def sessions(request: HttpRequest) -> HttpResponse:
    """The list; a POST ends one session, or all but this one."""
    here = request.session.session_key or ""
    if request.method == "POST":
        chosen = request.POST.get("session") or None
        ended = end_own_sessions(own_key(request), chosen, except_for=here, now=clock.now())
        words = ngettext("%(n)s session has ended.", "%(n)s sessions have ended.", ended) % {"n": ended}
        messages.success(request, words if ended else _("That session was over already."))
        return redirect("usersessions_list")
    return render(request, "usersessions/usersession_list.html", {"sessions": sessions_of(own_key(request), here, clock.now())})
