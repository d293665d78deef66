"""Asking for a link to a new password: one answer, after the same time, whether the address has an account or not."""

import time

from allauth.account import views as account
from django.http import HttpRequest, HttpResponseBase

from star57.clock import monotonic

ANSWER_AFTER_S = 0.4  # longer than making the link and the mail takes


def reset_asked(request: HttpRequest) -> HttpResponseBase:
    """allauth's page; what is sent is answered no sooner than that."""
    until = monotonic() + ANSWER_AFTER_S
    answer: HttpResponseBase = account.password_reset(request)
    if request.method == "POST":
        time.sleep(max(0.0, until - monotonic()))
    return answer
