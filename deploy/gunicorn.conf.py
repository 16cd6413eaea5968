"""The web server of a desk that readers see: gunicorn -c deploy/gunicorn.conf.py newsdesk.wsgi

The application and the sentence encoder are loaded once, before the processes part, so that these share
their memory: with two of them 320 to 345 MB together by benchmarks/web_memory.py, instead of 590.
"""

import contextlib
import ctypes
import gc
import logging
import os

from gunicorn.arbiter import Arbiter
from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.workers.base import Worker

bind = os.environ.get("NEWSDESK_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("NEWSDESK_WEB_WORKERS", "2"))
worker_class = "gthread"
threads = int(os.environ.get("NEWSDESK_WEB_THREADS", "4"))
preload_app = True

# Longer than a request may take, with what the proxy waits for (proxy_read_timeout 65s) above it.
timeout = 60
graceful_timeout = 30
keepalive = 5
# Processes are renewed one after the other, not all at once.
max_requests = 2_000
max_requests_jitter = 200
# Nothing but the proxy's headers is believed; which of them, NEWSDESK_BEHIND_PROXY says.
forwarded_allow_ips = ""
limit_request_line = 8_190
# The control socket would lie in a home that the service may not write to.
control_socket_disable = True
accesslog = None  # The proxy writes it.
errorlog = "-"


class Lines(Logger):
    """Writes gunicorn's own lines in the form that the desk's have."""

    def setup(self, cfg: Config) -> None:
        from newsdesk.requests.log import JsonLine

        super().setup(cfg)
        if os.environ.get("NEWSDESK_LOG_FORMAT") == "json":
            for handler in self.error_log.handlers:
                handler.setFormatter(JsonLine())


logger_class = Lines


def when_ready(server: Arbiter) -> None:
    """Load encoder and pages before the processes part, and take no connection to the database along."""
    from django.db import connections

    from newsdesk.meaning.model_status import meaning
    from newsdesk.site.fork import load_pages

    if encoder := meaning().encoder:
        encoder.encode(["Is everything loaded?"])
    load_pages()
    connections.close_all()
    _give_back()


def _give_back() -> None:
    """Give back what loading took and nobody needs, and leave the rest where processes share it.

    Who looks for garbage among it would write to it, and so have it once more.
    """
    gc.collect()
    gc.freeze()
    with contextlib.suppress(AttributeError):  # Not every C library has it.
        ctypes.CDLL(None).malloc_trim(0)


def worker_exit(server: Arbiter, worker: Worker) -> None:
    """End at once: what the encoder tidies up last belongs to the process that this one came from.

    It aborts otherwise, and the log has a line for each renewed process. One that never came up ends
    as gunicorn wants it.
    """
    if worker.booted:
        logging.shutdown()
        os._exit(0)
