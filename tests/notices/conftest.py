"""What tests of mails share: the use cases' stage, a post office that takes what is sent, the stage's time."""

from collections.abc import Iterator

import pytest

from star57 import clock
from tests.notices.post_office import PostOffice, open_post_office, sending_to
from tests.usecases.cast import Stage
from tests.usecases.conftest import peopled, stage

__all__ = ["peopled", "stage"]


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_post_office() as (opened, port), sending_to(port):
        yield opened


@pytest.fixture
def at_the_stages_time(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: stage.now)
