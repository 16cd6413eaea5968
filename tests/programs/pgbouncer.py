"""PgBouncer: transactions of all clients share a few connections to the database."""

from contextlib import ExitStack

import psycopg

from tests import programs
from tests.programs.cluster import Cluster
from tests.programs.process import Process, free_port

CONFIGURATION = """
[databases]
* = host={sockets}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 4
max_client_conn = 400
; Each transaction gets another connection than the one before: nothing that is left in one is found again.
server_round_robin = 1
server_reset_query =
ignore_startup_parameters = extra_float_digits
"""


class PgBouncer(Process):
    """In front of a cluster, with any of its databases, in transaction pooling."""

    def __init__(self, cluster: Cluster) -> None:
        super().__init__()
        self.port = free_port()
        file = self.folder / "pgbouncer.ini"
        # `auth_type = any` signs everybody in as the user that the database line names.
        named = CONFIGURATION.replace("* = host={sockets}", "* = host={sockets} user=newsdesk")
        file.write_text(named.format(sockets=cluster.folder, port=self.port))
        self._own(file)

    def command(self) -> list[str]:
        path = programs.program("pgbouncer")
        assert path, "There is no PgBouncer."
        return [path, str(self.folder / "pgbouncer.ini")]

    def is_up(self) -> bool:
        return "process up" in self.log

    def spread(self, name: str = "postgres") -> None:
        """Let it open all the connections that it may, so that transactions go round among them."""
        with ExitStack() as held:
            for _ in range(4):
                client = held.enter_context(psycopg.connect(self.url(name), prepare_threshold=None))
                client.execute("SELECT 1")

    def url(self, name: str = "postgres") -> str:
        return f"postgres://newsdesk@127.0.0.1:{self.port}/{name}"
