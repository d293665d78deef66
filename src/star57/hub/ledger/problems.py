"""What a verification finds wrong, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """where: an entry ("hop R-…, version 3"), a row ("records_hop R-…") or the database. what: one clear line."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"
