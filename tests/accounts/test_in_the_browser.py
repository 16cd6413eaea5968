"""Login, second factors and passkeys in a real browser, and how the pages look and read."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from newsdesk.accounts.models import Count
from tests import axe, pages
from tests.accounts.logins import PASSWORD, add_app, code_of
from tests.desk.screens import address

pytestmark = [
    pytest.mark.django_db(transaction=True),
    # axe tries inline styles out; a refused form is an error in the console.
    pytest.mark.console_error_ok("inline style|status of 4"),
]


def put_authenticator(page):
    """Give the browser a passkey store that says yes, with a finger laid on."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def type_password(page, name="ada", password=PASSWORD):
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.keyboard.press("Enter")


def front_page(page):
    return page.get_by_role("heading", name="The desk", exact=True)


def come_in(page):
    type_password(page)
    expect(front_page(page)).to_be_visible()


def add_passkey(page, name, alone=True):
    page.goto("/admin/account/")
    page.get_by_role("link", name="passkey").last.press("Enter")
    page.get_by_label("Name", exact=True).fill(name)
    if not alone:
        page.get_by_label("Sign in with it alone").press("Space")
    page.get_by_role("button", name="Add the passkey").press("Enter")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def log_out(page):
    menu = page.get_by_role("button", name="Menu")
    if menu.is_visible():
        menu.press("Enter")
    page.locator(".desk-person summary").press("Enter")
    page.get_by_role("button", name="Sign out", exact=True).press("Enter")
    expect(page.get_by_role("link", name="Sign in again")).to_be_visible()
    page.goto("/admin/")


def test_a_passkey_is_added_and_logs_in_alone(open_page, ada):
    page = open_page()
    put_authenticator(page)
    page.goto("/admin/help/")
    expect(page.get_by_label("Username")).to_be_focused()
    type_password(page)
    expect(page).to_have_url("/admin/help/")
    add_passkey(page, "My laptop")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    log_out(page)
    page.goto("/admin/find/")
    page.get_by_role("button", name="Sign in with a passkey").press("Enter")
    expect(page).to_have_url("/admin/find/")
    page.goto("/admin/account/")
    expect(page.get_by_text("Logs in without a password")).to_be_visible()


def test_a_passkey_is_the_second_step_and_is_removed_again(open_page, ada):
    page = open_page()
    put_authenticator(page)
    page.goto("/admin/")
    come_in(page)
    add_passkey(page, "Blue key", alone=False)
    log_out(page)
    type_password(page)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").press("Enter")
    expect(front_page(page)).to_be_visible()
    page.goto("/admin/account/")
    page.get_by_role("link", name="Rename Blue key").press("Enter")
    page.get_by_label("Name").fill("Green key")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Remove Green key").press("Enter")
    page.get_by_role("button", name="Remove it").press("Enter")
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()
    assert not Authenticator.objects.exists()


def test_a_passkey_shows_again_that_it_is_oneself(open_page, ada):
    page = open_page()
    put_authenticator(page)
    page.goto("/admin/")
    come_in(page)
    add_passkey(page, "Blue key")
    for session in Session.objects.all():
        data = session.get_decoded()
        for each in data.get("account_authentication_methods", []):
            each["at"] -= 3_600
        session.session_data = Session.objects.encode(data)
        session.save()
    page.goto("/admin/account/")
    page.get_by_role("link", name="Show the codes").press("Enter")
    page.get_by_role("link", name="Use a passkey instead").press("Enter")
    page.get_by_role("button", name="Use a passkey").press("Enter")
    expect(page.locator(".desk-codes li")).to_have_count(10)


def test_a_passkey_of_somebody_who_has_left_opens_nothing(open_page, ada):
    page = open_page()
    put_authenticator(page)
    page.goto("/admin/")
    come_in(page)
    add_passkey(page, "My laptop")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    log_out(page)
    for change in ({"is_staff": False}, {"is_staff": True, "is_active": False}):
        type(ada).objects.update(**change)
        page.goto("/admin/")
        page.get_by_role("button", name="Sign in with a passkey").press("Enter")
        expect(page.get_by_text("This passkey does not log anybody in")).to_be_visible()
        expect(page.get_by_label("Username")).to_be_visible()


