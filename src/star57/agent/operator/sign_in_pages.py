"""Signing in and out, and the one-time link of the first start under which the password is chosen."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from star57 import clock
from star57.agent.operator.password import SHORTEST, BadPassword, is_password, set_password
from star57.agent.operator.rendering import rendered
from star57.agent.operator.sessions import LASTS_FOR
from star57.agent.operator.visits import COOKIE, Office, Visit, form_of

_LONGEST_NAME = 60


async def show_sign_in(request: Request) -> Response:
    return _asked(request.query_params.get("next", "/"), "", 200)


async def sign_in(request: Request) -> Response:
    office, form = _office(request), await form_of(request)
    who, onward = form.get("who", "")[:_LONGEST_NAME], form.get("next", "/")
    if not who:
        return _asked(onward, "Write your name: it stands in the journal beside what you decide.", 422)
    if not office.sessions.may_try(clock.now()):
        return _asked(onward, "Too many tries: wait half a minute.", 429)
    if not await run_in_threadpool(is_password, office.password, form.get("password", "")):
        return _asked(onward, "This is not the password. star57 agent serve --set-password sets another.", 403)
    return _begun(office, who, onward, request)


async def show_welcome(request: Request) -> Response:
    if not _office(request).sessions.welcomes(request.path_params["secret"]):
        return _over()
    return rendered("welcome.html", problem="", shortest=SHORTEST)


async def welcome(request: Request) -> Response:
    """The link is used up only when a password was set under it."""
    office, form, secret = _office(request), await form_of(request), request.path_params["secret"]
    if not office.sessions.welcomes(secret):
        return _over()
    password, problem = form.get("password", ""), ""
    if password != form.get("again"):
        problem = "The two are not the same."
    elif len(password) < SHORTEST:
        problem = f"Choose {SHORTEST} characters or more."
    elif not form.get("who"):
        problem = "Write your name: it stands in the journal beside what you decide."
    if problem:
        return rendered("welcome.html", status=422, problem=problem, shortest=SHORTEST)
    if not office.sessions.use_welcome(secret):
        return _over()
    try:
        await run_in_threadpool(set_password, office.password, password)
    except (BadPassword, OSError) as failed:
        office.sessions.welcome = secret
        return rendered("welcome.html", status=500, problem=f"The password cannot be kept: {failed}", shortest=SHORTEST)
    return _begun(office, form["who"][:_LONGEST_NAME], "/", request)


def sign_out(visit: Visit) -> Response:
    visit.office.sessions.end(visit.request.cookies.get(COOKIE, ""))
    reply = RedirectResponse("/sign-in", 303)
    reply.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return reply


def _begun(office: Office, who: str, onward: str, request: Request) -> Response:
    is_ours = onward.startswith("/") and not onward.startswith(("//", "/\\"))
    reply = RedirectResponse(onward if is_ours else "/", 303)
    token, is_secure = office.sessions.begun(who, clock.now()), request.url.scheme == "https"
    reply.set_cookie(COOKIE, token, max_age=int(LASTS_FOR.total_seconds()), httponly=True, samesite="strict", secure=is_secure)
    return reply


def _asked(onward: str, problem: str, status: int) -> Response:
    return rendered("sign_in.html", status=status, next=onward, problem=problem)


def _over() -> Response:
    words = "This link was used, or the page was started again since. star57 agent serve shows a new one while no password is set."
    return rendered("refused.html", status=404, title="This link is over", words=words)


def _office(request: Request) -> Office:
    office: Office = request.app.state.office
    return office
