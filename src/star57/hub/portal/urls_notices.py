"""Addresses of threads, contacts and webhooks."""

from django.urls import path

from star57.hub.portal.pages import organisation_contacts, organisation_webhooks, thread

urlpatterns = [
    path("requests/<str:request_id>/thread/", thread.thread, name="thread"),
    path("requests/<str:request_id>/thread/message/", thread.write, name="thread-message"),
    path("requests/<str:request_id>/thread/more-time/", thread.more_time, name="thread-more-time"),
    path("requests/<str:request_id>/thread/more-time/<slug:decision>/", thread.decide_time, name="thread-decision"),
    path("organisation/contacts/", organisation_contacts.contacts, name="organisation-contacts"),
    path("organisation/contacts/new/", organisation_contacts.add, name="organisation-contact-new"),
    path("organisation/contacts/<str:contact>/<slug:deed>/", organisation_contacts.change, name="organisation-contact"),
    path("organisation/webhooks/", organisation_webhooks.webhooks, name="organisation-webhooks"),
    path("organisation/webhooks/new/", organisation_webhooks.add, name="organisation-webhook-new"),
    path("organisation/webhooks/<str:webhook>/<slug:deed>/", organisation_webhooks.change, name="organisation-webhook"),
]
