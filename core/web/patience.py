"""A connection that does not wait for ever: for the web, where somebody sits before the page.

The server's own limits (statement_timeout, lock_timeout) end what is slow. They end nothing where the server itself
stands still (a frozen machine, a full disk), nor does TCP, which the kernel goes on answering: so we give up as well.
"""

from typing import Any

import psycopg
from psycopg.errors import _WaitTimeout

SECONDS = 20


class Impatient(psycopg.Connection[Any]):
    """Gives up after SECONDS without an answer, and closes: nobody else may get what comes later."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        try:
            return super().wait(gen, interval, timeout or SECONDS)
        except _WaitTimeout:
            self.pgconn.finish()
            raise psycopg.OperationalError(f"the database did not answer for {SECONDS} seconds") from None
