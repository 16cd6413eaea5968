"""ARCHITECTURE.md tells the truth: what it names is there, and every room has its line."""

import re

import pytest

from .rules import ROOT, our_files

PAGE = (ROOT / "ARCHITECTURE.md").read_text()
NAMED = sorted(
    set(re.findall(r"`((?:newsdesk|stories|faqs|entities)/[\w/]+(?:\.py)?/?)(?:: (\w+))?`", PAGE))
)


def test_it_names_files_and_what_is_in_them():
    assert len(NAMED) > 25
    assert sum(bool(name) for _, name in NAMED) > 20


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_what_it_names_is_there(path, name):
    file = ROOT / path
    assert file.exists()
    if name:
        assert re.search(rf"^(?:def|class) {name}\b|^{name}\b.* = ", file.read_text(), re.MULTILINE)


def test_every_room_has_its_line():
    rooms = {path.split("/")[1] for path in our_files() if re.match(r"newsdesk/\w+/", path)}
    told = set(re.findall(r"(\w+)/ ", PAGE))
    assert rooms
    assert rooms <= told
