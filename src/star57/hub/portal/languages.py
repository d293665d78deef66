"""The reader's language: the person's own, the one chosen on any page, else the first of the browser's that the hub speaks."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from star57.hub.usecases.choose_language import choose_language as keep_language

YEAR_S = 365 * 86_400


class LanguageMiddleware(LocaleMiddleware):
    """Django's, put back afterwards: what runs next in this thread speaks the hub's own language."""

    def process_request(self, request: HttpRequest) -> None:
        """Whoever is signed in reads in the language they keep, wherever they sit."""
        super().process_request(request)
        own = getattr(request.user, "language", "")
        if own in dict(settings.LANGUAGES):
            translation.activate(own)
            request.LANGUAGE_CODE = own

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Name the page's language, then forget it."""
        answer = super().process_response(request, response)
        translation.deactivate()
        return answer


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language, with the person who is signed in too, and go back to the page; an unknown one leaves it to the browser."""
    back = request.POST.get("back", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    answer = redirect(back)
    chosen = request.POST.get("language", "")
    if request.user.pk:
        keep_language(request.user.pk, chosen)
    if chosen in dict(settings.LANGUAGES):
        secure = request.is_secure()
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR_S, samesite="Lax", secure=secure, httponly=True)
    else:
        answer.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    return answer
