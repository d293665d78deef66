"""What this process counts about its own work, for /metrics. No label names a provider, a person or a request."""

from django.http import HttpRequest
from prometheus_client import Counter, Gauge, Histogram, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
REQUESTS = Counter("star57_requests", "Requests answered, by address pattern, method and status.", ["route", "method", "status"])
DURATION = Histogram("star57_request_seconds", "From a request to its answer; agents' waits apart.", ["route"], buckets=SECONDS)
WAITING = Gauge("star57_agents_waiting", "Agents whose long poll is open.", multiprocess_mode="livesum")
DATABASE_ERRORS = Counter("star57_database_errors", "Requests that failed because the database did.")

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NOWHERE = "no such address"


def route_of(request: HttpRequest) -> str:
    """The pattern that the request's address fits, such as api/v1/requests/<request_id>; with its own name when it waits for news."""
    match = request.resolver_match
    if match is None:
        return NOWHERE
    return f"/{match.route}?wait" if "wait" in request.GET else f"/{match.route}"


def count(request: HttpRequest, status: int, seconds: float) -> None:
    """One answered request."""
    route = route_of(request)
    method = request.method if request.method in METHODS else "other"
    REQUESTS.labels(route, method, str(status)).inc()
    DURATION.labels(route).observe(seconds)
