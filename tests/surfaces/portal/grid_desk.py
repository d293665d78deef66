"""The grid of the desk: tracebacks, campaigns, search, views. No provider reaches any of it, and its ids lead nowhere for them."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

GRID = """
                                            no  nr  nf  ch  an  re  au  pa  pr  pe  pd  ag  so  co  rv  vi  cd
GET                                         in  403 2f  302 302 302 302 302 302 302 302 200 200 302 302 302 in
POST                                        405
GET  theme/                                 405
POST theme/                                 302
GET  language/                              405
POST language/                              302
GET  tracebacks/                            in  403 2f  200 200 200 200 403 403 403 403 403 403 403 403 403 in
POST tracebacks/                            405
GET  tracebacks/live/                       in  403 2f  200 200 200 200 403 403 403 403 403 403 403 403 403 in
POST tracebacks/live/                       405
GET  tracebacks/bulk/?deed=tag&traceback={traceback}  in 403 2f 200 200 403 403 403 403 403 403 403 403 403 403 403 in
POST tracebacks/bulk/                       in  403 2f  200 200 403 403 403 403 403 403 403 403 403 403 403 in
GET  tracebacks/open/                       in  403 2f  200 200 403 403 403 403 403 403 403 403 403 403 403 in
POST tracebacks/open/                       in  403 2f  302 302 403 403 403 403 403 403 403 403 403 403 403 in
GET  tracebacks/open/many/                  in  403 2f  200 200 403 403 403 403 403 403 403 403 403 403 403 in
POST tracebacks/open/many/                  in  403 2f  422 422 403 403 403 403 403 403 403 403 403 403 403 in
GET  tracebacks/{traceback}/                in  403 2f  200 200 200 200 404 404 404 404 404 404 404 404 404 in
POST tracebacks/{traceback}/                405
GET  tracebacks/{traceback}/live/           in  403 2f  200 200 200 200 404 404 404 404 404 404 404 404 404 in
POST tracebacks/{traceback}/live/           405
GET  tracebacks/{traceback}/assignment/     405
POST tracebacks/{traceback}/assignment/     in  403 2f  302 302 403 403 404 404 404 404 404 404 404 404 403 in
GET  tracebacks/{traceback}/tags/           405
POST tracebacks/{traceback}/tags/           in  403 2f  302 302 403 403 404 404 404 404 404 404 404 404 403 in
GET  tracebacks/{traceback}/notes/          405
POST tracebacks/{traceback}/notes/          in  403 2f  302 302 403 403 404 404 404 404 404 404 404 404 403 in
GET  tracebacks/{traceback}/files/          405
POST tracebacks/{traceback}/files/          in  403 2f  302 302 403 403 404 404 404 404 404 404 404 404 403 in
GET  tracebacks/{traceback}/steps/withdrawal/        in 403 2f 200 200 403 403 404 404 404 404 404 404 404 404 404 in
POST tracebacks/{traceback}/steps/withdrawal/        in 403 2f 302 302 403 403 404 404 404 404 404 404 404 404 403 in
GET  tracebacks/{traceback}/hops/{hop}/answer/       in 403 2f 200 200 403 403 404 404 404 404 404 404 404 404 404 in
POST tracebacks/{traceback}/hops/{hop}/answer/       in 403 2f 302 302 403 403 404 404 404 404 404 404 404 404 403 in
GET  tracebacks/{traceback}/hops/{hop}/withdrawal/   in 403 2f 200 200 403 403 404 404 404 404 404 404 404 404 404 in
POST tracebacks/{traceback}/hops/{hop}/withdrawal/   in 403 2f 302 302 403 403 404 404 404 404 404 404 404 404 403 in
GET  campaigns/                             in  403 2f  200 200 200 200 403 403 403 403 403 403 403 403 403 in
POST campaigns/                             405
GET  campaigns/names/                       in  403 2f  200 200 200 200 403 403 403 403 403 403 403 403 403 in
POST campaigns/names/                       405
GET  campaigns/{campaign}/                  in  403 2f  200 200 200 200 404 404 404 404 404 404 404 404 404 in
POST campaigns/{campaign}/                  405
GET  campaigns/{campaign}/words/            in  403 2f  200 200 403 403 404 404 404 404 404 404 404 404 404 in
POST campaigns/{campaign}/words/            in  403 2f  302 302 403 403 404 404 404 404 404 404 404 404 403 in
GET  campaigns/{campaign}/files/            405
POST campaigns/{campaign}/files/            in  403 2f  302 302 403 403 404 404 404 404 404 404 404 404 403 in
GET  search/                                in  403 2f  200 200 200 200 403 403 403 403 403 403 403 403 403 in
POST search/                                405
GET  search/names/                          in  403 2f  200 200 200 200 403 403 403 403 403 403 403 403 403 in
POST search/names/                          405
GET  mentions/                              in  403 2f  200 200 200 200 403 403 403 403 403 403 403 403 403 in
POST mentions/                              405
GET  views/                                 405
POST views/                                 in  403 2f  302 302 302 302 403 403 403 403 403 403 403 403 403 in
GET  views/{view}/forgotten/                405
POST views/{view}/forgotten/                in  403 2f  404 302 404 404 403 403 403 403 403 403 403 403 403 in
GET  keys/                                  405
POST keys/                                  in  403 2f  302 302 302 302 302 302 302 302 302 302 302 302 403 in
GET  undo/                                  405
POST undo/                                  in  403 2f  409 409 409 409 409 409 409 409 409 409 409 409 403 in
GET  undo/put-away/                         405
POST undo/put-away/                         in  403 2f  302 302 302 302 302 302 302 302 302 302 302 302 403 in
"""

OPENING = {
    "called_number": "+16175550172", "calling_number": "+12025550143", "call_at": "2026-11-24T10:00:00", "zone": "UTC",
    "uncertainty_s": "60", "terminating": "TERM", "direction": "upstream", "campaign": "", "name": "Prize", "harm_rank": "5",
    "why_suspicious": "A prize that nobody asked for.", "anyway": "1",
}  # fmt: skip
SAID = {
    "kind": "received_from_provider", "upstream_name": "Meridian Long Distance", "facts_version": "1", "sign": "1",
    "said_by": "Ada", "said_at": "2026-11-25T17:30:00", "said_how": "telephone",
}  # fmt: skip


def bodies() -> dict[str, dict[str, Any]]:
    """What is posted where."""
    traceback, campaign = "tracebacks/{traceback}/", "campaigns/{campaign}/"
    return {
        "theme/": {"theme": "dark", "back": "/"},
        "tracebacks/bulk/": {"deed": "tag", "traceback": "{traceback}", "add": "bank", "remove": ""},
        "tracebacks/open/": OPENING,
        "tracebacks/open/many/": {"text": "no,table"},
        traceback + "assignment/": {"person": ""},
        traceback + "tags/": {"add": "bank"},
        traceback + "notes/": {"note": "Their clock is slow."},
        traceback + "files/": {"file": SimpleUploadedFile("seen.txt", b"seen", "text/plain")},
        traceback + "steps/withdrawal/": {"reason": "Handed in twice."},
        traceback + "hops/{hop}/answer/": SAID,
        traceback + "hops/{hop}/withdrawal/": {"reason": "Handed in twice."},
        campaign + "words/": {"name": "Warranty", "why_suspicious": "Nobody has one.", "transcript": "", "harm_rank": "5", "seen": "1"},
        campaign + "files/": {"file": SimpleUploadedFile("words.txt", b"words", "text/plain")},
        "views/": {"name": "Mine", "query": "tag=bank"},
        "keys/": {"keys": "on"},
    }
