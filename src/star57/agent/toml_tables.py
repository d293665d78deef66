"""Reading a TOML file into checked values; whatever is wrong becomes one line that says what, where and what to do."""

import tomllib
from pathlib import Path
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

_AT_MOST_SHOWN = 60  # characters of a wrong value


class BadConfiguration(ValueError):
    """A configuration file cannot be used; the message names the file, the place and what to write."""


class Table(BaseModel):
    """Base of every table: an unknown key is an error that names it."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        raise ValueError(f"{name!r} is not a time zone: write one like America/Chicago") from None
    return name


AnyTable = TypeVar("AnyTable", bound=Table)
ZoneName = Annotated[str, AfterValidator(_known_zone)]


def read_toml(path: Path, named_by: str) -> dict[str, Any]:
    """`named_by`: what says where the file is, for whoever must correct it."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadConfiguration(f"{path}: there is no such file: see {named_by}") from None
    except OSError as problem:
        raise BadConfiguration(f"{path}: cannot be read: {problem.strerror or problem}") from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise BadConfiguration(f"{path}: is not TOML: {problem}") from problem


def checked(shape: type[AnyTable], table: object, where: str) -> AnyTable:
    """The table as its shape, or BadConfiguration about the first thing that is wrong."""
    try:
        return shape.model_validate(table)
    except ValidationError as problem:
        raise BadConfiguration(f"{where}: {_first_of(problem)}") from None


def _first_of(problem: ValidationError) -> str:
    error = sorted(problem.errors(), key=lambda one: one["type"] != "extra_forbidden")[0]
    place = _place(error["loc"])
    match error["type"]:
        case "extra_forbidden":
            return f"unknown key {place}: check its spelling, or take it out"
        case "missing":
            return f"{place} is missing: write it there"
        case "value_error":
            message = str(error["ctx"]["error"]) if "ctx" in error else error["msg"]
            return f"{place}: {message}" if place else message
        case "tuple_type":
            return f'{place}: write a list, as in ["…", "…"], not {_shown(error["input"])}'
        case _:
            return f"{place}: {error['msg'][0].lower()}{error['msg'][1:]}, not {_shown(error['input'])}"


def _place(location: tuple[int | str, ...]) -> str:
    """("trunk", 1, "match", "sorce") -> "trunk[2].match.sorce": tables are counted from 1, as a person counts them."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _AT_MOST_SHOWN else text[:_AT_MOST_SHOWN] + "…"
