"""What docs/wire/ promises to implementers: schemas, golden examples, what is ignored and what is refused."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from pydantic import ValidationError

from star57.wire.answers import AnswerKind
from star57.wire.messages import TracebackResponse
from star57.wire.schemas import MESSAGES, schemas

WIRE = Path(__file__).parents[2] / "docs/wire"
MESSAGE = {message.__name__: message for message in MESSAGES}
EXAMPLES = sorted((WIRE / "examples").glob("*.json"))
SCHEMAS = dict(schemas())
VERSIONED = [message for message in MESSAGES if "version" in message.model_fields]
example = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)


def said(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    return path.name.partition(".")[0]


def test_the_schemas_in_the_repository_are_those_of_the_models() -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in (WIRE / "schemas").glob("*")}
    assert kept == SCHEMAS, "run `make docs`"


def test_every_message_and_every_kind_of_answer_has_an_example() -> None:
    assert {name_of(path) for path in EXAMPLES} == set(MESSAGE)
    answered = {said(path)["answer"]["kind"] for path in EXAMPLES if name_of(path) == "TracebackResponse"}
    assert answered == {kind.value for kind in AnswerKind}


@example
def test_an_example_comes_out_as_it_went_in(path: Path) -> None:
    parsed = MESSAGE[name_of(path)].model_validate_json(path.read_text(encoding="utf-8"))
    assert parsed.model_dump(mode="json", exclude_unset=True) == said(path)


@example
def test_an_example_fits_its_schema(path: Path) -> None:
    schema = json.loads(SCHEMAS[f"{name_of(path)}.json"])
    jsonschema_rs.validator_for(schema, validate_formats=True).validate(said(path))


@example
def test_an_example_names_nobody_who_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert all(re.fullmatch(r"\d+55501\d\d", number) for number in re.findall(r"(?<=\")\+?(1\d{10})(?=\")", text))
    assert all(host.endswith(".example") for host in re.findall(r"@([a-z.]+[a-z])\"", text))


def with_additions(value: Any) -> Any:
    """The same message from a newer sender: an unknown field in every object."""
    if isinstance(value, dict):
        return {name: with_additions(item) for name, item in value.items()} | {"added_in_1_9": {"of": ["a", "newer", "hub"]}}
    return [with_additions(item) for item in value] if isinstance(value, list) else value


@example
def test_an_unknown_field_is_ignored(path: Path) -> None:
    message = MESSAGE[name_of(path)]
    assert message.model_validate(with_additions(said(path))) == message.model_validate(said(path))


@pytest.mark.parametrize("message", VERSIONED, ids=lambda message: message.__name__)
def test_an_unknown_version_is_refused_in_words(message: type) -> None:
    whole = next(said(path) for path in EXAMPLES if name_of(path) == message.__name__)
    with pytest.raises(ValidationError) as refused:
        MESSAGE[message.__name__].model_validate(whole | {"version": "2"})
    assert [(error["loc"], error["msg"]) for error in refused.value.errors()] == [
        (("version",), "Value error, wire version '2' is not known here; this side speaks '1'")
    ]


def test_a_response_that_says_two_things_at_once_is_refused() -> None:
    whole = said(WIRE / "examples/TracebackResponse.declined.json")
    with pytest.raises(ValidationError):
        TracebackResponse.model_validate(whole | {"answer": {"kind": "own_customer", "reason": "Both at once, please."}})


def test_the_page_names_every_message_and_every_kind_of_answer() -> None:
    page = (WIRE / "README.md").read_text(encoding="utf-8")
    missing = [name for name in (*MESSAGE, *(kind.value for kind in AnswerKind)) if f"`{name}`" not in page]
    assert missing == []
