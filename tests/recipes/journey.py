"""A recipe from a draft to its readers, into another and back.

Run by `test_fourth_kind.py` with settings of its own, in which recipes are installed.
"""

import json
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from newsdesk.catalogue.models import Page
from newsdesk.merging.engine import MergeRefused
from newsdesk.merging.taken import MergeChoice
from newsdesk.pages.status import Standing
from newsdesk.site.corrections import Notices
from newsdesk.site.leak_scan import scan
from newsdesk.workflow.guards import Unconfirmed
from newsdesk.workflow.register import workflow_of, working_copy
from newsdesk.workflow.transitions import Blocked
from tests.people import person
from tests.recipes.documents import RecipeDocument
from tests.recipes.models import Recipe
from tests.recipes.workflow import RECIPE
from tests.submissions.readers import words

pytestmark = pytest.mark.django_db

SOUP = RecipeDocument(
    dish="Quince soup", slug="quince-soup", method="<p>Boil the quinces.</p>", tags=("Fruit",)
)
BROTH = replace(SOUP, dish="Quince broth", slug="quince-broth", method="<p>Simmer quinces.</p>")


@pytest.fixture
def chief():
    return person("Desk chief")


def fresh(item):
    return Recipe.objects.get(pk=item.pk)


def live(document, actor):
    item = RECIPE.create(document, actor=actor)
    RECIPE.publish(item, actor=actor)
    return fresh(item)


def test_a_draft_is_written_checked_and_published(client, chief):
    with pytest.raises(PermissionDenied):
        RECIPE.create(SOUP, actor=person("Moderator", "reader"))
    item = RECIPE.create(replace(SOUP, method=""), actor=person("Reporter"))
    assert (item.standing, item.key) == (Standing.DRAFT, f"recipe:{item.pk}")
    assert client.get(item.public_path).status_code == 404
    with pytest.raises(Unconfirmed, match="Nobody says how"):
        RECIPE.publish(item, actor=chief)
    RECIPE.revise(item, replace(SOUP, dish=""), actor=chief)
    with pytest.raises(Blocked, match="The dish has no name"):
        RECIPE.publish(item, actor=chief)
    RECIPE.revise(item, SOUP, actor=chief)
    edition = RECIPE.publish(fresh(item), actor=chief)
    assert (RECIPE.read(edition), fresh(item).standing) == (SOUP, Standing.LIVE)
    assert "Boil the quinces." in words(client.get(item.public_path))
    assert working_copy(item.key) == item
    assert workflow_of(item) is RECIPE


def test_lists_feeds_sitemaps_and_search_have_it(client, chief):
    item = live(SOUP, chief)
    assert "Recipe: Quince soup" in words(client.get("/recipes/"))
    for path in (f"/archive/{Page.objects.get().published_at:%Y}/", "/tags/fruit/"):
        assert "Quince soup" in words(client.get(path))
    feed = json.loads(client.get("/feeds/tags/fruit.json").content)
    (entry,) = feed["items"]
    assert (entry["title"], entry["content_html"]) == (SOUP.dish, SOUP.method)
    sitemap = client.get("/sitemaps/1.xml").content.decode()
    assert item.public_path in sitemap
    assert sitemap.count("/recipes/</loc>") == 1
    found = client.get("/search/?q=quinces")
    assert "Quince soup" in words(found)
    assert "Recipes" in words(found)
    (suggested,) = client.get("/search/suggest/?q=quin").json()["suggestions"]
    assert suggested == {"title": SOUP.dish, "label": "Recipe", "path": item.public_path}


def test_its_history_says_what_was_corrected(client, chief):
    item = live(SOUP, chief)
    mended = replace(SOUP, method="<p>Steam the quinces.</p>")
    told = {"wrong": "They were boiled.", "right": "They are steamed."}
    RECIPE.correct(item, actor=chief, document=mended, **told)
    path = f"{item.public_path}history/"
    assert "Correction" in words(client.get(path))
    assert "Boil the quinces." in words(client.get(f"{path}1/"))
    assert "Steam" in words(client.get(f"{path}compare/?from=1&to=2"))
    assert client.get(f"{path}1/document.json").json()["dish"] == SOUP.dish
    (notice,) = Notices()
    assert notice.page.key == item.key
    assert "Quince soup" in words(client.get("/corrections/"))
    assert client.get("/report/", {"page": item.public_path, "part": "method"}).status_code == 200
    RECIPE.restore(fresh(item), actor=chief, number=1)
    assert RECIPE.document_now(item) == SOUP
    RECIPE.withdraw(fresh(item), actor=chief, note="It was a jam.")
    assert client.get(item.public_path).status_code == 410


def test_two_that_are_one_are_merged_and_told_apart_again(client, chief):
    soup, broth = live(SOUP, chief), live(BROTH, chief)
    before = catalogue()
    with pytest.raises(PermissionDenied):
        RECIPE.merging.merge(broth, soup, actor=person("Reporter"))
    taken = MergeChoice(fields=("method",))
    record = RECIPE.merging.merge(broth, soup, actor=chief, reason="One dish.", taken=taken)
    assert fresh(broth).standing == Standing.MERGED
    moved = client.get(broth.public_path)
    assert (moved.status_code, moved["Location"]) == (301, soup.public_path)
    assert "Simmer quinces." in words(client.get(soup.public_path))
    assert "Quince soup" in words(client.get("/search/?q=broth"))
    with pytest.raises(MergeRefused):
        RECIPE.merging.merge(fresh(broth), soup, actor=chief)
    RECIPE.merging.undo(record, actor=chief)
    assert catalogue() == before
    assert RECIPE.document_now(soup) == SOUP
    assert "Boil the quinces." in words(client.get(soup.public_path))


def test_a_rebuild_changes_nothing_and_the_scan_knows_its_addresses(chief):
    live(SOUP, chief)
    RECIPE.merging.merge(live(BROTH, chief), Recipe.objects.get(dish=SOUP.dish), actor=chief)
    before = catalogue()
    call_command("rebuild_catalogue", verbosity=0)
    assert catalogue() == before
    found = scan()
    assert not found.faults
    assert not found.leaks


def test_commands_know_it(chief, capsys):
    item = live(SOUP, chief)
    RECIPE.create(replace(SOUP, dish="", slug=""), actor=chief)
    call_command("gate", item.key)
    assert "nothing found" in capsys.readouterr().out
    call_command("check_live_pages")
    call_command("gate", "--live", "--kind", "recipe")
    assert "1 checked: 0 blocked" in capsys.readouterr().out


def catalogue():
    """Return what readers see of all pages, apart from the rows and times in which it stands."""
    rows = Page.objects.visible().order_by("key")
    return list(rows.values_list("key", "kind", "path", "title", "summary", "text", "also"))
