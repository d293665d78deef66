"""The addresses of the analysts' desk: queue, search, opening, notes, campaigns."""

from django.urls import path

from star57.hub.portal.pages import bulk, campaigns, desk, noting, opening_form, opening_many, queue, searching

urlpatterns = [
    path("tracebacks/", queue.queue, name="queue"),
    path("tracebacks/live/", queue.queue_live, name="queue-live"),
    path("tracebacks/bulk/", bulk.bulk, name="bulk"),
    path("tracebacks/open/", opening_form.open_one, name="open"),
    path("tracebacks/open/many/", opening_many.open_many, name="open-many"),
    path("tracebacks/<str:traceback>/assignment/", noting.assign, name="assign"),
    path("tracebacks/<str:traceback>/tags/", noting.tag, name="tag"),
    path("tracebacks/<str:traceback>/notes/", noting.note, name="note"),
    path("tracebacks/<str:traceback>/files/", noting.attach, name="attach-to-traceback"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/names/", campaigns.campaign_names, name="campaign-names"),
    path("campaigns/<str:campaign>/", campaigns.campaign, name="campaign"),
    path("campaigns/<str:campaign>/words/", campaigns.edit, name="campaign-words"),
    path("campaigns/<str:campaign>/files/", campaigns.attach, name="campaign-files"),
    path("search/", searching.search, name="search"),
    path("search/names/", searching.suggestions, name="search-names"),
    path("mentions/", desk.mentions, name="mentions"),
    path("views/", desk.save_view, name="save-view"),
    path("views/<str:view>/forgotten/", desk.forget_view, name="forget-view"),
    path("keys/", desk.keys, name="keys"),
    path("undo/", desk.undo, name="undo"),
    path("undo/put-away/", desk.put_away, name="put-away"),
]
