"""The engine of `DATABASES`: Django's own, which looks at a connection instead of asking it.

Before the first statement of a request Django sends `SELECT 1` to learn whether the connection
still lives. A server that has closed one has said so already: the socket is readable although
nothing was asked. Looking costs a system call instead of a round trip.
"""

from __future__ import annotations

import select
from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    # What this connection has prepared, by statement (`reading`).
    prepared: dict[str, bytes]

    def get_new_connection(self, conn_params: Any) -> Any:
        self.prepared = {}
        return super().get_new_connection(conn_params)

    def is_usable(self) -> bool:
        """After an error the server is asked all the same."""
        if self.errors_occurred or self.connection is None:
            return bool(super().is_usable())
        return not self.connection.closed and not _has_something_to_say(self.connection.fileno())


def _has_something_to_say(socket: int) -> bool:
    looked = select.poll()
    looked.register(socket, select.POLLIN)
    return bool(looked.poll(0))
