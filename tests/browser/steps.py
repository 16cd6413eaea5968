"""Steps that several walks through the browser have in common."""

from playwright.sync_api import Page


def confirm_warnings(page: Page) -> None:
    """Tick each warning of the gate that a publish page shows, and give the reason."""
    for box in page.locator("input[name^='confirmed']").all():
        box.check()
    reason = page.locator("[name='reason']")
    if reason.count():
        reason.fill("I have looked at each.")
