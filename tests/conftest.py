"""What every test gets: its database, quick settings, a browser. Says what a run left out."""

import gc
import os
import re
import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.core.signals import setting_changed
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.template import Template
from django.test import Client, TransactionTestCase, override_settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    WebError,
    expect,
    sync_playwright,
)

from newsdesk.catalogue.generation import seen_tables
from newsdesk.images import renditions
from newsdesk.publication import kept_copy
from newsdesk.publication.document import Publication
from newsdesk.site import response_cache
from newsdesk.site.response_cache import ANSWERS
from newsdesk.workflow.roles import sync_roles
from tests import both, database, nginx, postgres, programs

CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",  # Chromium's own sandbox does not start as root, as in most containers.
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A busy machine is no fault of the code: no test fails for being slow.
hypothesis.settings.register_profile("newsdesk", deadline=None)
hypothesis.settings.load_profile("newsdesk")

# Milliseconds that a browser may take to draw and to answer.
PATIENCE = 60_000

HTML_VALIDATE = Path(__file__).parent / "valid/node_modules/html-validate"

# What of saving a form depends on the database: places of rows, unique names, lengths, odd characters.
SAVED = (
    "a_part", "a_removed", "a_row", "a_slug", "a_story", "a_tag", "an_address", "parts", "saving",
    "the_name_of_an_upload", "without_javascript",
)  # fmt: skip
# What depends on the database: `make test` runs it on SQLite as well, beside the whole on PostgreSQL.
BOTH_DATABASES = (
    *(
        f"accounts/test_guessing.py::test_{name}"
        for name in ("many", "counting", "odd", "the_table")
    ),
    "backup/test_restore",
    "backup/test_save",
    *(f"bulk/test_batches.py::test_{name}" for name in ("killed", "a_request", "what_was")),
    "catalogue/",
    *(f"desk/test_saving.py::test_{name}" for name in SAVED),
    "duplicate_review/test_crossed_merges",
    "duplicate_review/test_merges",
    *(f"editing/test_parallel.py::test_{name}" for name in ("twenty", "one_double", "the_outcome")),
    "entity_merging/test_outlets",
    "exchange/test_round_trip",
    *(f"exchange/test_old_addresses.py::test_{name}" for name in ("chains", "nothing_that_waits")),
    "entity_merging/test_topics",
    "house/test_migrations",
    "importing/test_drafts",
    *(f"kill/test_kill.py::test_{name}" for name in ("a_deed", "a_kill", "where")),
    "live_checks/test_keeping",
    "merging/test_engine",
    "merging/test_relations",
    "names/",
    "mail/test_delivery",
    "people_pages/test_deeds",
    "people_pages/test_erasure",
    "people_pages/test_parallel",
    "public/test_broken_values.py::test_every_part_",
    "public/test_broken_values.py::test_every_parameter_",
    "public/test_errors",
    "public/test_hostile.py::test_search_",
    "public/test_leaks",
    "public/test_queries.py::test_a_page_costs_the_same_however_much_is_on_it[1]",
    "public/test_queries.py::test_what_",
    "splitting/test_splits",
    "stories/test_publishing",
    "workflow/test_append_only",
    "workflow/test_clock",
    "workflow/test_restoring",
    "workflow/test_scheduling",
)

# Files that take longest begin, so that none of them is left to one worker while the other has done.
LONGEST = (
    "engines/test_together",
    "engines/test_replica",
    "merging/test_programs",
    "stack/test_stack",
    "upgrade/test_upgrade",
    "desk/test_verbs",
    "workflow/test_ways",
    "workflow/test_authorship",
    "desk/test_broken_values",
    "public/test_leak_scan",
    "public/test_broken_values",
    "desk/test_limits",
    "kill/test_kill",
    "editing/test_together",
    # In a browser:
    "editing/test_in_browser",
    "editing/test_save_in_place",
    "desk/test_folded_form",
    "comments/test_in_the_browser",
    "browser/test_end_to_end",
    "submissions/test_in_the_browser",
    "accounts/test_in_the_browser",
    "public/test_enlarged",
    "public/test_accessible",
    "duplicate_review/test_in_the_browser",
    "desk/test_in_browser",
    "bulk/test_in_the_browser",
    "public/test_pictures",
    "public/test_looks",
    "splitting/test_in_the_browser",
    "browser/test_review_walk",
    "browser/test_returning_reader",
)

