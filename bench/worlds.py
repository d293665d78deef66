"""Generated worlds for the benchmarks: providers in a row, each with its own records of calls that went through it. Seeded."""

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

START = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
COLUMNS = ("started_at", "called", "calling", "source", "next_hop")


@dataclass(frozen=True, slots=True)
class BenchCall:
    """One call and the providers it passed, the caller's first."""

    called: str
    calling: str
    at: datetime
    route: tuple[int, ...]


def address(provider: int) -> str:
    """Where a provider's switch hands calls over from."""
    return f"127.0.20.{provider + 1}"


def generate(folder: Path, *, providers: int, hops: Sequence[int], agents: str, start: datetime = START) -> list[BenchCall]:
    """Write WORLD.toml and every provider's records into the folder. The calls in order of time, one through so many providers for each
    of `hops`."""
    chance = random.Random(57)
    made = [
        BenchCall(
            called=f"+1202555{100 + number % 100:04d}",
            calling=f"+1312555{100 + chance.randrange(100):04d}",
            at=start + timedelta(seconds=number * 97),
            route=tuple(chance.sample(range(providers), passed)),
        )
        for number, passed in enumerate(hops)
    ]
    (folder / "WORLD.toml").write_text(_world(providers, agents, start + timedelta(days=14)), encoding="utf-8")
    for provider in range(providers):
        _write_records(folder / f"P{provider}.csv", provider, made)
    return made


def _write_records(file: Path, provider: int, calls: list[BenchCall]) -> None:
    with file.open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(COLUMNS)
        for call in calls:
            if provider in call.route:
                place = call.route.index(provider)
                source = "127.0.30.1" if place == 0 else address(call.route[place - 1])
                sent_to = "127.0.40.1" if place == len(call.route) - 1 else address(call.route[place + 1])
                rows.writerow((call.at.isoformat(), call.called, call.calling, source, sent_to))


def _world(providers: int, agents: str, now: datetime) -> str:
    blocks = [f"now = {now.isoformat().replace('+00:00', 'Z')}\n"]
    columns = ", ".join(f'{name} = "{name}"' for name in COLUMNS)
    for provider in range(providers):
        trunks = [("127.0.30.1", 'customer = { name = "Bench Dialer" }')]
        trunks += [(address(other), f'provider = "P{other}"') for other in range(providers) if other != provider]
        blocks.append(
            f'[[provider]]\nid = "P{provider}"\nname = "Bench Carrier {provider}"\nagent = "{agents}"\n'
            f'[[provider.records]]\nformat = "csv"\nfiles = ["P{provider}.csv"]\ncolumns = {{ {columns} }}\n'
            + "".join(f'[[provider.trunk]]\nmatch = {{ source = "{source}" }}\n{end}\n' for source, end in trunks)
        )
    return "\n".join(blocks)
