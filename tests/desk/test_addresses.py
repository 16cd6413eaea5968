"""Every address of the desk, for every role, against a table written by hand.

A new address fails the first test until somebody has written down who may open it.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from taggit.models import Tag

from newsdesk.importing.models import NameAnswer, SectionWord
from newsdesk.sections.models.section import Section
from newsdesk.site_pages.documents import SitePageDocument
from newsdesk.site_pages.workflow import SITE_PAGE
from stories.models.author import Author
from tests import pages, release
from tests.desk.screens import signed_in
from tests.people import outsider, person

pytestmark = pytest.mark.django_db

ROLES = ("Reporter", "Editor", "Moderator", "Desk chief", "nobody", "superuser")
ALL = set(ROLES)
DESK = ALL - {"nobody"}
WRITERS = DESK - {"Moderator"}
SUPERUSER = {"superuser"}
NOBODY: set[str] = set()


def stock(prefix: str, *, look: set[str], write: set[str], delete: set[str]) -> dict[str, set[str]]:
    """Return the rules of the addresses that every admin has."""
    return {
        f"{prefix}_changelist": look,
        f"{prefix}_add": write,
        f"{prefix}_change": look,
        f"{prefix}_history": look,
        f"{prefix}_delete": delete,
    }


SHARERS = {"Editor", "Desk chief", "superuser"}


def page(prefix: str, *, write: set[str], publish: set[str]) -> dict[str, set[str]]:
    """Return the rules of a kind of page; publishing stands for all verbs, which have their own test."""
    return {
        **stock(prefix, look=DESK, write=write, delete=NOBODY),
        f"{prefix}_preview": DESK,
        f"{prefix}_edition": DESK,
        f"{prefix}_compare": DESK,
        f"{prefix}_restore": write,
        f"{prefix}_verb": publish,
        f"{prefix}_queries": DESK,
        f"{prefix}_review": DESK,
        f"{prefix}_colleagues": DESK,
        f"{prefix}_shared": SHARERS,
        f"{prefix}_scratch": write,
        f"{prefix}_scratch_new": write,
        f"{prefix}_presence": write,
        f"{prefix}_signed_in": ALL,
        f"{prefix}_bulk": DESK,
    }


def as_typed(prefix: str, *, write: set[str]) -> dict[str, set[str]]:
    """Return the rules of the preview beside a form, which is sent and never opened."""
    return {f"{prefix}_as_typed": write, f"{prefix}_as_typed_new": write}


PUBLISHERS = DESK - {"Reporter"}
CHIEFS = {"Desk chief", "superuser"}
TABLE: dict[str, set[str]] = {
    "index": ALL,
    "help": ALL,
    "help_rights": ALL,
    "help_page": ALL,
    "jobs": {"Desk chief", "superuser"},
    "webhooks": {"Desk chief", "superuser"},
    "find": ALL,
    "statistics": DESK,
    "day": ALL,
    "password_change": ALL,
    "password_change_done": ALL,
    "jsi18n": ALL,
    "autocomplete": DESK,
    "app_list": DESK,
    "notices_notice_changelist": ALL,
    "stories_story_paste": WRITERS,
    "stories_story_sources": WRITERS,
    **page("stories_story", write=WRITERS, publish=PUBLISHERS - {"Moderator"}),
    **page("faqs_faq", write=DESK, publish=PUBLISHERS),
    **page("entities_entity", write=DESK, publish=PUBLISHERS),
    **as_typed("stories_story", write=WRITERS),
    **as_typed("faqs_faq", write=DESK),
    **as_typed("entities_entity", write=DESK),
    **page("site_pages_sitepage", write=WRITERS, publish=PUBLISHERS - {"Moderator"}),
    **stock("sections_section", look=CHIEFS, write=CHIEFS, delete=SUPERUSER),
    "publication": CHIEFS,
    "publication_preview": CHIEFS,
    "front_page": SHARERS,
    "front_page_preview": SHARERS,
    **stock("entities_outlet", look=DESK, write=DESK, delete=SUPERUSER),
    **stock("stories_author", look=DESK, write=WRITERS, delete=SUPERUSER),
    **stock("importing_sectionword", look=WRITERS, write=WRITERS, delete=SHARERS),
    **stock("importing_nameanswer", look=WRITERS, write=WRITERS, delete=NOBODY),
    **stock("taggit_tag", look=DESK, write=DESK, delete=NOBODY),
    **stock("auth_user", look=SUPERUSER, write=SUPERUSER, delete=SUPERUSER),
    **stock("auth_group", look=SUPERUSER, write=SUPERUSER, delete=SUPERUSER),
    "auth_user_password_change": SUPERUSER,
    "faqs_askedquestion_changelist": {"Moderator", "Desk chief", "superuser"},
    "stories_errorreport_changelist": DESK - {"Reporter"},
}
# Pages that ask for pairs, merges, letters and bulk changes, those of one person's unsaved text and
# unfinished imports, and login and account; tests/duplicate_review, tests/entity_merging, tests/submissions,
# tests/bulk, tests/editing, tests/accounts, tests/people_pages, tests/paste, tests/names, tests/exchange and
# tests/webhooks have tables of their own.
ELSEWHERE = (
    "imports",
    "import_run",
    "import_report",
    "export_page",
    "old_addresses",
    "account_",
    "mfa_",
    "people_",
    "webhooks_",
    *(
        f"{page}_{name}"
        for page in ("stories_story", "faqs_faq", "entities_entity", "site_pages_sitepage")
        for name in ("typed", "clash", "bulk_deed")
        for name in ("typed", "clash", "bulk_deed", "filters")
    ),
    # Of one draft and of one section: tests/publication and tests/public/test_front_page.
    "publication_stylesheet",
    "front_page_of",
    # Asked by scripts, and by POST alone: tests/sources.
    "stories_story_source",
    "faqs_faq_source",
    "faqs_duplicatepair_",
    "entities_entity_merge",
    "entities_entity_undo",
    "entities_entity_split",
    "entities_outlet_merge",
    "entities_outlet_undo",
    "taggit_tag_merge",
    "taggit_tag_undo",
    "faqs_askedquestion_deed",
    "stories_errorreport_deed",
    "stories_story_reading",
)
# Open to who has not signed in; not a page; or no more than a redirect to one that is in the table.
APART = {"login", "logout", None}
SAID_TO_BE_MISSING = {"app_list"}  # 404 instead of 403
ONLY_READ = {"autocomplete"}  # 405 to who would write
ONLY_SENT = ("_as_typed", "_as_typed_new")  # 405 to who would look


def admin_addresses(resolver: Any, prefix: str = "") -> Iterator[tuple[str | None, str]]:
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from admin_addresses(pattern, path)
        elif path.startswith("admin/"):
            yield pattern.name, path


NAMES = {name for name, _ in admin_addresses(get_resolver())}


def test_every_address_of_the_desk_is_in_the_table():
    here = {name for name in NAMES - APART if name and not name.startswith(ELSEWHERE)}
    assert here - set(TABLE) == set()


def someone(role: str) -> User:
    if role == "superuser":
        return User.objects.create_superuser("superuser")
    return outsider() if role == "nobody" else person(role)


def targets(actor: User) -> dict[str, Any]:
    """Return one thing of each kind; pages are published once, so that they have an edition."""
    made = {
        "stories_story": pages.story(actor, "A story of somebody"),
        "faqs_faq": pages.faq(actor),
        "entities_entity": pages.entity(actor),
        "entities_outlet": pages.Entity._meta.apps.get_model("entities", "Outlet").objects.create(
            name="The Tide"
        ),
        "stories_author": Author.objects.create(name="Ada", slug="ada"),
        "importing_sectionword": SectionWord.objects.create(
            words="The gist", form="the gist", section="summary"
        ),
        "importing_nameanswer": NameAnswer.objects.create(
            words="The Tide",
            form="tide",
            meaning="outlet",
            answered_by=actor,
            answered_at=timezone.now(),
        ),
        "site_pages_sitepage": SITE_PAGE.create(
            SitePageDocument(title="Privacy", slug="privacy", body="<p>We keep little.</p>"),
            actor=actor,
        ),
        "sections_section": Section.objects.create(name="Harbour", slug="harbour"),
        "taggit_tag": Tag.objects.create(name="Boats"),
        "auth_user": User.objects.create_user("somebody-else"),
        "auth_group": Group.objects.create(name="A group"),
    }
    release.publish(made["stories_story"], actor=actor)
    release.publish(made["faqs_faq"], actor=actor)
    release.publish(made["entities_entity"], actor=actor)
    release.publish(made["site_pages_sitepage"], actor=actor)
    return made


def address_of(name: str, things: dict[str, Any]) -> str:
    if name == "autocomplete":
        query = "app_label=stories&model_name=storyentity&field_name=entity&term="
        return f"{reverse('admin:autocomplete')}?{query}"
    if name == "day":
        return reverse("admin:day", args=["2026-12-01"])
    if name == "help_page":
        return reverse("admin:help_page", args=["first-hour"])
    if name == "app_list":
        return reverse("admin:app_list", args=["stories"])
    prefix = next((each for each in things if name.startswith(f"{each}_")), "")
    rest = name.removeprefix(f"{prefix}_")
    after: dict[str, list[Any]] = {"edition": [1], "restore": [1], "verb": ["publish"]}
    more = after.get(rest, [])
    bare = not prefix or rest in (
        "changelist",
        "add",
        "paste",
        "scratch_new",
        "as_typed_new",
        "signed_in",
        "bulk",
    )
    args: list[Any] = [] if bare else [things[prefix].pk, *more]
    query = "?from=1&to=now" if rest == "compare" else ""
    return reverse(f"admin:{name}", args=args) + query


def written(things: dict[str, Any]) -> list[Any]:
    """Return what must stay as it is when somebody is refused."""
    return [
        (type(thing)._default_manager.count(), list(type(thing)._default_manager.values()))
        for thing in things.values()
    ] + [list(things["stories_story"].events.values())]


@pytest.mark.parametrize("role", ROLES)
def test_every_address_is_open_to_who_may_and_shut_to_who_may_not(role):
    things = targets(person("Desk chief", "the-owner"))
    client = signed_in(someone(role))
    wrong = {}
    for name in sorted(NAMES & set(TABLE)):
        answer = client.get(address_of(name, things))
        shut = 404 if name in SAID_TO_BE_MISSING else 403
        open_to_look = 405 if name.endswith(ONLY_SENT) else 200
        expected = open_to_look if role in TABLE[name] else shut
        if answer.status_code != expected:
            wrong[name] = (answer.status_code, expected)
    assert wrong == {}


@pytest.mark.parametrize("role", ROLES)
def test_who_may_not_open_an_address_cannot_write_to_it_either(role):
    things = targets(person("Desk chief", "the-owner"))
    client = signed_in(someone(role))
    before = written(things)
    wrong = {}
    for name in sorted(NAMES & set(TABLE)):
        if role not in TABLE[name] and name not in SAID_TO_BE_MISSING:
            answer = client.post(
                address_of(name, things), {"post": "yes", "_save": "1", "note": "x"}
            )
            if answer.status_code != (405 if name in ONLY_READ else 403):
                wrong[name] = answer.status_code
    assert wrong == {}
    assert written(things) == before


def test_who_may_only_look_at_a_story_cannot_save_it():
    things = targets(person("Desk chief", "the-owner"))
    client = signed_in(person("Moderator"))
    before = written(things)
    url = address_of("stories_story_change", things)
    assert client.post(url, {"headline": "Mine now", "_save": "1"}).status_code == 403
    assert b'name="headline"' not in client.get(url).content
    assert written(things) == before


def test_without_a_login_every_address_asks_for_one():
    things = targets(person("Desk chief", "the-owner"))
    before = written(things)
    for name in sorted(NAMES & set(TABLE)):
        for answer in (
            Client().get(address_of(name, things)),
            Client().post(address_of(name, things), {"post": "yes"}),
        ):
            assert answer.status_code == 302, name
            assert answer["Location"].startswith("/admin/login/"), name
    assert written(things) == before


@pytest.mark.parametrize("role", ROLES)
def test_addresses_apart_tell_nobody_anything(role):
    story = targets(person("Desk chief", "the-owner"))["stories_story"]
    client = signed_in(someone(role))
    assert client.get("/admin/logout/").status_code == 405
    assert client.get(f"/admin/r/1/{story.pk}/").status_code == 404
    answer = client.get(f"/admin/stories/story/{story.pk}/")
    assert answer["Location"] == f"/admin/stories/story/{story.pk}/change/"
    assert client.get("/admin/nowhere/").status_code == 404
