"""People, one's own choices and an erasure in a real browser: by keyboard, and how they look and read."""

import pytest
from django.contrib.auth.models import User
from django.core import mail
from playwright.sync_api import expect

from newsdesk.accounts.adapters import DeskAccounts
from newsdesk.mail.content import as_mail, content_of
from newsdesk.mail.models import Message
from newsdesk.notifications import inbox
from newsdesk.notifications.choices import stop_token
from newsdesk.notifications.models import MailChoice
from newsdesk.people.models import FormerColleague
from tests import axe, pages
from tests.accounts.logins import add_app
from tests.people import person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.console_error_ok("inline style|status of 4"),
]


@pytest.fixture(autouse=True)
def _just_logged_in(monkeypatch):
    """The session of a test's browser knows no password; see test_pages for when it is asked for."""
    monkeypatch.setattr(DeskAccounts, "is_reauthentication_required", lambda *args, **kwargs: False)


@pytest.fixture
def colleagues(grace, ada):
    """People in every state that the list knows."""
    add_app(ada)
    pages.story(ada, "Ferries stop")
    invited = person("Editor", "bob")
    invited.set_unusable_password()
    invited.save()
    gone = person("Moderator", "mo")
    gone.is_active = False
    gone.save()
    Message.objects.create(
        user=ada,
        kind="notice",
        state="refused",
        failure="The mail server refuses the address (550).",
    )
    User.objects.create_superuser("root")
    return {"ada": ada, "bob": invited, "mo": gone}


@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_are_accessible_and_fit(open_page, grace, colleagues, shots, width, settings):
    settings.MAIL_ON = True
    page = open_page(user=grace, width=width)

    def look(name):
        page.wait_for_load_state()
        for scheme in axe.schemes(page):
            shots(page, f"people-{name}-{scheme}-{width}")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
            assert axe.violations(page) == [], name

    ada, mo = colleagues["ada"], colleagues["mo"]
    for name, path in (
        ("list", "/admin/people/"),
        ("invite", "/admin/people/invite/"),
        ("person", f"/admin/people/{ada.pk}/"),
        ("invited", f"/admin/people/{colleagues['bob'].pk}/"),
        ("gone", f"/admin/people/{mo.pk}/"),
        ("own", f"/admin/people/{grace.pk}/"),
        ("erase", f"/admin/people/{mo.pk}/erase/"),
        ("erase-active", f"/admin/people/{ada.pk}/erase/"),
        ("notices", "/admin/account/notices/"),
        ("account", "/admin/account/"),
        ("stop", f"/admin/account/notices/stop/{stop_token(ada, 'returned')}/"),
    ):
        page.goto(path)
        look(name)
    page.get_by_role("button", name="Stop these messages").press("Enter")
    look("stopped")
    page.goto("/admin/people/invite/")
    page.get_by_label("Username").fill("ada")
    page.keyboard.press("Enter")
    expect(page.get_by_text("already exists")).to_be_visible()
    look("invite-wrong")
    page.goto(f"/admin/people/{mo.pk}/erase/")
    page.get_by_label("Type “mo”").fill("no")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing was erased")).to_be_visible()
    look("erase-wrong")
    settings.MAIL_ON = False
    page.goto(f"/admin/people/{colleagues['bob'].pk}/")
    page.get_by_role("button", name="Make a new invitation").press("Enter")
    expect(page.get_by_text("It is not shown again")).to_be_visible()
    look("link")
    settings.MAIL_ON = True
    stranger = open_page(width=width)
    page = stranger
    page.goto("/admin/login/")
    look("login")
    page.get_by_role("link", name="Forgotten your password").press("Enter")
    look("reset")
    page.get_by_label("Mail address").fill("ada@news.example")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("a link is on its way")
    look("reset-asked")


def test_somebody_is_invited_comes_and_leaves_by_keyboard_without_javascript(
    open_page, grace, settings
):
    settings.MAIL_ON, settings.SITE_URL = True, ""
    chief = open_page(user=grace, java_script_enabled=False)
    chief.goto("/admin/people/")
    chief.get_by_role("link", name="Invite somebody").press("Enter")
    chief.get_by_label("Username").fill("bob")
    chief.get_by_label("Mail address").fill("bob@news.example")
    chief.get_by_label("Role").select_option("Editor")
    chief.get_by_role("button", name="Invite").press("Enter")
    expect(chief.get_by_text("A link is on its way to bob@news.example.")).to_be_visible()
    [sent] = mail.outbox
    link = next(line for line in sent.body.splitlines() if line.startswith("/admin/invitation/"))
    bob = open_page(java_script_enabled=False)
    bob.goto(link)
    for field in ("New password:", "New password confirmation:"):
        bob.get_by_label(field, exact=True).fill("seven ferries lean")
    bob.get_by_role("button", name="Set the password").press("Enter")
    bob.get_by_label("Username").fill("bob")
    bob.get_by_label("Password").fill("seven ferries lean")
    bob.keyboard.press("Enter")
    expect(bob.get_by_role("heading", name="The desk", exact=True)).to_be_visible()
    user = User.objects.get(username="bob")
    pages.story(user, "Bob’s")
    chief.goto(f"/admin/people/{user.pk}/")
    expect(chief.get_by_role("heading", name="Signed in")).to_be_visible()
    chief.get_by_label("Who gets their drafts").select_option("grace")
    chief.get_by_role("button", name="Deactivate").press("Enter")
    expect(chief.get_by_text("Handed over to grace: one draft.")).to_be_visible()
    bob.goto("/admin/")
    expect(bob.get_by_role("heading", name="Sign in to the desk")).to_be_visible()
    chief.get_by_role("link", name="See what would be erased").press("Enter")
    chief.get_by_label("Type “bob” to erase them").fill("bob")
    chief.get_by_role("button", name="Erase for good").press("Enter")
    expect(chief.get_by_text("The log calls them Former colleague 1 now.")).to_be_visible()
    assert FormerColleague.objects.get().user_id == user.pk


def test_choices_are_kept_by_keyboard(open_page, ada):
    page = open_page(user=ada)
    page.goto("/admin/account/notices/")
    group = page.get_by_role("group", name="Returned pages")
    expect(group.get_by_label("At once")).to_be_checked()
    group.get_by_label("At once").focus()
    page.keyboard.press("ArrowDown")
    expect(group.get_by_label("Once a day, together")).to_be_checked()
    page.get_by_role("button", name="Keep these choices").press("Enter")
    expect(page.get_by_text("Kept.")).to_be_visible()
    assert MailChoice.objects.get(user=ada, subject="returned").when == "daily"


@pytest.mark.parametrize("width", [390, 700])
def test_a_message_reads_well_in_light_and_dark(open_page, ada, shots, width, settings):
    settings.MAIL_ON, settings.SITE_NAME = True, "The Explainer’s Desk"
    story = pages.story(ada, "Ferries stop")
    inbox.tell(ada, kind="returned", text="bob returned it: Shorter, please", key=story.key)
    message = Message.objects.get()
    sent = as_mail(message, content_of(message))
    page = open_page(width=width)
    page.set_content(sent.alternatives[0].content)
    for scheme in axe.schemes(page):
        shots(page, f"mail-{scheme}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert axe.violations(page) == []
