"""The handbook: every page is listed, every link and picture leads somewhere, and the whole desk reads it."""

import os
import re

import pytest
from django.contrib.staticfiles import finders

from newsdesk.handbook import pages
from newsdesk.handbook.page_html import rendered
from tests.people import person

SLUGS = pages.slugs()
MOST_PICTURES = 600_000  # bytes, all of them


def test_every_page_of_the_folder_is_in_the_table_of_contents():
    there = {path.stem for path in pages.folder().glob("*.md")} - {"README"}
    assert there == set(SLUGS)
    assert {"first-hour", "bring-your-text", "paste-into-a-field", "when-things-go-wrong"} <= there


@pytest.mark.parametrize("slug", ["", *SLUGS])
def test_links_and_pictures_of_a_page_lead_somewhere(slug, client, db):
    client.force_login(person("Desk chief"))
    text = (pages.folder() / f"{slug or 'README'}.md").read_text(encoding="utf-8")
    page = pages.handbook_page(slug)
    assert page.title
    for address in re.findall(r'href="([^"]+)"', page.body):
        where, _, part = address.partition("#")
        if where.startswith("/"):
            answer = client.get(where)
            assert answer.status_code == 200, address
            assert not part or f'id="{part}"' in answer.content.decode(), address
        else:
            assert part in {heading.id for heading in page.headings}, address
    shown = re.findall(r"!\[([^\]]+)\]\(pictures/([\w-]+\.webp)\)", text)
    assert text.count("![") == len(shown)
    assert all(finders.find(f"handbook/{name}") for _, name in shown)


def test_pictures_are_small_and_each_is_used():
    there = {path.name: path.stat().st_size for path in (pages.folder() / "pictures").iterdir()}
    text = "".join(path.read_text(encoding="utf-8") for path in pages.folder().glob("*.md"))
    assert sum(there.values()) < MOST_PICTURES
    assert all(f"pictures/{name}" in text for name in there)


@pytest.mark.parametrize("role", ["Reporter", "Editor", "Moderator", "Desk chief"])
def test_whoever_has_a_login_reads_it(role, client, db):
    client.force_login(person(role))
    contents = client.get("/admin/help/").content.decode()
    for slug in SLUGS:
        assert f'href="/admin/help/{slug}/"' in contents
        assert client.get(f"/admin/help/{slug}/").status_code == 200


def test_nobody_else_reads_it_and_no_other_file_is_served(client, db):
    assert client.get("/admin/help/first-hour/").status_code == 302
    client.force_login(person("Reporter"))
    for name in ("README", "no-such-page", "intake"):
        assert client.get(f"/admin/help/{name}/").status_code == 404


def test_headings_have_addresses_links_lead_to_the_desk_and_markup_stays_words():
    page = rendered(
        "# Title\n\n## One `two`\n\n[a](b-page.md#x) [gone](c-page.md) [up](../intake.md)\n\n"
        "<script>alert(1)</script>\n\n## One two\n",
        own={"b-page"},
    )
    assert page.title == "Title"
    assert [(each.id, each.text) for each in page.headings] == [
        ("one-two", "One two"),
        ("one-two-2", "One two"),
    ]
    assert '<p><a href="/admin/help/b-page/#x">a</a> gone up</p>' in page.body
    assert "<script" not in page.body


def test_a_page_that_was_changed_is_read_anew(settings, tmp_path):
    folder = tmp_path / "docs" / "handbook"
    folder.mkdir(parents=True)
    settings.BASE_DIR = tmp_path
    (folder / "README.md").write_text("# H\n\n[a](a.md)\n")
    (folder / "a.md").write_text("# A\n\nFirst.\n")
    assert "First." in pages.handbook_page("a").body
    changed = (folder / "a.md").stat().st_mtime_ns
    (folder / "a.md").write_text("# A\n\nSecond.\n")
    os.utime(folder / "a.md", ns=(changed + 10**9, changed + 10**9))
    assert "Second." in pages.handbook_page("a").body
    with pytest.raises(pages.NoSuchPage):
        pages.handbook_page("b")
