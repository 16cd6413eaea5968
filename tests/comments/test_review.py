"""The reading view of a second reader: marks, margin, comments on words, proposed wordings."""

import pytest

from newsdesk.comments import threads, wordings
from newsdesk.comments.models import DeskQuery
from stories.workflow import STORY
from tests.desk.screens import address, signed_in, tree

pytestmark = pytest.mark.django_db


def review(user, item):
    return signed_in(user).get(address("review", item))


def test_the_reading_view_shows_the_draft_through_the_public_template(ada, story):
    answer = review(ada, story)
    assert answer.status_code == 200
    page = tree(answer)
    assert page.xpath("//article//h1")[0].text_content() == str(story)
    assert "The tide was high." in page.text_content()
    assert not [sign for sign in answer.content.decode() if ord(sign) >= 0xF0000]
