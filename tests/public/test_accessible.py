"""No page type breaks a rule of axe: WCAG 2.2 AA and best practice, light and dark, narrow and wide."""

import pytest

from tests import axe
from tests.public.test_looks import TYPES, published

__all__ = ["published"]  # The same desk as there.


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(published, open_page, width, scheme):
    page = open_page(width=width, color_scheme=scheme)
    found = []
    for name, path in TYPES.items():
        page.goto(path)
        found += [f"{name}: {each}" for each in axe.violations(page)]
    assert not found, "\n".join(found)
