"""The grid of a provider's requests, threads, files and links: what each may do to Harbor Voice's open request, and to others."""

from datetime import UTC, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

GRID = """
                                            no  nr  nf  ch  an  re  au  pa  pr  pe  pd  ag  so  co  rv  vi  cd
GET  home/                                  in  403 2f  403 403 403 403 200 200 200 200 403 403 200 200 200 in
POST home/                                  405
GET  requests/                              in  403 2f  200 200 200 200 200 200 200 200 403 403 200 200 200 200
POST requests/                              405
GET  requests/batch/                        in  403 2f  403 403 403 403 200 200 403 403 403 403 200 200 403 in
POST requests/batch/                        in  403 2f  403 403 403 403 422 422 403 403 403 403 422 422 403 in
GET  requests/batch/template.csv            in  403 2f  200 200 200 200 200 200 200 200 200 200 200 200 200 in
POST requests/batch/template.csv            405
GET  requests/{request}/                    in  403 2f  200 200 200 200 200 200 200 200 404 404 200 404 200 200
POST requests/{request}/                    405
GET  requests/{request}/answer/             in  403 2f  403 403 403 403 200 200 200 403 404 404 200 404 403 200
POST requests/{request}/answer/             in  403 2f  403 403 403 403 302 302 403 403 404 404 302 404 403 302
GET  requests/{request}/correction/         in  403 2f  403 403 403 403 200 200 403 403 404 404 200 404 403 200
POST requests/{request}/correction/         in  403 2f  403 403 403 403 409 409 403 403 404 404 409 404 403 409
GET  requests/{request}/draft/              in  403 2f  302 302 302 302 302 302 302 302 302 302 302 302 302 in
POST requests/{request}/draft/              in  403 2f  403 403 403 403 302 302 302 403 404 404 302 404 403 in
GET  requests/{request}/files/              in  403 2f  200 200 403 403 200 200 200 403 404 404 200 404 403 200
POST requests/{request}/files/              in  403 2f  302 302 403 403 302 302 302 403 404 404 302 404 403 302
GET  requests/{request}/links/              in  403 2f  200 200 403 403 403 403 403 403 404 404 403 404 403 in
POST requests/{request}/links/              405
GET  requests/{request}/dispute/            in  403 2f  403 403 403 403 200 200 403 403 404 404 200 404 403 in
POST requests/{request}/dispute/            in  403 2f  403 403 403 403 302 302 403 403 404 404 302 404 403 in
GET  requests/{request}/confirmation/       in  403 2f  403 403 403 403 200 200 403 403 404 404 200 404 403 in
POST requests/{request}/confirmation/       in  403 2f  403 403 403 403 302 302 403 403 404 404 302 404 403 in
GET  requests/{request}/handing-over/       in  403 2f  403 403 403 403 200 200 403 403 404 404 200 404 403 in
POST requests/{request}/handing-over/       in  403 2f  403 403 403 403 302 302 403 403 404 404 302 404 403 in
GET  requests/{request}/receipt/{entry}/    in  403 2f  200 200 200 200 200 200 200 200 404 404 200 404 200 200
POST requests/{request}/receipt/{entry}/    405
GET  requests/{request}/receipt/{entry}/receipt.json  in 403 2f 200 200 200 200 200 200 200 200 404 404 200 404 200 200
POST requests/{request}/receipt/{entry}/receipt.json  405
GET  requests/{request}/thread/             in  403 2f  200 200 200 404 200 200 200 200 404 404 200 404 200 in
POST requests/{request}/thread/             405
GET  requests/{request}/thread/message/     in  403 2f  200 200 200 404 200 200 200 200 404 404 200 404 200 in
POST requests/{request}/thread/message/     in  403 2f  302 302 403 403 302 302 302 403 404 404 302 404 403 in
GET  requests/{request}/thread/more-time/   in  403 2f  200 200 200 404 200 200 200 200 404 404 200 404 200 in
POST requests/{request}/thread/more-time/   in  403 2f  403 403 403 404 302 302 403 403 404 404 302 404 403 in
GET  requests/{request}/thread/more-time/refusal/  in 403 2f 200 200 200 404 200 200 200 200 404 404 200 404 200 in
POST requests/{request}/thread/more-time/refusal/  in 403 2f 302 302 403 404 403 403 403 403 404 404 403 404 403 in
GET  files/{attachment}/                    in  403 2f  200 200 200 404 200 200 200 200 404 404 200 404 200 200
POST files/{attachment}/                    405
GET  r/{token}/                             200 200 302 302 302 302 302 302 302 302 302 200 200 302 200 302 302
POST r/{token}/                             302
GET  r/{token}/code/                        200
POST r/{token}/code/                        422
GET  leave/                                 405
POST leave/                                 200
GET  providers/                             in  403 2f  200 200 200 200 200 200 200 200 403 403 200 200 200 200
POST providers/                             405
"""

