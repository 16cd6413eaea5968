"""Two outlets never share a name: they would count as two independent sources."""

import pytest

from entities.merging import outlets as merging
from entities.models.outlet import Outlet
from entities.outlets import NameTaken, known_outlets, outlets_named, save
from stories import working_copy
from stories.documents import SourceReport
from stories.importing.known import make_outlets
from stories.story_page import independence
from tests import pages

pytestmark = pytest.mark.django_db

ADD = "/admin/entities/outlet/add/"


@pytest.fixture
def post():
    return save(Outlet(name="New York Post", aliases="NY Post\nNYPost"))


@pytest.mark.parametrize(
    "name",
    [
        "NY Post",
        "ny post",
        "NY  Post",
        "NＹ Post",
        "The NY Post",
        "NY-Post",
        "N.Y. Post",
        "NY\u00a0Post",
    ],
)
def test_a_name_that_is_an_alias_of_another_is_refused_wherever_it_is_said(post, desk, name):
    with pytest.raises(NameTaken, match="New York Post"):
        save(Outlet(name=name))
    with pytest.raises(NameTaken):
        save(Outlet(name="Another", aliases=f"Fine\n{name}"))
    answer = desk.post(ADD, {"name": name, "aliases": "", "domains": "", "owner": ""})
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "the outlet “New York Post”" in text
    assert f'href="/admin/entities/outlet/{post.pk}/change/"' in text
    make_outlets([name])
    assert outlets_named([name]) == {name: post}
    assert Outlet.objects.count() == 1


def test_and_is_a_sign_too(post):
    save(Outlet(name="The Mail & Guardian"))
    with pytest.raises(NameTaken):
        save(Outlet(name="Mail and Guardian"))
    save(Outlet(name="Mail and Guardian (Leeds)"))


def test_an_outlet_may_keep_and_change_its_own_names(post):
    post.name, post.aliases = "NY Post", "New York Post"
    save(post)
    post.aliases = ""
    save(post)
    save(Outlet(name="New York Post"))


def test_outlets_that_are_merged_share_their_names(post, chief):
    other = save(Outlet(name="The Post"))
    merging.merge(post, other, actor=chief)
    other.refresh_from_db()
    other.aliases = "NY Post"
    save(other)
    with pytest.raises(NameTaken, match="“The Post”"):
        save(Outlet(name="NYPost"))


def test_known_outlets_cost_one_query_however_many_there_are(post, django_assert_num_queries):
    for n in range(30):
        save(Outlet(name=f"Paper {n}"))
    with django_assert_num_queries(1):
        known_outlets([f"paper {n}" for n in range(30)])


def test_an_alias_does_not_make_a_second_source(post, chief):
    reports = tuple(
        SourceReport(id=f"r{n}", outlet=name, url=f"https://p.example/{n}", paraphrase="It leans.")
        for n, name in enumerate(("NY Post", "New York Post", "the ny post"))
    )
    story = pages.story(chief, reports=reports)
    document = working_copy.document_of(story)
    assert {report.outlet for report in document.reports} == {"New York Post"}
    assert independence(document.reports).count == "3 reports, 1 independent"
