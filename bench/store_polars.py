"""Polars on Parquet as a rival of the store."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

import polars

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.store_engines import NEAR
from bench.store_records import Asked
from bench.store_rivals import GROUP_ROWS, DayFiles


class PolarsParquet(DayFiles):
    name = "Polars on Parquet"

    def load(self, files: Sequence[Path]) -> None:
        kinds = {"called_in": polars.String, "calling_in": polars.String}
        start = polars.col("started_at").str.to_datetime("%Y-%m-%dT%H:%M:%S%.3fZ", time_unit="ms")
        for number, file in enumerate(files):
            calls = polars.read_csv(file, schema_overrides=kinds).with_columns(start)
            days = calls.with_columns(polars.col("started_at").dt.date().alias("day"))
            for (day,), rows in days.partition_by("day", as_dict=True, include_key=False).items():
                ordered = rows.sort("called_in", "started_at")
                ordered.write_parquet(self.place(day, number), compression="zstd", row_group_size=GROUP_ROWS)

    def count(self, asked: Asked) -> int:
        at = asked.at.astimezone(UTC).replace(tzinfo=None)
        is_it = (polars.col("called_in") == asked.called) & (polars.col("calling_in") == asked.calling)
        is_near = polars.col("started_at").is_between(at - NEAR, at + NEAR)
        return int(polars.scan_parquet(self.near(at)).filter(is_it & is_near).select(polars.len()).collect().item())
