"""What tests of reviewing share: colleagues, a story with parts, and everything about sharing it."""

import pytest
from django.conf import settings

from newsdesk.comments import preview_links
from stories.documents import AnalysisPart
from tests import pages
from tests.desk.screens import address, signed_in, tree
from tests.people import person


@pytest.fixture
def ada(db):
    return person("Editor", "ada")


@pytest.fixture
def bo(db):
    return person("Reporter", "bo")


@pytest.fixture
def story(bo):
    return pages.story(
        bo,
        analysis=(
            AnalysisPart(id="aaaa0001", heading="Why now", body="<p>The tide was high.</p>"),
            AnalysisPart(id="aaaa0002", heading="What next", body="<p>It is repaired.</p>"),
        ),
    )


@pytest.fixture
def share(ada):
    """Share a page as an editor does on the desk; return the link's path."""

    def do(item, client=None, **values):
        client = client or signed_in(ada)
        url = address("shared", item)
        answer = client.post(url, {"days": "7"} | values, follow=True)
        assert answer.status_code == 200
        shown = tree(answer).xpath("//copy-address/input/@value")[0]
        assert shown.startswith(settings.SITE_URL)
        return shown.removeprefix(settings.SITE_URL)

    return do


@pytest.fixture
def newest_link():
    return lambda: preview_links.PreviewLink.objects.order_by("-pk").first()
