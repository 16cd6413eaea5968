"""Sitemaps keep the rules of sitemaps.org and of the news extension: shape, addresses, dates, sizes."""

import re

import pytest
from django.conf import settings
from lxml import etree

from newsdesk.site import sitemaps
from tests.house.rules import ROOT
from tests.public import desk

SCHEMA = ROOT / "tests/valid"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
LASTMOD = "{http://www.sitemaps.org/schemas/sitemap/0.9}lastmod"
# The protocol's limits for one file; the news extension allows fewer entries.
MOST, MOST_NEWS, MOST_BYTES = 50_000, 1_000, 50 * 1024 * 1024
# A W3C datetime as it has to be where there is a time of day: seconds and zone are said.
W3C = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?")


@pytest.fixture(scope="module")
def schema():
    return etree.XMLSchema(etree.parse(SCHEMA / "sitemap.xsd"))


@pytest.fixture
def full(chief, monkeypatch):
    """A desk with so many pages that they need several files."""
    monkeypatch.setattr(sitemaps, "SIZE", 3)
    desk.full_story(chief, "Ships", parts=3)
    desk.story(chief, "Rust & <boats>", slug="rust")


@pytest.fixture
def checked(client, schema):
    """Fetch a sitemap, hold it against the schema and the rest of the rules; return its addresses."""

    def fetch(path):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert answer["Content-Type"].startswith("application/xml"), path
        assert len(answer.content) <= MOST_BYTES
        root = etree.fromstring(answer.content)
        assert schema.validate(root), f"{path}: {schema.error_log}"
        addresses = [loc.text for loc in root.iter(LOC)]
        assert len(addresses) <= (MOST_NEWS if "news" in path else MOST)
        assert len(set(addresses)) == len(addresses), path
        assert all(each.startswith(f"{settings.SITE_URL}/") for each in addresses), path
        assert all(len(each) < 2_048 and each.isascii() for each in addresses), path
        dates = [each.text for each in root.iter(LASTMOD)]
        assert all(W3C.fullmatch(each) for each in dates), dates
        return [each.removeprefix(settings.SITE_URL) for each in addresses]

    return fetch


def test_every_sitemap_keeps_the_rules(full, checked, client):
    files = checked("/sitemap.xml")
    assert len(files) >= 3
    pages = [page for path in files if "news" not in path for page in checked(path)]
    assert len(set(pages)) == len(pages)
    assert all(client.get(page).status_code == 200 for page in pages)
    assert set(checked("/sitemaps/news.xml")) == {"/stories/ships/", "/stories/rust/"}


@pytest.mark.django_db
def test_the_sitemaps_of_an_empty_desk_keep_the_rules(checked):
    for path in ("/sitemap.xml", "/sitemaps/1.xml"):
        assert checked(path)


def test_no_file_can_grow_beyond_the_limit():
    assert sitemaps.SIZE + len(sitemaps.indexes()) <= MOST
    assert sitemaps.NEWS_SIZE <= MOST_NEWS


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "<url><lastmod>2026-01-05</lastmod></url>",
        "<url><loc>/stories/</loc></url>",
        "<url><loc>https://e.example/</loc><lastmod>5 January 2026</lastmod></url>",
        "<url><lastmod>2026-01-05</lastmod><loc>https://e.example/</loc></url>",
        "<url><loc>https://e.example/</loc><news/></url>",
    ],
)
def test_the_schema_refuses_what_is_no_sitemap(schema, inside):
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    assert not schema.validate(etree.fromstring(f'<urlset xmlns="{space}">{inside}</urlset>'))