# Whether cache and store are those that the environment names, started for this run: see tests/engines.
ENGINES = os.environ.get("NEWSDESK_TEST_ENGINES") == "1"
# Where the run on SQLite, beside this one, leaves what it says. Not for the processes that this one starts.
BESIDE = os.environ.pop("NEWSDESK_BESIDE", None)

BROWSER_FIXTURES = {"browser", "open_page", "page"}


def chromium() -> str | None:
    """The path of an installed Chromium; the library's own browser download is never used.

    The shell without windows of its own opens a page at a fifth of the work.
    """
    names = (
        os.environ.get("NEWSDESK_CHROMIUM"),
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome",
    )
    return next((path for name in names if name and (path := shutil.which(name))), None)


def html_validator() -> list[str | Path] | None:
    """The command of the html-validate that npm put into tests/valid, where there is one."""
    node = shutil.which("node") or shutil.which("nodejs")
    script = HTML_VALIDATE / "bin/html-validate.mjs"
    return [node, script] if node and script.is_file() else None


def required() -> set[str]:
    """What must not be left out, by NEWSDESK_TEST_REQUIRE: postgres, browser, html, nginx, engines,
    mail, stack, sentry."""
    return set(filter(None, os.environ.get("NEWSDESK_TEST_REQUIRE", "").split(",")))


# Which tests run, in which order, and what is said about the rest


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    for item in items:
        if BROWSER_FIXTURES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
        if item.nodeid.removeprefix("tests/").startswith(BOTH_DATABASES):
            item.add_marker("both_databases")
    yield
    # Playwright keeps an event loop running in the thread from its first test on, and async_to_sync
    # refuses to work beside one: files without a browser come first.
    drawn = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: (item.path in drawn, _place(item)))


def _place(item: pytest.Item) -> int:
    name = item.nodeid.removeprefix("tests/")
    found = (n for n, start in enumerate(LONGEST) if name.startswith(start))
    return next(found, len(LONGEST))


