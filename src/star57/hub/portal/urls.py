"""The portal's addresses."""

from django.urls import path

from star57.hub.portal import urls_account
from star57.hub.portal.pages import answering, carrier, case_steps, entrance, files, hop_steps, providers, queue, traceback_page

urlpatterns = [
    *urls_account.urlpatterns,
    path("", entrance.home, name="home"),
    path("theme/", entrance.choose_theme, name="theme"),
    path("providers/", providers.suggestions, name="providers"),
    path("tracebacks/", queue.queue, name="queue"),
    path("tracebacks/live/", queue.queue_live, name="queue-live"),
    path("tracebacks/<str:traceback>/", traceback_page.traceback, name="traceback"),
    path("tracebacks/<str:traceback>/live/", traceback_page.live, name="traceback-live"),
    path("tracebacks/<str:traceback>/steps/<slug:step>/", case_steps.take, name="traceback-step"),
    path("tracebacks/<str:traceback>/hops/<str:hop>/answer/", answering.enter, name="hop-answer"),
    path("tracebacks/<str:traceback>/hops/<str:hop>/<slug:step>/", hop_steps.take, name="hop-step"),
    path("files/<str:attachment>/", files.download, name="file"),
    path("requests/", carrier.requests, name="requests"),
    path("requests/<str:request_id>/", carrier.request_page, name="request"),
    path("requests/<str:request_id>/answer/", answering.respond, name="answer"),
    path("requests/<str:request_id>/correction/", answering.correct, name="correction"),
    path("requests/<str:request_id>/dispute/", carrier.dispute, name="dispute"),
    path("requests/<str:request_id>/confirmation/", carrier.confirm, name="confirmation"),
    path("requests/<str:request_id>/receipt/<str:entry>/", carrier.receipt, name="receipt"),
]
