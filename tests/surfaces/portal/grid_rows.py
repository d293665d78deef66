"""Reads the grid's tables."""

from collections.abc import Iterator

from tests.surfaces.portal import grid_account, grid_desk, grid_organisation, grid_requests
from tests.surfaces.portal.grid_stage import WHO

AREAS = (grid_requests, grid_desk, grid_organisation, grid_account)
WITHOUT_ACCOUNT = frozenset({"no", "cd"})
Row = tuple[str, str, dict[str, str]]


def rows_of(grid: str) -> Iterator[Row]:
    """Method, path, and the code for each column; one code is everybody's, two are for those without an account and those with one."""
    for line in grid.splitlines():
        method, *rest = line.split() or [""]
        if method in {"GET", "POST"}:
            path = "" if is_code(rest[0]) else rest.pop(0)
            yield method, path, dict(zip(WHO, spread(rest), strict=True))


def is_code(word: str) -> bool:
    return word.isdigit() or word in {"in", "2f"}


def spread(codes: list[str]) -> list[str]:
    if len(codes) == 2:
        return [codes[0] if who in WITHOUT_ACCOUNT else codes[1] for who in WHO]
    return codes * len(WHO) if len(codes) == 1 else codes


ROWS = [row for area in AREAS for row in rows_of(area.GRID)]
CLOSED = list(rows_of(grid_requests.CLOSED))
OF_REQUESTS = [(method, path) for method, path, codes in ROWS if "{request}" in path and codes["pr"] != "405"]
