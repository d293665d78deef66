"""OpenSIPS accounting: acc and missed_calls in an SQLite file, or flatstore files whose columns the site lists (OpenSIPS 2.2 to 3.5).

Rows differ from Kamailio's in `created`, which says when the call began; it is empty where CDRs are not switched on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from star57.agent.formats import kamailio
from star57.agent.formats.columns import plain
from star57.agent.formats.compressed import plain_bytes
from star57.agent.formats.lines import Database
from star57.agent.formats.reading import BadFile, FormatOptions, Meter, Read

_CREATED = "created"


def read_sqlite(path: Path, options: FormatOptions, meter: Meter) -> Iterator[Read]:
    columns = [column for names in Database(path).tables().values() for column in names]
    return kamailio.read_sqlite(path, replace(options, columns=_begun_when_created(options.renamed, columns)), meter)


def _begun_when_created(renamed: Mapping[str, str], columns: Sequence[str]) -> Mapping[str, str]:
    return {"started_at": _CREATED, **renamed} if _CREATED in map(plain, columns) else renamed


def read_flatstore(path: Path, options: FormatOptions, meter: Meter) -> Iterator[Read]:
    if not options.order:
        with plain_bytes(path):
            raise BadFile(
                f"{path}: opensips-flatstore needs columns: what acc writes, in order: method, from_tag, to_tag, callid, sip_code,"
                " sip_reason, time, then the site's extra_fields, then duration, ms_duration, setuptime, created"
            )
    ours = tuple("started_at" if plain(name) == _CREATED else name for name in options.order)
    return kamailio.read_flatstore(path, replace(options, columns=ours), meter)