def test_where_no_passkey_is_there_the_page_says_so(open_page, ada):
    page = open_page()
    session = page.context.new_cdp_session(page)
    session.send(
        "WebAuthn.enable"
    )  # And no authenticator: every request ends at once or times out.
    page.goto("/admin/")
    refuse = (
        "navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError'))"
    )
    page.evaluate(f"() => {{ {refuse}; }}")
    page.get_by_role("button", name="Sign in with a passkey").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("You can try again")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_focused()


def test_all_but_passkeys_works_without_javascript(open_page, ada):
    page = open_page(java_script_enabled=False)
    page.goto("/admin/")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    come_in(page)
    page.goto("/admin/account/")
    page.get_by_role("link", name="Add a passkey").click()
    expect(page.get_by_text("A passkey needs JavaScript")).to_be_visible()
    page.goto("/admin/account/app/add/")
    key = page.locator(".desk-key").inner_text().replace(" ", "")
    page.get_by_label("Code that the app shows").fill(code_of(key))
    page.get_by_role("button", name="Add the app").click()
    expect(page.locator(".desk-codes li")).to_have_count(10)
    log_out(page)
    type_password(page)
    page.get_by_label("Code").fill(code_of(key, ahead=1))
    page.get_by_role("button", name="Go on").click()
    expect(front_page(page)).to_be_visible()


def test_text_survives_a_login_with_two_steps(open_page, ada):
    story = pages.story(ada, "The ferry turns")
    secret = add_app(ada)
    page = open_page(user=ada, java_script_enabled=False)
    page.goto(address("change", story))
    page.locator("#id_standfirst").fill("Typed before the login ended.")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("your text is not lost")).to_be_visible()
    type_password(page)
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("#id_standfirst")).to_have_value("Typed before the login ended.")


def test_text_survives_a_login_with_a_passkey(open_page, ada):
    story = pages.story(ada, "The ferry turns")
    page = open_page(user=ada)
    put_authenticator(page)
    page.goto("/admin/account/")
    page.goto("/admin/account/passkeys/add/")
    type_into = page.get_by_label("Password")
    type_into.fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add the passkey").press("Enter")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto(address("change", story))
    page.locator("#id_standfirst").fill("Typed before the login ended.")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save and close").press("Enter")
    page.get_by_role("button", name="Sign in with a passkey").press("Enter")
    expect(page.locator("#id_standfirst")).to_have_value("Typed before the login ended.")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_are_accessible_and_fit(open_page, ada, shots, width, settings):
    page = open_page(width=width)
    put_authenticator(page)

    def look(name):
        page.wait_for_load_state()
        for scheme in axe.schemes(page):
            shots(page, f"account-{name}-{scheme}-{width}")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
            assert axe.violations(page) == [], name

    page.goto("/admin/")
    look("login")
    type_password(page, password="wrong")
    expect(page.get_by_role("alert")).to_be_visible()
    look("login-wrong")
    for _ in range(5):
        with page.expect_navigation():
            type_password(page, password="wrong")
    expect(page.get_by_text("Too many wrong passwords")).to_be_visible()
    look("login-shut")
    Count.objects.all().delete()
    type_password(page)
    expect(front_page(page)).to_be_visible()
    page.goto("/admin/account/")
    look("bare")
    page.goto("/admin/account/passkeys/add/")
    look("add-passkey")
    page.get_by_role("button", name="Add the passkey").press("Enter")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    look("codes")
    page.goto("/admin/account/app/add/")
    look("add-app")
    page.get_by_label("Code that the app shows").fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("That code is not right")).to_be_visible()
    look("add-app-wrong")
    add_app(ada)
    for name, where in (
        ("full", ""),
        ("remove-app", "app/remove/"),
        ("new-codes", "codes/new/"),
        ("confirm", "confirm/"),
        ("confirm-code", "confirm/code/"),
        ("confirm-passkey", "confirm/passkey/"),
    ):
        page.goto(f"/admin/account/{where}")
        look(name)
    log_out(page)
    type_password(page)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    look("second-step")
    page.context.clear_cookies()
    Authenticator.objects.all().delete()
    settings.SECOND_FACTOR = "required"
    page.goto("/admin/")
    type_password(page)
    expect(page.get_by_text("Set up two-step sign-in to go on")).to_be_visible()
    look("required")
