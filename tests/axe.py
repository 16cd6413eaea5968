"""What axe says about a page: WCAG 2.2 AA and best practice, one set of options for every screen."""

from collections.abc import Iterator
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.broken import THOROUGH

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
RUN = "options => axe.run(options).then(said => said.violations)"
# Colours that change slowly would be measured on their way.
ARRIVE = """() => document.getAnimations()
  .forEach(each => each instanceof CSSTransition && each.finish())"""
# What may differ in dark, where `schemes` has shown the page in light before.
OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
DARK = "() => matchMedia('(prefers-color-scheme: dark)').matches"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def schemes(page: Page) -> Iterator[str]:
    """Show the page as it stands in light, then in dark; yield the name of each."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.evaluate(ARRIVE)
        yield scheme


def violations(page: Page) -> list[str]:
    """Return each element that breaks a rule, as `rule: element`; in dark a rule about colours."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    dark = page.evaluate(DARK) and not THOROUGH
    options = OPTIONS | ({"runOnly": OF_COLOURS} if dark else {})
    return [
        f"{rule['id']}: {node['html'][:200]}"
        for rule in page.evaluate(RUN, options)
        for node in rule["nodes"]
    ]
