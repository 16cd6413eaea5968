"""Redis: the cache that all processes of a desk share. It keeps nothing on disk."""

from tests import programs
from tests.programs.process import Process, free_port, listens


class Redis(Process):
    def __init__(self) -> None:
        super().__init__()
        self.port = free_port()

    def command(self) -> list[str]:
        path = programs.program("redis-server")
        assert path, "There is no Redis."
        told = {"bind": "127.0.0.1", "port": self.port, "dir": self.folder, "daemonize": "no"}
        options = [part for name, value in told.items() for part in (f"--{name}", str(value))]
        return [path, *options, "--save", "", "--appendonly", "no"]

    def is_up(self) -> bool:
        return listens(self.port)

    @property
    def url(self) -> str:
        return f"rediscache://127.0.0.1:{self.port}/0"
