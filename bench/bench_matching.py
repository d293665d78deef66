"""Answers right, unsure and wrong on a made-up network: with every trouble as often as it strikes, with each alone as often, and with
each alone in every call."""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from star57.cli.world import show_rows
from star57.world.made.folder import write_world
from star57.world.made.measuring import load, measure
from star57.world.made.network import Network, Order
from star57.world.made.tally import Row, row_of, tally
from star57.world.made.troubles import Trouble, usual_shares


def measured(order: Order, name: str) -> list[Row]:
    with TemporaryDirectory() as home:
        folder = Path(home) / "net"
        write_world(Network(order), folder, uncertainty_s=2.0)
        network = load(folder)
        return tally(network, measure(network)) if not name else [row_of(name, list(measure(network)))]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--carriers", type=int, default=100)
    options.add_argument("--calls", type=int, default=1500, help="complaints with every trouble, and with each alone as often")
    options.add_argument("--alone", type=int, default=300, help="complaints with each trouble alone, in every call")
    options.add_argument("--seed", type=int, default=57)
    given, _others = options.parse_known_args()
    rows = measured(Order(given.seed, given.carriers, given.calls, usual_shares()), "")
    for trouble, share in usual_shares().items():
        rows += measured(Order(given.seed, given.carriers, given.calls, {trouble: share}), f"{trouble} alone, {share:.0%}")
    for trouble in Trouble:
        rows += measured(Order(given.seed, given.carriers, given.alone, {trouble: 1.0}), f"{trouble} in every call")
    show_rows(rows)
    return 1 if any(row.wrong for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
