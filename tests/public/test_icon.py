"""The icon of the site, at the address where browsers look for it unasked."""

import io

import pytest
from PIL import Image

pytestmark = pytest.mark.django_db


def test_it_is_there_for_everybody_for_a_week_without_a_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/favicon.ico")
    assert answer["Content-Type"] == "image/x-icon"
    assert answer["Cache-Control"] == "public, max-age=604800"
    assert not answer.cookies
    icon = Image.open(io.BytesIO(b"".join(answer.streaming_content)))
    assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}


@pytest.mark.parametrize("path", ["/", "/admin/login/"])
def test_pages_name_the_one_that_can_be_enlarged(client, path):
    assert b'rel="icon" type="image/svg+xml"' in client.get(path).content
