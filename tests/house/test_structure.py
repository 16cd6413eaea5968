"""House rules about the whole: who imports whom, what stands where, which Django."""

import re
import subprocess
import sys
import tomllib

import django
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command

from tests.conftest import BOTH_DATABASES, LONGEST
from tests.house.rules import ROOT, our_files


def contracts():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return {contract["id"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}


# Sets up logging anew, and with it disables every logger there is: it needs a process of its own.
LINT = """
from importlinter.cli import lint_imports
raise SystemExit(lint_imports(no_logo=True))
"""


def test_import_contracts_are_kept():
    done = subprocess.run([sys.executable, "-c", LINT], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_part_of_newsdesk_has_a_layer():
    """A module that no contract names is one that may import anything."""
    layers = " ".join(contracts()["layers"]["layers"]).replace("(", " ").replace(")", " ").split()
    parts = {
        ".".join(path.removesuffix(".py").split("/")[:2])
        for path in our_files()
        if path.startswith("newsdesk/") and path.endswith(".py")
    }
    # Settings import nothing of ours and are named in a string only.
    assert parts - {"newsdesk.__init__", "newsdesk.settings"} <= set(layers)


def test_every_app_keeps_its_public_and_private_modules_where_the_contract_looks():
    """The contract goes by module names; code under another name would be outside it."""
    contract = contracts()["public-and-private"]
    names = {name.rsplit(".", 1)[-1] for name in contract["source_modules"]}
    assert {"views", "structured_data", "feeds", "sitemaps", "presentation"} <= names
    private = {name.split(".", 1)[-1] for name in contract["forbidden_modules"]}
    assert {"models.draft", "working_copy", "workflow", "forms", "admin", "importing"} <= private


def test_files_that_the_run_of_the_tests_names_exist():
    for name in (*LONGEST, *BOTH_DATABASES):
        file, _, test = name.partition("[")[0].partition(".py::")
        path = ROOT / f"tests/{file}.py"
        assert (ROOT / "tests" / name).is_dir() or path.exists(), name
        assert not test or f"def {test}" in path.read_text(), name


NAMED = re.compile(r"`([\w/]+\.py)`")
FOREIGN = {"tokenization.py"}  # Of the model that newsdesk/meaning/tokeniser.py is after.


def lost(path, text):
    """Python files that a text at `path` names and that are neither near it nor an app's nor the tests'."""
    near = [*(ROOT / path).parents, ROOT / "stories", *(ROOT / "tests").glob("*/")]
    return [
        name
        for name in NAMED.findall(text)
        if name not in FOREIGN and not any((folder / name).exists() for folder in near)
    ]


def test_files_named_in_docstrings_exist():
    gone = {
        path: names
        for path in our_files()
        if path.endswith(".py") and (names := lost(path, (ROOT / path).read_text()))
    }
    assert gone == {}


def test_a_file_that_is_gone_is_noticed():
    named = "`{}`, `stories/views.py`, `rules.py`".format("releasing.py")
    assert lost("tests/house/rules.py", named) == ["releasing.py"]


def test_django_has_its_security_fixes():
    assert django.VERSION >= (5, 2, 19)


def test_static_files_survive_hashing(settings, tmp_path):
    """A reference to a missing file would stop collectstatic, and with it a deployment."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {
            "BACKEND": f"{ManifestStaticFilesStorage.__module__}.ManifestStaticFilesStorage"
        }
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").exists()
