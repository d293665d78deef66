"""Addresses of a provider's requests, and of the page a mail's link leads to."""

from django.urls import path

from star57.hub.portal.pages import answering, carrier, drafting, evidence, files, links, many_answers, one_request, receipts

urlpatterns = [
    path("r/<str:token>/", one_request.waiting, name="request-link"),
    path("r/<str:token>/code/", one_request.code, name="code"),
    path("leave/", one_request.leave, name="leave"),
    path("files/<str:attachment>/", files.download, name="file"),
    path("requests/", carrier.requests, name="requests"),
    path("requests/batch/", many_answers.batch, name="batch"),
    path("requests/batch/template.csv", many_answers.template, name="batch-template"),
    path("requests/<str:request_id>/", carrier.request_page, name="request"),
    path("requests/<str:request_id>/answer/", answering.respond, name="answer"),
    path("requests/<str:request_id>/draft/", drafting.draft, name="draft"),
    path("requests/<str:request_id>/files/", evidence.attach, name="attach"),
    path("requests/<str:request_id>/links/", links.links, name="links"),
    path("requests/<str:request_id>/correction/", answering.correct, name="correction"),
    path("requests/<str:request_id>/dispute/", carrier.dispute, name="dispute"),
    path("requests/<str:request_id>/confirmation/", carrier.confirm, name="confirmation"),
    path("requests/<str:request_id>/receipt/<str:entry>/", receipts.receipt, name="receipt"),
    path("requests/<str:request_id>/receipt/<str:entry>/receipt.json", receipts.receipt_json, name="receipt-json"),
]
