"""The connection. What the server was told inside a transaction ends with it, so that nothing is inherited by whoever comes next."""

from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql import base
from typing_extensions import override

from star57.hub.records import sight

TELL = "SELECT set_config('star57.sees', %s, %s), set_config('star57.who', %s, %s)"

SHOWS_NO_ROWS = "SET "  # and SET TRANSACTION has to be a transaction's first


class DatabaseWrapper(base.DatabaseWrapper):
    """One statement more where the sight changed since the last, none where it did not; both travel together in a pipeline."""

    _told: sight.Sight | None = None  # None: not known, or nothing yet

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.execute_wrappers.append(self._tell_first)

    def _tell_first(self, execute: Callable[..., Any], sql: Any, *rest: Any) -> Any:
        wanted = sight.wanted()
        if wanted != self._told and not str(sql).startswith(SHOWS_NO_ROWS):
            is_local = self.in_atomic_block
            with self.wrap_database_errors:
                self.connection.execute(TELL, [wanted.sees, is_local, wanted.who, is_local])
            self._told = wanted
        return execute(sql, *rest)

    @override
    def init_connection_state(self) -> None:
        self._told = None
        super().init_connection_state()

    def _commit(self) -> Any:
        self._told = None
        return super()._commit()  # type: ignore[misc]

    def _rollback(self) -> Any:
        self._told = None
        return super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        self._told = None
        super()._savepoint_rollback(sid)  # type: ignore[misc]
