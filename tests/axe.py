"""What axe says about a page: WCAG 2.2 AA and best practice, one set of options for every screen."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # Else what passed is described as fully as what did not.
    "resultTypes": ["violations"],
    # Else axe fetches every imported stylesheet anew, relative to the page instead of to the sheet
    # that imports it, and the site has to answer for each that there is no such page.
    "preload": False,
    # axe is not put into frames, and would wait half a second for each to answer.
    "iframes": False,
}


def violations(page: Page) -> list[str]:
    """Return each element that breaks a rule, as `rule: element`."""
    return [
        f"{rule['id']}: {node['html'][:200]}"
        for rule in Axe().run(page, options=OPTIONS).response["violations"]
        for node in rule["nodes"]
    ]
