"""A form in a browser: opening what it has folded, by keyboard, and seeing that it is saved."""

import re

from playwright.sync_api import Page, expect


def unfold(page: Page, *places: str) -> None:
    """Open sections, rows and fields of a form by their ids, with all that they stand in.

    "behind" is a section, "analysis-1" a row, "id_reports-0-headline" a field behind its "+ headline".
    """
    for place in places:
        page.locator(f"[id='{place}']").wait_for(state="attached")
        around = f"details:not([open]):has([id='{place}']) > summary"
        lines = page.locator(f"{around}, [id='{place}'] > details:not([open]) > summary")
        while lines.count():
            lines.first.press("Enter")


def is_saved(page: Page) -> None:
    """Wait until the form says that it is saved, and is still the form."""
    expect(page.locator(".desk-kept")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))
