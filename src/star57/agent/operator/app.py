"""The page as one ASGI application: its routes, and what a visitor sees of a refusal."""

from collections.abc import Collection

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from star57.agent.following.positions import BadPositions
from star57.agent.operator import desk_pages, record_pages, rules_pages, sign_in_pages
from star57.agent.operator.guard import Guard
from star57.agent.operator.rendering import STATIC, rendered
from star57.agent.operator.visits import Office, changing, session_of, shown
from star57.agent.review import UnknownRequest
from star57.agent.stores.files import StoreProblem
from star57.agent.toml_tables import BadConfiguration

ROUTES = (
    Route("/sign-in", sign_in_pages.show_sign_in),
    Route("/sign-in", sign_in_pages.sign_in, methods=["POST"]),
    Route("/welcome/{secret}", sign_in_pages.show_welcome),
    Route("/welcome/{secret}", sign_in_pages.welcome, methods=["POST"]),
    Route("/sign-out", changing(sign_in_pages.sign_out), methods=["POST"]),
    Route("/", shown(desk_pages.show_waiting)),
    Route("/requests/{id}", shown(desk_pages.show_request)),
    Route("/requests/{id}/approve", changing(desk_pages.approve_request), methods=["POST"]),
    Route("/requests/{id}/answer", changing(desk_pages.answer_request), methods=["POST"]),
    Route("/rules", shown(rules_pages.show_rules)),
    Route("/rules", changing(rules_pages.change_rules), methods=["POST"]),
    Route("/journal", shown(record_pages.show_journal)),
    Route("/store", shown(record_pages.show_store)),
    Route("/watch", shown(record_pages.show_watch)),
    Route("/health", shown(record_pages.show_findings)),
    Mount("/static", StaticFiles(directory=STATIC)),
)


def application(office: Office, hosts: Collection[str]) -> Starlette:
    """`hosts`: names under which a browser may ask."""
    refusals = dict.fromkeys((BadConfiguration, BadPositions, StoreProblem), _refused)
    app = Starlette(
        routes=ROUTES,
        middleware=[Middleware(Guard, hosts=hosts)],
        exception_handlers={**refusals, UnknownRequest: _not_here, HTTPException: _not_here},
    )
    app.state.office = office
    return app


async def _refused(request: Request, problem: Exception) -> Response:
    """The agent's own words say what is wrong, where, and what to do."""
    return await run_in_threadpool(
        rendered, "refused.html", status=503, session=session_of(request), title="This cannot be shown", words=str(problem)
    )


async def _not_here(request: Request, problem: Exception) -> Response:
    status = problem.status_code if isinstance(problem, HTTPException) else 404
    words = "Nothing is here under this address. The list of what waits leads to each request."
    return rendered("refused.html", status=status, session=session_of(request), title="Not here", words=words)
