import tracemalloc

import pytest

from star57.agent.formats import FormatOptions, read_records
from tests.agent.formats.switch_lines import ACME_STOP, FREESWITCH, ribbon_stop

LINES = 6_000


@pytest.mark.slow
@pytest.mark.parametrize(("name", "line"), [("acme-csv", ACME_STOP), ("ribbon-csv", ribbon_stop()), ("freeswitch-csv", FREESWITCH)])
def test_a_large_file_streams_in_little_memory(tmp_path, name, line):
    path = tmp_path / "records"
    path.write_text(f"{line}\n" * LINES)
    tracemalloc.start()
    try:
        assert sum(1 for _ in read_records(name, path, FormatOptions())) == LINES
        assert tracemalloc.get_traced_memory()[1] < 1_000_000 < path.stat().st_size
    finally:
        tracemalloc.stop()
