"""One transaction for a fact and all that follows from it. On SQLite writers queue in the process, not on the file's lock."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.db import connection
from django.db import transaction as django_transaction

from star57.hub.records.sight import ALL, seeing

_one_writer = threading.RLock()


@contextmanager
def transaction() -> Iterator[None]:
    """Everything inside commits together or not at all. It sees every row: the rules decide what is written, not the writer's sight."""
    with _one_writer if connection.vendor == "sqlite" else nullcontext(), seeing(ALL), django_transaction.atomic():
        yield
