"""No page type breaks a rule of axe: WCAG 2.2 AA and best practice, light and dark, narrow and wide."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.public.test_looks import TYPES, published

__all__ = ["published"]  # The same desk as there.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(published, open_page, width, scheme):
    page = open_page(width=width, color_scheme=scheme)
    found = []
    for name, path in TYPES.items():
        page.goto(path)
        violations = Axe().run(page, options=RULES).response["violations"]
        found += [
            f"{name}: {rule['id']}: {node['html'][:200]}"
            for rule in violations
            for node in rule["nodes"]
        ]
    assert not found, "\n".join(found)
