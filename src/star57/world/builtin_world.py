"""The world that ships with the package: where its files lie and what its calls are said to be."""

from pathlib import Path

BUILTIN = Path(__file__).parent / "builtin"
BUILTIN_WORLD = BUILTIN / "world.toml"
BUILTIN_CALLS = BUILTIN / "calls.csv"
