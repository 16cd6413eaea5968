"""`manage.py run_worker`: run jobs until told to stop."""

import argparse
import os
import secrets
import socket

from django.core.management.base import BaseCommand

from newsdesk.jobs.periodic import hand_in_due
from newsdesk.jobs.worker import JobWorker, take_over


class Command(BaseCommand):
    help = (
        "Runs jobs: sizes of images, duplicates, publishing checks of published pages, and whatever is due "
        "by the clock. Several may run, on several machines; one that dies is taken over from."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--batch",
            action="store_true",
            help="run what waits and end, for a desk without a worker",
        )
        parser.add_argument(
            "--beside",
            action="store_true",
            help="end with the process that started it, such as a server for trying the desk out",
        )
        parser.add_argument(
            "--interval",
            type=float,
            default=1.0,
            help="seconds between two looks where nothing waits (default: 1)",
        )

    def handle(
        self,
        *args: object,
        batch: bool,
        beside: bool,
        interval: float,
        verbosity: int,
        **options: object,
    ) -> None:
        name = f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"
        worker = JobWorker(name=name, interval=max(0.05, interval), batch=batch, beside=beside)
        worker.configure_signals()
        if verbosity:
            self.stdout.write(f"Worker {name} runs. Ctrl-C ends it after the job in hand.")
            self.stdout.flush()
        if batch:
            take_over()
            hand_in_due()
        worker.run()
