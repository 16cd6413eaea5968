"""The lists of requirements, their locks and what pyproject says of them agree."""

import re
import tomllib

import pytest

from tests.house.rules import ROOT

LISTS = ("requirements", "requirements-production", "requirements-dev")
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[a-z0-9,]+\])?==([^\s;\\]+)")


def pins(name):
    """Return the version of each library that a list or a lock names, those of the lists it takes in too."""
    found = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            found |= pins(line.removeprefix("-r ").strip())
        elif match := PIN.match(line):
            found[match[1].lower().replace("_", "-").replace(".", "-")] = match[2]
    return found


@pytest.mark.parametrize("name", LISTS)
def test_the_lock_has_every_library_of_the_list_in_its_version(name):
    wanted, locked = pins(f"{name}.txt"), pins(f"{name}.lock")
    assert len(wanted) > 20
    assert wanted.items() <= locked.items()


@pytest.mark.parametrize("name", LISTS)
def test_every_library_of_the_lock_has_a_hash(name):
    text = (ROOT / f"{name}.lock").read_text(encoding="utf-8")
    entries = [entry for entry in re.split(r"\n(?=[A-Za-z0-9])", text) if PIN.match(entry)]
    assert len(entries) == len(pins(f"{name}.lock"))
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_pyproject_names_what_the_lists_pin_and_its_lowest_version_is_not_above():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = list(project["dependencies"])
    for extra in project["optional-dependencies"].values():
        named += [each for each in extra if not each.startswith("newsdesk[")]
    pinned = pins("requirements-production.txt")
    assert len(named) > 10
    for each in named:
        library, lowest = re.match(
            r"([A-Za-z0-9._-]+)(?:\[[a-z0-9]+\])?[>=]=([0-9.]+)", each
        ).groups()
        version = pinned[library.lower()]
        assert _numbers(lowest) <= _numbers(version), each


def _numbers(version):
    return [int(part) for part in version.split(".")]
