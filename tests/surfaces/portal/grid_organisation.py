"""The grid of organisations' own pages: whoever lacks a deed is told so; whoever has it finds another organisation's things nowhere."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

GRID = """
                                            no  nr  nf  ch  an  re  au  pa  pr  pe  pd  ag  so  co  rv  vi  cd
GET  act-for/                               405
POST act-for/                               302
GET  organisations/                         in  403 2f  200 403 403 403 403 403 403 403 403 403 403 403 403 in
POST organisations/                         405
GET  organisations/view/end/                405
POST organisations/view/end/                302
GET  organisations/{organisation}/view/     in  403 2f  200 404 404 404 404 404 404 404 404 404 404 404 404 in
POST organisations/{organisation}/view/     in  403 2f  302 404 404 404 404 404 404 404 404 404 404 404 403 in
GET  organisation/                          in  403 2f  200 200 200 200 200 200 200 200 200 200 200 200 200 in
POST organisation/                          405
GET  organisation/invitations/              in  403 2f  200 403 403 403 200 403 403 403 200 403 403 200 403 in
POST organisation/invitations/              in  403 2f  200 403 403 403 200 403 403 403 200 403 403 200 403 in
GET  organisation/invitations/{invitation}/withdrawal/  in 403 2f 302 302 302 302 302 302 302 302 302 302 302 302 302 in
POST organisation/invitations/{invitation}/withdrawal/  in 403 2f 302 403 403 403 302 403 403 403 404 403 403 404 403 in
GET  organisation/members/{membership}/suspension/  in 403 2f 404 404 404 404 200 403 403 403 404 404 404 404 403 in
POST organisation/members/{membership}/suspension/  in 403 2f 404 404 404 404 302 403 403 403 404 404 404 404 403 in
GET  organisation/keys/                     in  403 2f  200 403 403 403 200 403 403 403 200 403 403 200 403 in
POST organisation/keys/                     405
GET  organisation/keys/new/                 in  403 2f  200 403 403 403 200 403 403 403 200 403 403 200 403 in
POST organisation/keys/new/                 in  403 2f  422 403 403 403 200 403 403 403 422 403 403 200 403 in
GET  organisation/keys/{key}/end/           in  403 2f  404 403 403 403 200 403 403 403 404 403 403 404 403 in
POST organisation/keys/{key}/end/           in  403 2f  302 403 403 403 302 403 403 403 404 403 403 404 403 in
GET  organisation/providers/                in  403 2f  200 200 200 200 200 200 200 200 200 200 200 200 200 in
POST organisation/providers/                405
GET  organisation/providers/authorisation/  in  403 2f  403 403 403 403 200 403 403 403 403 403 403 200 403 in
POST organisation/providers/authorisation/  in  403 2f  403 403 403 403 302 403 403 403 403 403 403 422 403 in
GET  organisation/authorisations/{authorisation}/end/  in 403 2f 403 403 403 403 200 403 403 403 403 403 403 404 403 in
POST organisation/authorisations/{authorisation}/end/  in 403 2f 403 403 403 403 302 403 403 403 403 403 403 404 403 in
GET  organisation/neighbours/               in  403 2f  403 403 403 403 200 200 200 200 403 403 200 200 200 in
POST organisation/neighbours/               in  403 2f  403 403 403 403 302 302 302 403 403 403 302 302 403 in
GET  organisation/neighbours/table/         in  403 2f  403 403 403 403 200 200 200 200 403 403 200 200 200 in
POST organisation/neighbours/table/         in  403 2f  403 403 403 403 302 302 302 403 403 403 302 302 403 in
GET  organisation/neighbours/{neighbour}/removal/  in 403 2f 302 302 302 302 302 302 302 302 302 302 302 302 302 in
POST organisation/neighbours/{neighbour}/removal/  in 403 2f 403 403 403 403 302 302 302 403 403 403 404 404 403 in
GET  organisation/events/                   in  403 2f  200 403 403 403 200 403 403 403 200 403 403 200 200 in
POST organisation/events/                   405
GET  organisation/contacts/                 in  403 2f  200 200 200 200 200 200 200 200 200 200 200 200 200 in
POST organisation/contacts/                 405
GET  organisation/contacts/new/             in  403 2f  200 200 403 403 200 403 403 403 403 403 403 200 403 in
POST organisation/contacts/new/             in  403 2f  422 422 403 403 302 403 403 403 403 403 403 422 403 in
GET  organisation/contacts/{contact}/end/   in  403 2f  302 302 302 302 302 302 302 302 302 302 302 302 302 in
POST organisation/contacts/{contact}/end/   in  403 2f  302 302 403 403 302 403 403 403 403 403 403 404 403 in
GET  organisation/webhooks/                 in  403 2f  200 403 403 403 200 403 403 403 200 403 403 200 403 in
POST organisation/webhooks/                 405
GET  organisation/webhooks/new/             in  403 2f  200 403 403 403 200 403 403 403 200 403 403 200 403 in
POST organisation/webhooks/new/             in  403 2f  200 403 403 403 200 403 403 403 200 403 403 200 403 in
GET  organisation/webhooks/{webhook}/end/   in  403 2f  302 302 302 302 302 302 302 302 302 302 302 302 302 in
POST organisation/webhooks/{webhook}/end/   in  403 2f  404 403 403 403 302 403 403 403 404 403 403 404 403 in
"""


def bodies() -> dict[str, dict[str, Any]]:
    """What is posted where."""
    own = "organisation/"
    return {
        "act-for/": {"organisation": "O-TERM"},
        "organisations/{organisation}/view/": {"reason": "They report a missing request."},
        own + "invitations/": {"email": "new@harbor.example", "role": "reader"},
        own + "keys/new/": {"name": "ci", "scopes": ["requests:read"], "lasts": "90"},
        own + "providers/authorisation/": {"provider": "TRAN1-FIBER", "organisation": "O-GATE"},
        own + "neighbours/": {"name": "XC-99", "provider": "GATE"},
        own + "neighbours/table/": {"table": SimpleUploadedFile("names.csv", b"name,provider\nXC-98,GATE\n")},
        own + "contacts/new/": {"provider": "TRAN1", "kind": "requests", "address": "noc2@harbor.example"},
        own + "webhooks/new/": {"address": "https://more.harbor.example/star57"},
    }
