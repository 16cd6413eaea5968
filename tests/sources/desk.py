"""A site with pages of two papers on this machine, and a desk that finds it under their names."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.outside.local_site import LocalSite, html, local_site

FERRY = "http://harbourpost.example/ferry"
PIER = "http://dailyquay.example/pier"
DATA = """{"@type": "NewsArticle", "headline": "Ferry lost steering before impact",
 "author": [{"@type": "Person", "name": "Ingrid Lie"}, {"@type": "Person", "name": "Tom Okafor"}],
 "publisher": {"@type": "Organization", "name": "Harbour Post"}, "isAccessibleForFree": false,
 "datePublished": "2026-03-03T21:40:00-05:00"}"""
FERRY_PAGE = f"""<!doctype html><html lang="en"><head><title>Ferry lost steering</title>
<link rel="canonical" href="{FERRY}"><script type="application/ld+json">{DATA}</script></head>
<body><h1>Ferry lost steering before impact</h1><p>The log says so.</p></body></html>"""
PIER_PAGE = f"""<!doctype html><html lang="en"><head><title>Pier is closed - Daily Quay</title>
<link rel="canonical" href="{PIER}"><meta property="og:site_name" content="Daily Quay">
<meta property="article:published_time" content="2026-03-04T09:00:00+00:00"></head>
<body><h1>Pier is closed</h1><p>HALDEN (AP) — The pier of Halden was closed on Wednesday until somebody has
looked at its piles, the harbour master said.</p></body></html>"""


@pytest.fixture
def site(monkeypatch) -> Iterator[LocalSite]:
    pages = {"/ferry": html(FERRY_PAGE), "/pier": html(PIER_PAGE)}
    cache.clear()
    with local_site(pages) as made:
        monkeypatch.setattr("entities.sources.read.INTERNET", made.network())
        yield made
