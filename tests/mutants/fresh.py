"""Imports one module as a mutant, and runs the tests it is told to: a plugin for pytest.

Loaded by `-p`, so that it is there before Django is set up; see `judge`.
"""

import importlib.abc
import importlib.machinery
import json
import os
import shutil
import sys
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from django.db.backends.sqlite3.creation import DatabaseCreation

from tests.mutants.operators import Mutant, mutants_of
from tests.mutants.swap import module_name

TOLD = Path(os.environ["NEWSDESK_MUTANTS_FRESH"])
order = json.loads(TOLD.read_text())


class MutantLoader(importlib.machinery.SourceFileLoader):
    """Loads a module as its mutant."""

    def __init__(self, name: str, mutant: Mutant) -> None:
        super().__init__(name, str(Path(mutant.module).resolve()))
        self.mutant = mutant

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.mutant.tree(), self.path, "exec")


class MutantFinder(importlib.abc.MetaPathFinder):
    """Finds the one module that is a mutant."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant, self.name = mutant, module_name(mutant.module)

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Any:
        if fullname != self.name:
            return None
        loader = MutantLoader(fullname, self.mutant)
        return importlib.machinery.ModuleSpec(fullname, loader, origin=loader.path)


for found in mutants_of(order["module"]):
    if found.key == order["key"]:
        sys.meta_path.insert(0, MutantFinder(found))
assert module_name(order["module"]) not in sys.modules, "imported before it could be changed"


def create_test_db(self: Any, *args: Any, **options: Any) -> str:
    """Copy the database that was laid down once, which takes no time."""
    name = self._get_test_database_name()
    shutil.copy(order["database"], name)
    self.connection.close()
    self.connection.settings_dict["NAME"] = name
    return str(name)


if order["database"]:
    DatabaseCreation.create_test_db = create_test_db  # type: ignore[method-assign]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    place = {test: n for n, test in enumerate(order["tests"])}
    items[:] = sorted(
        (item for item in items if item.nodeid in place), key=lambda item: place[item.nodeid]
    )


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        TOLD.write_text(json.dumps({"failed": report.nodeid}))
