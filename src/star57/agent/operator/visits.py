"""One visit of a signed-in operator: what was asked, with what form; and how a view becomes a route."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from hmac import compare_digest
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from star57 import clock
from star57.agent.configuration import AgentConfiguration, read_configuration
from star57.agent.journal import Journal
from star57.agent.operator.rendering import rendered
from star57.agent.operator.sessions import Session, Sessions

COOKIE = "star57_operator"


@dataclass(frozen=True, slots=True)
class Office:
    """What the page is served with. The configuration is read anew for each visit: somebody may have changed the file."""

    config: Path
    password: Path
    journal: Journal
    sessions: Sessions

    @property
    def configuration(self) -> AgentConfiguration:
        """Raises BadConfiguration."""
        return read_configuration(self.config)


@dataclass(frozen=True, slots=True)
class Visit:
    office: Office
    request: Request
    form: Mapping[str, str]
    session: Session

    def page(self, template: str, *, status: int = 200, **values: Any) -> Response:
        said, self.session.said = self.session.said, ""
        return rendered(template, status=status, session=self.session, said=said, path=self.request.url.path, **values)

    def goes_to(self, path: str, said: str) -> Response:
        self.session.said = said
        return RedirectResponse(path, 303)


View: TypeAlias = Callable[[Visit], Response]
Endpoint: TypeAlias = Callable[[Request], Any]


def shown(view: View) -> Endpoint:
    """For whoever is signed in; others are asked to."""

    @wraps(view)
    async def endpoint(request: Request) -> Response:
        session = session_of(request)
        if session is None:
            return RedirectResponse(f"/sign-in?next={quote(request.url.path)}", 303)
        return await run_in_threadpool(view, Visit(request.app.state.office, request, {}, session))

    return endpoint


def changing(view: View) -> Endpoint:
    """A form of a page of ours: it carries the session's own token."""

    @wraps(view)
    async def endpoint(request: Request) -> Response:
        session, form = session_of(request), await form_of(request)
        if session is None or not compare_digest(form.get("csrf", "").encode(), session.csrf.encode()):
            words = "The form was not sent by a page of this session, and nothing was done. Open the page again and repeat it."
            return rendered("refused.html", status=403, session=session, title="Nothing was done", words=words)
        return await run_in_threadpool(view, Visit(request.app.state.office, request, form, session))

    return endpoint


def session_of(request: Request) -> Session | None:
    sessions: Sessions = request.app.state.office.sessions
    return sessions.found(request.cookies.get(COOKIE, ""), clock.now())


async def form_of(request: Request) -> dict[str, str]:
    return {name: text.strip() for name, text in parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)}
