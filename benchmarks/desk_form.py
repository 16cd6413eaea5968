"""What does the form of a long story cost: to the server, to the network, and to whoever writes in it?

    python -m benchmarks.desk_form [TEXT]

The story is the explainer in the file TEXT, or in the one that NEWSDESK_EXPLAINER names, or that lies in
`shared/seed` beside the checkout, taken in by `import_explainer` as it is. Without any of them the longest
story of the demo desk stands for it, which is shorter: that is said. CPU is that of the whole application for
one GET, in times of the bare view of `benchmarks.rendering`, on SQLite: when a form is opened again, and when
its story says something new each time, so that the checks read it anew. The longest FAQ and topic are
opened as well. Screens and tab stops are those of the form as it is first opened, in Chromium, where it is
installed. Ends with 1 where a bar is missed.
"""

import io
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measures.bars import Bar, report
from benchmarks.rendering import (
    TIMES,
    Application,
    asked,
    bare_application,
    cost,
    demo_desk,
    pages,
)

if TYPE_CHECKING:
    from stories.models.draft import Story

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT.parent / "shared" / "seed" / "explainer.txt"
ROUNDS = 5
# By issue 14: times of a bare view, kilobytes of HTML, tab stops, screens of 900 and of 844 pixels.
CPU, SIZE, STOPS, SCREENS, PHONE_SCREENS = 60, 190, 110, 2.5, 7.0

# Told, and no bar: who opens a form for the first time since it was saved pays for the reading of its story.
ANEW = "form of a story, checks anew"

# What a keyboard stops at: whatever can be focused and is drawn.
COUNT_STOPS = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex], [contenteditable=true]'
)].filter((each) => each.tabIndex >= 0 && !each.disabled && each.checkVisibility({
    contentVisibilityAuto: true, visibilityProperty: true })).length"""


def long_story(text: str) -> "Story":
    """Take the explainer in the file `text` in, if one is named; return the story that is measured."""
    from django.core.management import call_command
    from django.db.models import Count

    from stories.models.draft import Story

    if text:
        call_command("import_explainer", text, user="chief", stdout=io.StringIO())
        return Story.objects.latest("pk")
    return Story.objects.annotate(rows=Count("reports")).order_by("-rows", "pk")[0]


def session_cookie() -> str:
    """Return the cookie of a desk chief who is signed in."""
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client()
    client.force_login(User.objects.get(username="chief"))
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def processor(
    application: Application, path: str, cookie: str, *, name: str, before: Callable[[], None]
) -> tuple[float, int]:
    """Return what a GET takes, in times of the bare view, and the bytes of its answer. `before` is done
    before each, and does not count.
    """
    bare_path = pages()["story"]
    status, _, body = asked(application, path, HTTP_COOKIE=cookie)
    assert status == 200, (path, status)
    taken, bare = [], []
    for _ in range(ROUNDS):
        with bare_application() as one_query:
            bare.append(cost(lambda o=one_query: asked(o, bare_path)))
        for _ in range(TIMES):
            before()
            began = time.process_time()
            asked(application, path, HTTP_COOKIE=cookie)
            taken.append((time.process_time() - began) * 1e3)
    unit = statistics.median(bare)
    times = statistics.median(taken) / unit
    print(
        f"  {name}: {times * unit:.1f} ms of CPU, {times:.0f} times the {unit:.2f} of the bare view"
    )
    return times, len(body)


def forms(story: "Story") -> Iterator[tuple[str, str, Callable[[], None]]]:
    """Yield what is opened: its name, its address, and what is done before each time."""
    from django.db.models import Count
    from django.urls import reverse

    from entities.models.draft import Entity
    from faqs.models.draft import Faq
    from stories.models.draft import Story

    versions = count()

    def say_something_new() -> None:
        Story.objects.filter(pk=story.pk).update(standfirst=f"Take {next(versions)}.")

    address = reverse("admin:stories_story_change", args=[story.pk])
    faq = Faq.objects.annotate(rows=Count("answers")).order_by("-rows", "pk")[0]
    topic = Entity.objects.annotate(rows=Count("facts")).order_by("-rows", "pk")[0]
    yield "form of a story", address, lambda: None
    yield ANEW, address, say_something_new
    yield "form of a FAQ", reverse("admin:faqs_faq_change", args=[faq.pk]), lambda: None
    yield "form of a topic", reverse("admin:entities_entity_change", args=[topic.pk]), lambda: None


@contextmanager
def server() -> Iterator[str]:
    """Serve the desk that is laid down, static files too; give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    site = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "NEWSDESK_DEBUG": "1", "NEWSDESK_SITE_URL": site}
    command = [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}", "--noreload"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield site
    finally:
        process.terminate()
        process.wait(timeout=20)


def drawn(site: str, path: str, cookie: str, width: int, height: int) -> tuple[float, int]:
    """Return how many screens high the form is in a window of that size, and its tab stops."""
    from playwright.sync_api import sync_playwright

    from tests.conftest import CHROMIUM_FLAGS, chromium

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        context = browser.new_context(viewport={"width": width, "height": height})
        pairs = (pair.partition("=") for pair in cookie.split("; "))
        context.add_cookies([{"name": n, "value": v, "url": site} for n, _, v in pairs])
        page = context.new_page()
        page.goto(f"{site}{path}", wait_until="networkidle", timeout=120_000)
        found = page.evaluate("document.documentElement.scrollHeight"), page.evaluate(COUNT_STOPS)
        browser.close()
    return found[0] / height, found[1]


def measure(text: str) -> list[Bar]:
    with demo_desk() as application:
        from tests.conftest import chromium

        story = long_story(text)
        path, cookie = f"/admin/stories/story/{story.pk}/change/", session_cookie()
        if not text:
            print("Without the sample explainer: the longest story of the demo stands for it.")
        bars = []
        for name, address, before in forms(story):
            times, size = processor(application, address, cookie, name=name, before=before)
            if name == ANEW:
                continue
            told = f"{name}, CPU"
            bars.append(Bar.at_most(told, times, CPU, unit="x bare", database="SQLite"))
            if address == path:
                bars.append(Bar.at_most(f"{name}, HTML", size / 1_000, SIZE, unit="kB"))
        if not chromium():
            print("  Without Chromium: neither screens nor tab stops.")
            return bars
        with server() as site:
            screens, stops = drawn(site, path, cookie, 1280, 900)
            phone_screens, _ = drawn(site, path, cookie, 390, 844)
    return [
        *bars,
        Bar.at_most("form of a story, tab stops", stops, STOPS),
        Bar.at_most("form of a story, 1280 x 900", screens, SCREENS, unit="screens"),
        Bar.at_most("form of a story, 390 x 844", phone_screens, PHONE_SCREENS, unit="screens"),
    ]


def main(arguments: list[str]) -> int:
    """Measure, print, and return 1 where a bar was missed."""
    sample = str(SAMPLE) if SAMPLE.exists() else ""
    text = arguments[0] if arguments else os.environ.get("NEWSDESK_EXPLAINER", sample)
    return report(measure(text))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
