"""The connection. What the server is told ends with the transaction it was told in, so that nobody who comes next inherits it."""

from collections.abc import Callable
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.pq import PipelineStatus, TransactionStatus
from typing_extensions import override

from star57.hub.records.sight import NOTHING, Sight, wanted

# Local to the transaction, always: neither this process nor a pooler between it and the server can hand it on.
TELL = "SELECT set_config('star57.sees', %s, true), set_config('star57.who', %s, true)"

SHOWS_NO_ROWS = ("SET ", "SAVEPOINT ", "RELEASE ", "ROLLBACK ")  # SET TRANSACTION has to be first, ROLLBACK TO follows an error


class DatabaseWrapper(base.DatabaseWrapper):
    """Inside a transaction a change of sight is told before the next statement; outside, each statement and its sight travel together."""

    _told: Sight | None = NOTHING  # in this transaction; None: not known

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.execute_wrappers.append(self._tell_first)

    def _tell_first(self, execute: Callable[..., Any], sql: Any, parameters: Any, many: bool, context: Any) -> Any:  # noqa: FBT001  Django's
        sight = wanted()
        told = NOTHING if self.autocommit else self._told
        if sight != told and not str(sql).startswith(SHOWS_NO_ROWS) and not self._has_failed():
            if self.autocommit:
                with self.wrap_database_errors, self._one_transaction(context["cursor"].cursor):
                    self._tell(sight)
                    return execute(sql, parameters, many, context)
            with self.wrap_database_errors:
                self._tell(sight)
            self._told = sight
        return execute(sql, parameters, many, context)

    def _tell(self, sight: Sight) -> None:
        self.connection.execute(TELL, [sight.sees, sight.who])

    def _one_transaction(self, cursor: Any) -> Any:
        """What is sent in one pipeline is one transaction and one round trip; a server-side cursor goes into none."""
        return self.connection.transaction() if isinstance(cursor, psycopg.ServerCursor) else self.connection.pipeline()

    def _has_failed(self) -> bool:
        """Whether the server takes nothing more before a rollback: then the statement's own error is the one to see."""
        driver = self.connection.pgconn
        return bool(driver.transaction_status == TransactionStatus.INERROR or driver.pipeline_status == PipelineStatus.ABORTED)

    @override
    def init_connection_state(self) -> None:
        self._told = NOTHING
        super().init_connection_state()

    def _commit(self) -> Any:
        self._told = None
        super()._commit()  # type: ignore[misc]
        self._told = NOTHING

    def _rollback(self) -> Any:
        self._told = None
        super()._rollback()  # type: ignore[misc]
        self._told = NOTHING

    def _savepoint_rollback(self, sid: str) -> None:
        self._told = None
        super()._savepoint_rollback(sid)  # type: ignore[misc]
