"""The portal's addresses."""

from django.urls import path

from star57.hub.portal import urls_account, urls_desk, urls_notices, urls_organisation, urls_requests
from star57.hub.portal.languages import choose_language
from star57.hub.portal.pages import answering, case_steps, entrance, hop_steps, providers, traceback_page

urlpatterns = [
    *urls_account.urlpatterns,
    *urls_organisation.urlpatterns,
    *urls_requests.urlpatterns,
    *urls_notices.urlpatterns,
    path("", entrance.home, name="home"),
    path("theme/", entrance.choose_theme, name="theme"),
    path("language/", choose_language, name="language"),
    path("providers/", providers.suggestions, name="providers"),
    *urls_desk.urlpatterns,
    path("tracebacks/<str:traceback>/", traceback_page.traceback, name="traceback"),
    path("tracebacks/<str:traceback>/live/", traceback_page.live, name="traceback-live"),
    path("tracebacks/<str:traceback>/steps/<slug:step>/", case_steps.take, name="traceback-step"),
    path("tracebacks/<str:traceback>/hops/<str:hop>/answer/", answering.enter, name="hop-answer"),
    path("tracebacks/<str:traceback>/hops/<str:hop>/<slug:step>/", hop_steps.take, name="hop-step"),
]
