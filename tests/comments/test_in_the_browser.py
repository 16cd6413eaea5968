"""Talking about a page in a real browser: in the form, by keyboard, without JavaScript, from outside."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from newsdesk.comments import threads
from newsdesk.comments.models import DeskQuery, PreviewLink
from newsdesk.comments.parts import parts_of
from newsdesk.comments.threads import open_blocking
from stories.admin import StoryAdmin
from stories.documents import AnalysisPart
from stories.models.draft import Story
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import axe, pages
from tests.desk.folds import unfold
from tests.desk.screens import address
from tests.people import person
from tests.public import desk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada(transactional_db):
    return person("Editor", "ada")


@pytest.fixture
def bo(transactional_db):
    return person("Editor", "bo")


@pytest.fixture
def story(bo):
    return desk_story(bo)


def desk_story(actor, **values):
    return pages.story(
        actor,
        analysis=(
            AnalysisPart(id="aaaa0001", heading="Why now", body="<p>The tide was high.</p>"),
            AnalysisPart(id="aaaa0002", heading="What next", body="<p>It is repaired.</p>"),
        ),
        **values,
    )


def shared_path(page):
    return urlsplit(page.get_by_label("Address").first.input_value()).path


def test_a_blocking_query_is_asked_answered_and_resolved(open_page, ada, bo, story, shots):
    editor = open_page(user=ada)
    editor.goto(address("change", story))
    unfold(editor, "behind")
    behind = editor.locator("#behind")
    behind.get_by_role("link", name="Comment …").press("Enter")
    dialog = editor.get_by_role("dialog")
    expect(dialog.get_by_label("Comment", exact=True)).to_be_focused()
    dialog.get_by_label("About").select_option("analysis:aaaa0002")
    dialog.get_by_label("Comment", exact=True).focus()
    editor.keyboard.type("Repaired by whom, @b")
    expect(dialog.get_by_role("option", name="bo")).to_be_visible()
    shots(editor, "query-mention", full_page=False)
    editor.keyboard.press("Enter")
    expect(dialog.get_by_label("Comment", exact=True)).to_have_value("Repaired by whom, @bo ")
    dialog.get_by_label("Must be resolved before publishing").check()
    dialog.get_by_role("button", name="Comment").press("Enter")
    expect(dialog).to_be_hidden()
    expect(behind.get_by_text("Repaired by whom, @bo")).to_be_visible()
    expect(editor.locator(".desk-queries-total")).to_have_text("1 open, 1 must be resolved")
    shots(editor, "query-in-the-form")
    assert open_blocking(story.key) == [("analysis:aaaa0002", "Repaired by whom, @bo")]

    colleague = open_page(user=bo)
    colleague.goto("/admin/")
    colleague.get_by_role("link", name="Notifications 1 waiting for you").click()
    shots(colleague, "notices")
    colleague.get_by_role("link", name="ada mentions you").click()
    article = colleague.get_by_role("article", name="Comment by ada")
    article.get_by_label("Your reply").fill("By the yard.")
    article.get_by_role("button", name="Reply").click()
    expect(article.get_by_text("bo replied")).to_be_visible()
    article.get_by_label("Your reply").fill("It says so now.")
    article.get_by_role("button", name="Resolve").click()
    expect(article.get_by_text("Resolved", exact=True)).to_be_visible()
    shots(colleague, "queries-resolved")
    assert open_blocking(story.key) == []

    editor.reload()
    expect(editor.get_by_role("link", name="Notifications 2 waiting for you")).to_be_visible()
    expect(editor.locator(".desk-queries-total")).to_have_text("None open")


@pytest.mark.console_error_ok("422")
def test_an_outsider_approves_what_was_shared_until_the_link_is_revoked(
    open_page, ada, story, shots
):
    editor = open_page(user=ada)
    editor.goto(address("change", story))
    editor.get_by_role("link", name="Shared previews").click()
    editor.get_by_label("For whom").fill("Ms Byrne, lawyer")
    editor.get_by_role("button", name="Make a link").click()
    path = shared_path(editor)
    shots(editor, "shared-new")

    outsider = open_page(width=390, height=844, has_touch=True)
    outsider.goto(path)
    expect(outsider.get_by_text("For Ms Byrne, lawyer, until")).to_be_visible()
    expect(outsider.get_by_role("heading", name="The ferry turns")).to_be_visible()
    shots(outsider, "shared-phone")
    outsider.get_by_role("link", name="Approve it or leave a note").tap()
    outsider.get_by_role("button", name="Send to the desk").tap()
    expect(outsider.get_by_text("Type your name")).to_be_visible()
    shots(outsider, "shared-answer-refused-phone")
    outsider.get_by_label("Your name").fill("Jo Byrne")
    outsider.get_by_label("I approve this version").check()
    outsider.get_by_label("Note").last.fill("Nothing to add.")
    outsider.get_by_role("button", name="Send to the desk").tap()
    expect(outsider.get_by_text("Your answer has reached the desk.")).to_be_visible()
    assert outsider.context.cookies()[0]["name"] == "csrftoken"

    editor.goto("/admin/notices/notice/")
    editor.get_by_role("link", name="Jo Byrne (outside) approves").click()
    expect(editor.get_by_text("Nothing to add.")).to_be_visible()
    expect(editor.get_by_text(re.compile("1 time, last"))).to_be_visible()
    shots(editor, "shared-answered")
    editor.get_by_role("button", name="Revoke").click()
    expect(editor.get_by_text("Revoked", exact=True).first).to_be_visible()
    closed = outsider.request.get(path)
    assert closed.status == 410
    assert "taken the link back" in closed.text()


def test_words_marked_in_a_field_are_quoted(open_page, ada, story):
    page = open_page(user=ada)
    page.goto(address("change", story))
    page.locator("#id_headline").focus()
    page.keyboard.press("Control+a")
    page.locator("#headline").get_by_role("link", name="Comment …").click()
    expect(page.get_by_role("dialog").get_by_label("Selected text", exact=True)).to_have_value(
        "The ferry turns"
    )


@pytest.mark.console_error_ok("422")
def test_a_refused_query_stays_in_its_dialog_and_the_form_keeps_what_was_typed(
    open_page, ada, story
):
    page = open_page(user=ada)
    page.goto(address("change", story))
    page.locator("#id_standfirst").fill("Typed and not saved.")
    unfold(page, "behind")
    page.locator("#behind").get_by_role("link", name="Comment …").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Selected text", exact=True).fill("high")
    dialog.get_by_role("button", name="Comment").click()
    expect(dialog.get_by_text("Write your comment.")).to_be_visible()
    expect(dialog.get_by_label("Selected text", exact=True)).to_have_value("high")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator("#behind").get_by_role("link", name="Comment …")).to_be_focused()
    expect(page.locator("#id_standfirst")).to_have_value("Typed and not saved.")
    assert not DeskQuery.objects.exists()


def test_the_keys_of_the_form_do_not_reach_it_from_the_dialog(open_page, ada, story):
    page = open_page(user=ada)
    page.goto(address("change", story))
    page.locator("#id_standfirst").fill("Typed and not saved.")
    unfold(page, "behind")
    page.locator("#behind").get_by_role("link", name="Comment …").click()
    page.get_by_role("dialog").get_by_label("Comment", exact=True).fill("Who says so?")
    page.keyboard.press("Control+s")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("#behind").get_by_text("Who says so?")).to_be_visible()
    expect(page.locator("#id_standfirst")).to_have_value("Typed and not saved.")
    story.refresh_from_db()
    assert story.standfirst == ""


@pytest.mark.console_error_ok("Failed to (fetch|load)|ERR_FAILED")
def test_a_query_that_could_not_be_sent_is_still_there(open_page, ada, story):
    page = open_page(user=ada)
    page.goto(address("change", story))
    unfold(page, "behind")
    page.locator("#behind").get_by_role("link", name="Comment …").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Comment", exact=True).fill("Who says so?")
    page.route("**/queries/**", lambda route: route.abort())
    dialog.get_by_role("button", name="Comment").click()
    expect(dialog.get_by_text("This could not be sent")).to_be_visible()
    expect(dialog.get_by_label("Comment", exact=True)).to_have_value("Who says so?")
    page.unroute("**/queries/**")
    dialog.get_by_role("button", name="Comment").click()
    expect(dialog).to_be_hidden()
    assert DeskQuery.objects.get().text == "Who says so?"


def test_an_expired_login_loses_no_query(open_page, ada, story):
    page = open_page(user=ada)
    page.goto(address("change", story))
    unfold(page, "behind")
    page.locator("#behind").get_by_role("link", name="Comment …").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Comment", exact=True).fill("Who says so?")
    page.context.clear_cookies(name="sessionid")
    dialog.get_by_role("button", name="Comment").click()
    expect(dialog.get_by_text("This could not be sent")).to_be_visible()
    expect(dialog.get_by_label("Comment", exact=True)).to_have_value("Who says so?")


def test_the_whole_talk_works_without_javascript(open_page, ada, bo, story):
    page = open_page(user=ada, java_script_enabled=False)
    page.goto(address("change", story))
    unfold(page, "behind")
    page.locator("#behind").get_by_role("link", name="Comment …").click()
    page.get_by_label("About").select_option(label="Analysis part “Why now”")
    page.get_by_label("Comment", exact=True).fill("@bo, says who?")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_text("@bo, says who?")).to_be_visible()
    page.get_by_role("button", name="Resolve").click()
    expect(page.get_by_text("ada resolved it")).to_be_visible()
    page.goto(address("shared", story))
    page.get_by_role("button", name="Make a link").click()
    path = shared_path(page)
    reader = open_page(java_script_enabled=False)
    reader.goto(path)
    reader.get_by_role("link", name="Approve it or leave a note").click()
    reader.get_by_label("Your name").fill("Jo")
    reader.get_by_label("I have a note").check()
    reader.get_by_label("Note", exact=True).fill("Too long.")
    reader.get_by_role("button", name="Send to the desk").click()
    expect(reader.get_by_text("Thank you")).to_be_visible()


def test_links_in_a_frame_open_outside_it_and_paper_looks_like_paper(open_page, ada, story, shots):
    page = open_page(user=ada)
    page.goto(f"{address('preview', story)}?as=print")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="The ferry turns")).to_be_visible()
    expect(frame.get_by_role("navigation", name="Site")).to_be_hidden()
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    shots(page, "preview-print")
    page.get_by_role("link", name="Phone").click()
    shots(page, "preview-phone")
    with page.expect_popup() as opened:
        page.frame_locator("iframe").get_by_role("link").nth(1).click()
    opened.value.close()
    assert page.url.endswith("?as=phone")
    page.get_by_role("link", name="Desktop").click()
    expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_be_visible()
    shots(page, "preview-desktop")


# Looks


@pytest.fixture
def talked_about(ada, bo, story):
    """A story with queries of every state, and previews open, closed and answered."""
    parts = parts_of(story, StoryAdmin.sections)
    why, next_ = parts["analysis:aaaa0001"], parts["analysis:aaaa0002"]
    stops = threads.ask(
        story, actor=ada, about=why, quoted="The tide", text="Says who?", blocking=True
    )
    threads.reply(stops, actor=bo, text="The harbour’s own table of tides, I think.")
    threads.ask(story, actor=bo, about=next_, text="By whom?")
    threads.ask(story, actor=ada, text="Is this news?\nIt was last week.")
    settled = threads.ask(story, actor=ada, about=parts["headline"], text="Turns where?")
    threads.resolve(settled, actor=bo, note="It is in the standfirst.")
    document = document_of(Story.objects.get(pk=story.pk))
    values = {name: getattr(document, name) for name in document.__slots__}
    kept = [part for part in document.analysis if part.id == "aaaa0001"]
    reworded = type(kept[0])(id="aaaa0001", heading="Why now", body="<p>The tide was low.</p>")
    STORY.revise(story, type(document)(**values | {"analysis": (reworded,)}), actor=bo)
    return story


def make_links(page, story):
    """Share twice, answer one of them as a stranger would, revoke the other."""
    for recipient in ("Mr Old, a former source", "Ms Byrne, lawyer"):
        page.goto(address("shared", story))
        page.get_by_label("For whom").fill(recipient)
        page.get_by_role("button", name="Make a link").click()
    page.get_by_role("article", name="Mr Old").get_by_role("button", name="Revoke").click()
    return shared_path(page)


# axe tries inline styles out.
@pytest.mark.console_error_ok("Applying inline style")
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(open_page, ada, talked_about, shots, width):
    page = open_page(user=ada, width=width)
    path = make_links(page, talked_about)
    outside = open_page(width=width)
    outside.goto(f"{path}answer/")
    outside.get_by_label("Your name").fill("Jo Byrne")
    outside.get_by_label("I have a note").check()
    outside.get_by_label("Note", exact=True).fill("The second part is not safe to print.")
    outside.get_by_role("button", name="Send to the desk").click()
    urls = {
        "form": address("change", talked_about),
        "queries": address("queries", talked_about),
        "shared": address("shared", talked_about),
        "notices": "/admin/notices/notice/",
        "preview": address("preview", talked_about),
        "phone": f"{address('preview', talked_about)}?as=phone",
        "shared-page": path,
        "shared-answer": f"{path}answer/",
    }
    found = []
    for name, url in urls.items():
        page.goto(url, wait_until="networkidle")
        found += wrong(page, name)
        for scheme in axe.schemes(page):
            shots(page, f"talk-{name}-{width}-{scheme}")
    page.goto(urls["form"])
    page.locator("#behind").get_by_role("link", name="Reply or resolve").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found += wrong(page, "dialog")
    for scheme in axe.schemes(page):
        shots(page, f"talk-dialog-{width}-{scheme}", full_page=False)
    outside.goto(f"{path}answer/")
    found += wrong(outside, "outside")
    page.goto(address("shared", talked_about))
    for link in PreviewLink.objects.filter(revoked_at=None):
        page.locator(f"#link-{link.pk}").get_by_role("button", name="Revoke").click()
    assert not found, "\n".join(found)


def wrong(page, name):
    page.wait_for_load_state()
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for scheme in axe.schemes(page):
        if page.evaluate(wider) > 0:
            yield f"{name}, {scheme}: scrolls sideways"
        for each in axe.violations(page):
            yield f"{name}, {scheme}: {each}"


def test_a_full_story_is_shared_with_its_pictures(open_page, ada, shots):
    item = desk.full_story(person("Desk chief"))
    page = open_page(user=ada)
    page.goto(address("shared", item))
    page.get_by_role("button", name="Make a link").click()
    path = shared_path(page)
    for width in (390, 1280):
        outside = open_page(width=width)
        outside.goto(path, wait_until="networkidle")
        picture = outside.locator("main img").first
        assert picture.evaluate("img => img.complete && img.naturalWidth") > 0
        shots(outside, f"shared-full-{width}")
