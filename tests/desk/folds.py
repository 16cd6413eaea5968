"""Opening what a form has folded, by keyboard, as an editor does."""

from playwright.sync_api import Page


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