def pytest_collection_finish() -> None:
    """Look for garbage less often, and never among what was imported: a tenth of the run was spent on it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_configure() -> None:
    if "postgres" in required() and (reason := postgres.missing()):
        raise pytest.UsageError(f"NEWSDESK_TEST_REQUIRE asks for PostgreSQL: {reason}.")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> Iterator[None]:
    yield
    if os.environ.get("NEWSDESK_RUN") == "beside":
        return  # The whole run reports for both.
    if BESIDE:
        _tell_of_sqlite(terminalreporter, *both.told(Path(BESIDE)))
    if failed := os.environ.get("NEWSDESK_FAILED_CHECKS"):
        terminalreporter.write_line(f"FAILED before the tests: {failed}", red=True)
    if left_out := list(_left_out(config)):
        terminalreporter.write_line(f"Left out: {', '.join(left_out)}", yellow=True)


def _tell_of_sqlite(reporter: pytest.TerminalReporter, status: int, said: str) -> None:
    failed = status not in (0, both.NOTHING_SELECTED)
    if failed:
        reporter.write_line(said)
    words = "The run on SQLite FAILED, see above: " if failed else "On SQLite: "
    reporter.write_line(words + said.strip().rpartition("\n")[2].strip("= "), red=failed)


def _left_out(config: pytest.Config) -> Iterator[str]:
    if reason := postgres.missing():
        yield f"PostgreSQL ({reason})"
    elif not postgres.named_server():
        yield "PostgreSQL (make test runs on it)"
    elif not BESIDE:
        yield "SQLite (make test runs on it what depends on the database)"
    if "not browser" in config.option.markexpr:
        yield "browser (not asked for)"
    elif not chromium():
        yield "browser (no Chromium)"
    if not html_validator():
        yield "valid HTML (no html-validate: needs node and npm)"
    if not nginx.program():
        yield "nginx (not installed)"
    if reason := programs.missing(*programs.NAMES):
        yield f"engines ({reason})"
    if not find_spec("aiosmtpd"):
        yield "mail (no aiosmtpd)"


# Settings and database


@pytest.fixture(scope="session", autouse=True)
def quick_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No slow password hashes, no shared cache, nothing written outside the temporary folder."""
    static_files = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    memory = "django.core.cache.backends.locmem.LocMemCache"
    stores: dict[str, Any] = {"default": {"BACKEND": "newsdesk.images.storage.WholeFiles"}}
    caches = {alias: {"BACKEND": memory, "LOCATION": alias} for alias in settings.CACHES}
    if ENGINES:
        stores, caches = settings.STORAGES, settings.CACHES
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        # No worker runs beside most tests; those of jobs say otherwise.
        JOBS_IN_REQUESTS=True,
        VAR_DIR=tmp_path_factory.mktemp("var"),
        MEDIA_ROOT=tmp_path_factory.mktemp("media"),
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        STORAGES=stores | {"staticfiles": static_files},
        # Static files are looked up when they are asked for: each client would list them all anew.
        WHITENOISE_AUTOREFRESH=True,
        CACHES=caches,
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def contexts_of_pages(django_test_environment: None) -> Iterator[None]:
    """Keep for `answer.context` what a page's own template was given, not what each of its fields was."""
    noted: Any = vars(Template)["_render"]

    def render(self: Any, context: Any) -> Any:
        if context.template is self and not str(self.name).startswith("django/forms/"):
            return noted(self, context)
        return self.nodelist.render(context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", render)
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_pictures_of_pages() -> Iterator[None]:
    """Encode in a fifth of the time, into more bytes: what a size weighs is for benchmarks/images.py."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(renditions.ENCODERS["avif"][1], "speed", 10)
        yield


@pytest.fixture(autouse=True)
def empty_caches(quick_settings: None) -> None:
    # All of them: what a server's thread has filled may not have been opened in this one yet.
    for cache in caches.all():
        cache.clear()
    ANSWERS.clear()
    # Nor is the face that a test has published on the disk of another.
    kept_copy.keep(Publication(name="Nobody"))
    kept_copy.forget()


@pytest.fixture(scope="session", autouse=True)
def kept_answers() -> Iterator[None]:
    """Keep answers also within the one transaction of a test, and forget them where settings change.

    A test's transaction is none to the desk. Its writes draw a generation at once: see `drawn_at_once`.
    """

    def in_transaction(connection: BaseDatabaseWrapper) -> bool:
        return any(not block._from_testcase for block in connection.atomic_blocks)  # type: ignore[attr-defined]

    def forget(setting: str, **kwargs: object) -> None:
        if setting != "RESPONSE_CACHE_BYTES":
            ANSWERS.clear()

    setting_changed.connect(forget)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(response_cache, "in_transaction", in_transaction)
        yield
    setting_changed.disconnect(forget)


@pytest.fixture(autouse=True)
def drawn_at_once(request: pytest.FixtureRequest) -> Iterator[None]:
    """Draw the generation with each statement of a test that ends before its transaction does.

    A test without a database keeps nothing, as nobody tells it when something changes.
    """
    asked = {"db", "transactional_db", "live_server"}.intersection(request.fixturenames)
    if not asked and not request.node.get_closest_marker("django_db"):
        with override_settings(RESPONSE_CACHE_BYTES=0):
            yield
        return
    request.getfixturevalue("_django_db_helper")
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        names = ", ".join(f"{table}_seen" for table in seen_tables(apps.get_models()))
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS {names} IMMEDIATE")
    yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """On SQLite, test with a file, and do not wait for the disk: no test cuts the power.

    In memory, the live server's threads share one connection and thereby each other's transactions,
    and neither WAL nor locking is what the desk will meet.
    """
    for alias, configured in settings.DATABASES.items():
        if configured["ENGINE"] == "django.db.backends.sqlite3":
            file = tmp_path_factory.mktemp("database") / f"{alias}.sqlite3"
            configured.setdefault("TEST", {})["NAME"] = str(file)
            options = configured.setdefault("OPTIONS", {})
            options["init_command"] = f"{options.get('init_command', '')}PRAGMA synchronous=OFF;"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Make the groups of the roles once, as a deployment does; only a flush takes them away."""
    with django_db_blocker.unblock():
        sync_roles()


@pytest.fixture(scope="session", autouse=True)
def quick_flush() -> Iterator[None]:
    """Empty the tables that hold rows after a transactional test, and make nothing anew."""

    def empty_all(test: TransactionTestCase) -> None:
        for alias in test._databases_names(include_mirrors=False):  # type: ignore[attr-defined]
            database.empty(alias)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_all)
        yield


# Browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The installed Chromium, headless, one for all tests of this process."""
    path = chromium()
    if not path:
        if "browser" in required():
            pytest.fail("No Chromium found, and NEWSDESK_TEST_REQUIRE asks for the browser tests.")
        pytest.skip("no Chromium")
    # Playwright's event loop lives in this thread, where Django would refuse every query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield chrome
        chrome.close()


@pytest.fixture
def open_page(
    browser: Browser, live_server: Any, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Open pages of the live server, each for itself: `open_page(user=editor, width=390)`.

    `user` comes in signed in; further keywords go to Playwright's `new_context`, for example
    `color_scheme="dark"` or `java_script_enabled=False`. At the end the test fails on any error in
    the console, which is also where Chromium reports script errors, missing files and breaches of
    the Content-Security-Policy; `@pytest.mark.console_error_ok("pattern")` lets some pass.
    """
    errors: list[str] = []
    contexts: list[BrowserContext] = []

    def note_console(message: ConsoleMessage) -> None:
        url = message.location["url"]
        if message.type == "error":
            errors.append(f"{url}: {message.text}")

    def note_script_error(problem: WebError) -> None:
        errors.append(f"{problem.page.url if problem.page else ''}: {problem.error}")

    def open_one(*, user: Any = None, width: int = 1280, height: int = 900, **options: Any) -> Page:
        options.setdefault("base_url", live_server.url)
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        context.on("console", note_console)
        context.on("weberror", note_script_error)
        if user is not None:
            context.add_cookies([_session_cookie(user, live_server.url)])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        return page

    yield open_one
    for context in contexts:
        context.close()
    allowed = [mark.args[0] for mark in request.node.iter_markers("console_error_ok")]
    wrong = [e for e in errors if not any(re.search(pattern, e) for pattern in allowed)]
    if wrong:
        pytest.fail("Errors in the browser:\n" + "\n".join(wrong), pytrace=False)


def _session_cookie(user: Any, url: str) -> Any:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A page for a reader, 1280 pixels wide; `open_page` for anything else."""
    return open_page()


@pytest.fixture
def shots(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Save pictures into the folder NEWSDESK_SHOTS, if set: `shots(page, "home-dark")`."""
    folder = os.environ.get("NEWSDESK_SHOTS")

    def save(page: Page, name: str | None = None, *, full_page: bool = True) -> None:
        if folder:
            file = Path(folder) / f"{name or request.node.name}.png"
            page.evaluate("() => document.fonts.ready.then(() => true)")
            page.screenshot(path=file, full_page=full_page)

    return save