NOT_MINE = ("down", "up", "stranger")
OUT_OF_REACH = ("pa", "pr", "pe", "pd", "co", "rv", "ag", "so", "vi", "cd")
"""To all of these, a neighbour's and a stranger's request is what does not exist."""

CLOSED = """
                                            no  nr  nf  ch  an  re  au  pa  pr  pe  pd  ag  so  co  rv  vi  cd
GET  requests/{request}/                    in  403 2f  200 200 200 200 200 200 200 200 404 404 200 404 200 404
GET  requests/{request}/answer/             in  403 2f  403 403 403 403 200 200 200 403 404 404 200 404 403 404
POST requests/{request}/answer/             in  403 2f  403 403 403 403 409 409 403 403 404 404 409 404 403 404
POST requests/{request}/correction/         in  403 2f  403 403 403 403 302 302 403 403 404 404 302 404 403 404
POST requests/{request}/draft/              in  403 2f  403 403 403 403 409 409 409 403 404 404 409 404 403 in
POST requests/{request}/files/              in  403 2f  302 302 403 403 302 302 302 403 404 404 302 404 403 404
POST requests/{request}/handing-over/       in  403 2f  403 403 403 403 422 422 403 403 404 404 422 404 403 in
GET  requests/{request}/receipt/{entry}/    in  403 2f  200 200 200 200 200 200 200 200 404 404 200 404 200 404
GET  requests/{request}/thread/             in  403 2f  200 200 200 404 200 200 200 200 404 404 200 404 200 in
POST requests/{request}/thread/more-time/   in  403 2f  403 403 403 404 409 409 403 403 404 404 409 404 403 in
GET  tracebacks/{traceback}/                in  403 2f  200 200 200 200 404 404 404 404 404 404 404 404 404 in
POST tracebacks/{traceback}/steps/withdrawal/  in 403 2f 409 409 403 403 404 404 404 404 404 404 404 404 403 in
POST tracebacks/{traceback}/hops/{hop}/withdrawal/  in 403 2f 409 409 403 403 404 404 404 404 404 404 404 404 403 in
"""

ANSWER = {"kind": "received_from_provider", "upstream_name": "Meridian Long Distance", "facts_version": "1", "sign": "1"}
LATER = datetime(2026, 11, 29, 15, 0, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%S")


def bodies() -> dict[str, dict[str, Any]]:
    """What is posted where; files are read once, so each gets its own."""
    request = "requests/{request}/"
    return {
        "requests/batch/": {"rows": "[]"},
        request + "answer/": ANSWER,
        request + "correction/": {**ANSWER, "correction_reason": "We looked again."},
        request + "draft/": {"kind": "received_from_provider", "upstream_name": "Meridian", "facts_version": "1"},
        request + "files/": {"file": SimpleUploadedFile("more.txt", b"BYE", "text/plain")},
        request + "dispute/": {"reason": "No trunk of ours leads there."},
        request + "confirmation/": {"comment": ""},
        request + "handing-over/": {"provider": "TRAN1-WEST", "reason": "That trunk is West's."},
        request + "thread/message/": {"text": "Which of our trunks?"},
        request + "thread/more-time/": {"until": LATER, "reason": "The switch moves."},
        request + "thread/more-time/refusal/": {"reason": "There was time enough."},
        "r/{token}/": {"press": "send"},
        "r/{token}/code/": {"code": "00000000"},
    }
