"""ARCHITECTURE.md tells the truth: what it names is there, and every room has its line."""

import ast
import re

import pytest

from .rules import ROOT, our_files

PAGE = (ROOT / "ARCHITECTURE.md").read_text()
NAMED = sorted(
    set(
        re.findall(r"`((?:newsdesk|stories|faqs|entities)/[\w/]+(?:\.py)?/?)(?:: ([\w.]+))?`", PAGE)
    )
)


def test_it_names_files_and_what_is_in_them():
    assert len(NAMED) > 25
    assert sum(bool(name) for _, name in NAMED) > 20


def names_in(source):
    """Yield what a module has: its names, and the methods of its classes as "Class.method"."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.ClassDef):
            yield node.name
            inside = (each for each in node.body if isinstance(each, ast.FunctionDef))
            yield from (f"{node.name}.{each.name}" for each in inside)


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_what_it_names_is_there(path, name):
    file = ROOT / path
    assert file.exists()
    if name:
        assert name in set(names_in(file.read_text()))


def test_every_room_has_its_line():
    rooms = {path.split("/")[1] for path in our_files() if re.match(r"newsdesk/\w+/", path)}
    told = set(re.findall(r"(\w+)/ ", PAGE))
    assert rooms
    assert rooms <= told
