"""The description of the API is valid, complete and served with its pages from here alone."""

import json
import re
from typing import Any

import jsonschema_rs
import pytest

from tests.served import Hub


@pytest.fixture
def description(hub: Hub) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(hub.call(None, "GET", "/openapi.json").text)
    return found


def operations(description: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for path in description["paths"].values() for operation in path.values()]


def test_it_is_openapi_3_1(description: dict[str, Any]) -> None:
    assert description["openapi"].startswith("3.1.")
    assert description["info"]["title"] == "Star57"
    for name, schema in description["components"]["schemas"].items():
        jsonschema_rs.meta.validate({**schema, "$schema": "https://json-schema.org/draft/2020-12/schema"})
        assert schema.get("description"), f"{name} says what it is"


def test_every_reference_leads_somewhere(description: dict[str, Any]) -> None:
    for reference in re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(description)):
        found: Any = description
        for part in reference.split("/"):
            found = found[part]


def test_every_operation_has_an_id_of_its_own_a_summary_a_key_and_its_refusals(description: dict[str, Any]) -> None:
    each = operations(description)
    assert len({operation["operationId"] for operation in each}) == len(each)
    for operation in each:
        assert operation["summary"]
        assert operation["security"]
        assert "4XX" in operation["responses"], operation["operationId"]


def test_the_pages_reach_for_nothing_outside(hub: Hub) -> None:
    page = hub.call(None, "GET", "/docs")
    assert page.status_code == 200
    links = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert links
    assert all(link.startswith("/static/") for link in links)
    for link in links:
        assert hub.call(None, "GET", hub.address + link).status_code == 200, link
    assert "https://" not in page.text
