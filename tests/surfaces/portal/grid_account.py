"""The grid of signing in, of one's own account and of the hub's health. Two codes: without an account, with one."""

from typing import Any

GRID = """
GET  healthz                        200
POST healthz                        405
GET  readyz                         200
POST readyz                         405
GET  metrics                        200
POST metrics                        405
GET  sign-in/                       200 302
POST sign-in/                       200 302
GET  sign-in/code/                  302
POST sign-in/code/                  302
GET  sign-in/passkey/               302
POST sign-in/passkey/               302
GET  sign-in/office/none/           404
POST sign-in/office/none/           404
GET  sign-in/office/none/back/      404
POST sign-in/office/none/back/      404
GET  sign-out/                      302 200
POST sign-out/                      302
GET  password/                      200
POST password/                      200
GET  password/sent/                 200
POST password/sent/                 405
GET  password/new/done/             200
POST password/new/done/             405
GET  password/new/1-abc/            200
POST password/new/1-abc/            200
GET  invitations/none/              404
POST invitations/none/              404
GET  account/                       in  200
POST account/                       in  405
GET  account/second-factor/         in  200
POST account/second-factor/         405
GET  account/session/               200
POST account/session/               200
GET  account/sessions/              in  200
POST account/sessions/              in  302
GET  account/password/              in  200
POST account/password/              in  200
GET  account/password/first/        in  302
POST account/password/first/        in  302
GET  account/confirm/               in  200
POST account/confirm/               in  200
GET  account/confirm/code/          in  302
POST account/confirm/code/          in  302
GET  account/confirm/passkey/       in  302
POST account/confirm/passkey/       in  302
GET  account/app/                   in  2f
POST account/app/                   in  2f
GET  account/app/remove/            in  404
POST account/app/remove/            in  404
GET  account/passkeys/              in  200
POST account/passkeys/              in  405
GET  account/passkeys/add/          in  2f
POST account/passkeys/add/          in  2f
GET  account/passkeys/1/name/       in  2f
POST account/passkeys/1/name/       in  2f
GET  account/passkeys/1/remove/     in  2f
POST account/passkeys/1/remove/     in  2f
GET  account/codes/                 in  404
POST account/codes/                 in  405
GET  account/codes/new/             in  2f
POST account/codes/new/             in  2f
GET  account/codes/file/            in  404
POST account/codes/file/            in  404
"""


def bodies() -> dict[str, dict[str, Any]]:
    """What is posted where: nothing that would do."""
    return {
        "sign-in/": {"login": "nobody@harbor.example", "password": "not the pass phrase"},
        "password/": {},
        "account/confirm/": {"password": "not the pass phrase"},
    }
