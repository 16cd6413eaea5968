"""A form in a browser: opening what it has folded, by keyboard, and seeing that it is saved."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

CURSOR_AT_END = """(field) => {
  const { doc, selection } = field.editor.state;
  return selection.empty && !doc.textBetween(selection.head, doc.content.size, "-", "-");
}"""


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


def go_to_end(page: Page, field: Locator) -> None:
    """Put the cursor behind the last word of a rich text, and wait until its editor knows.

    Right after it has the focus an editor puts its own selection down: on a busy machine that takes a
    cursor back which a key has just moved.
    """
    field.focus()
    for _ in range(100):
        page.keyboard.press("Control+End")
        page.wait_for_timeout(50)
        if field.evaluate(CURSOR_AT_END):
            return
    pytest.fail("The cursor does not go to the end.")


def is_saved(page: Page) -> None:
    """Wait until the form says that it is saved, and is still the form."""
    expect(page.locator(".desk-kept")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))
