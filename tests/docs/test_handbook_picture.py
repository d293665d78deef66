"""The handbook's picture shows what the portal would draw of the same path, and stands alone."""

import re
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree

import pytest

from star57.world.handbook_picture import CALLED, END, pictures, stations

HANDBOOK = Path(__file__).parents[2] / "docs/handbook"
TEXTS = "{http://www.w3.org/2000/svg}text"


def words(svg: str) -> list[str | None]:
    return [text.text for text in ElementTree.fromstring(svg).iter(TEXTS)]


def test_the_picture_says_what_the_portal_would() -> None:
    drawn = dict(pictures())
    assert {name: words(text) for name, text in drawn.items()} == {name: words((HANDBOOK / name).read_text()) for name in drawn}


@pytest.mark.parametrize("name", ["path.svg", "path-dark.svg"])
def test_the_picture_stands_alone(name: str) -> None:
    svg = (HANDBOOK / name).read_text()
    used = set(re.findall(r"var\((--[a-z-]+)\)", svg))
    assert used <= set(re.findall(r"(--[a-z0-9-]+):", svg))
    assert not re.search(r"url\(|href|<script", svg)
    shown = {part for text in words(svg) for part in (text or "").split()}
    assert set(chain.from_iterable(name.split() for name in (CALLED, END.name, *(each.name for each in stations())))) <= shown
