"""Writes one JSON Schema per message for implementers: `python -m star57.wire.schemas docs/wire/schemas`."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from star57.wire.messages import (
    AgentState,
    Confirmation,
    Correction,
    Dispute,
    KnownProvider,
    Receipt,
    RequestedResponse,
    RequestList,
    TracebackRequest,
    TracebackResponse,
)
from star57.wire.values import WIRE_VERSION

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SENT_BY_THE_HUB: tuple[type[BaseModel], ...] = (TracebackRequest, RequestList, Receipt, KnownProvider)
SENT_BY_A_PROVIDER: tuple[type[BaseModel], ...] = (TracebackResponse, RequestedResponse, Correction, Dispute, Confirmation, AgentState)
MESSAGES = (*SENT_BY_THE_HUB, *SENT_BY_A_PROVIDER)


def schemas() -> Iterator[tuple[str, str]]:
    """File name and text of each message's schema."""
    for message in MESSAGES:
        head = {"$schema": DIALECT, "$id": f"urn:star57:wire:{WIRE_VERSION}:{message.__name__}"}
        yield f"{message.__name__}.json", json.dumps(head | message.model_json_schema(), indent=2, ensure_ascii=False) + "\n"


def main(folder: Path) -> None:
    """Write them all."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
