"""A desk in a process of its own, with settings of its own, that does what a test tells it.

`Desk(DATABASE_URL=...).do("tests.engines.deeds:publish", "The ferry turns")` calls that function there and
returns what it returned, through JSON.
"""

import importlib
import json
import os
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.house.rules import ROOT
from tests.programs.process import bare_environment


class Failed(Exception):
    """The deed raised; the text is the traceback from over there."""


class Desk:
    """Ended by closing what it reads, and waited for."""

    def __init__(self, **settings: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="newsdesk-desk-")
        self._log = (Path(self._folder.name) / "log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.programs.desk"],
            cwd=ROOT,
            env=bare_environment() | {"NEWSDESK_VAR": self._folder.name} | settings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )

    def do(self, deed: str, *args: Any, **kwargs: Any) -> Any:
        """Return what "module:function" returns there. Raises Failed."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([deed, args, kwargs]) + "\n")
        self.process.stdin.flush()
        said = self.process.stdout.readline()
        if not said:
            raise Failed(self.log)
        found, failure = json.loads(said)
        if failure:
            raise Failed(failure)
        return found

    @property
    def log(self) -> str:
        self._log.seek(0)
        return self._log.read()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.communicate()
        self._log.close()
        self._folder.cleanup()


def make_tables() -> None:
    """Make the tables of an empty database as tests have them: without migrations."""
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    from newsdesk.workflow.roles import sync_roles

    settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    sync_roles()


def _answer(line: str) -> tuple[Any, str]:
    from django.db import close_old_connections

    deed, args, kwargs = json.loads(line)
    module, _, name = deed.partition(":")
    close_old_connections()
    try:
        return getattr(importlib.import_module(module), name)(*args, **kwargs), ""
    except BaseException:
        return None, traceback.format_exc()
    finally:
        close_old_connections()


def main() -> None:
    """Be the desk."""
    import django
    from django.test.utils import setup_test_environment

    # Only answers go there, whatever a deed may print.
    telling, sys.stdout = sys.stdout, sys.stderr
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
    django.setup()
    setup_test_environment()
    for line in sys.stdin:
        telling.write(json.dumps(_answer(line)) + "\n")
        telling.flush()


if __name__ == "__main__":
    main()
