"""Steps that several walks through the browser have in common."""

from playwright.sync_api import Page


def confirm_warnings(page: Page) -> None:
    """Say of each subject that a publish page warns of why it stays, which accepts it."""
    for reason in page.locator("[data-accept] input[name^='reason-']").all():
        reason.fill("I have looked at each.")
