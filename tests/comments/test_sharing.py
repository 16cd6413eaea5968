"""Shared previews: one frozen version for whoever has the address, until the desk or the clock closes it."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from newsdesk.comments import answers, preview_links, tokens
from newsdesk.comments.models import DeskQuery, PreviewAnswer, PreviewLink, PreviewOpening
from newsdesk.comments.threads import open_blocking
from newsdesk.images import uploads
from newsdesk.notifications.models import Notice
from stories.documents import Byline, DeeperQuestion, StoryDocument
from stories.models.author import Author
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages, release
from tests.desk.screens import address, signed_in, text, tree
from tests.people import outsider, person
from tests.public import desk

pytestmark = pytest.mark.django_db
APPROVAL = {"name": "Jo Law", "verdict": "approve", "text": "Fine."}
NOTE = {"name": "Jo Law", "verdict": "note", "text": "Who says that it turned?"}


def private(answer):
    return (
        "no-store" in answer["Cache-Control"]
        and "noindex" in answer["X-Robots-Tag"]
        and "Set-Cookie" not in answer
    )


def outside(path, **kwargs):
    return Client(**kwargs).get(path)


# Opening


@pytest.mark.parametrize("build", [pages.story, pages.faq, pages.entity])
def test_an_outsider_reads_a_draft_of_every_kind_without_a_login(ada, share, build):
    item = build(ada)
    path = share(item, recipient="Ms Byrne")
    answer = outside(path)
    assert answer.status_code == 200
    for words in (
        str(item),
        "Preview: not public. For Ms Byrne, until",
        "Please do not pass it on.",
    ):
        assert words in text(answer)
    assert private(answer)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert tree(answer).xpath("//meta[@name='robots' and contains(@content, 'noindex')]")
    assert not tree(answer).xpath(
        "//link[@rel='canonical'] | //script[@type='application/ld+json']"
    )


def test_a_preview_shows_the_face_of_whose_first_story_it_is(ada, share):
    story = pages.story(ada, bylines=(Byline(name="Ada Reed", slug="ada-reed"),))
    author = Author.objects.get(slug="ada-reed")
    desk.show_portrait(author)
    author.save()
    path = share(story)
    (face,) = tree(outside(path)).xpath("//p[@class='byline']//img/@src")
    assert face.startswith(path)
    assert b"".join(outside(face).streaming_content)
    assert outside(f"/media/{author.image.name}").status_code == 404
    author.image = ""
    author.save()
    assert outside(face).status_code == 404


def test_a_preview_names_the_drafts_that_the_page_names(ada, share):
    topic, asked = pages.entity(ada), pages.faq(ada)
    deeper = (DeeperQuestion(id="dee00001", text="And then?", target=asked.key),)
    item = pages.story(ada, entities=(topic.key,), faqs=(asked.key,), deeper=deeper)
    words = text(outside(share(item)))
    for name in ("Harbour Trust", "Why do ferries lean?", "And then?"):
        assert name in words


def test_a_later_edit_does_not_change_what_was_shared(ada, bo, story, share, newest_link):
    path = share(story)
    shown = newest_link().digest[:12]
    later = StoryDocument(headline="Later words", slug="the-ferry-turns", summary="<p>x</p>")
    STORY.revise(story, later, actor=bo)
    words = text(outside(path))
    assert "The ferry turns" in words
    assert "Later words" not in words
    assert shown in words
    row = text(signed_in(ada).get(address("shared", story)))
    assert shown in row
    assert "The page has changed since" in row
    assert "Later words" in text(outside(share(story)))


def test_a_correction_that_stands_on_the_page_is_shown_as_it_was(ada, share):
    chief = person("Desk chief")
    item = desk.story(chief)
    mended = replace(document_of(item), summary="<p>It turned at one.</p>")
    STORY.revise(item, mended, actor=chief)
    told = {"kind": "correction", "note": "We had the hour wrong."}
    release.publish(item, actor=chief, **told, wrong="At noon.", right="At one.")
    words = text(outside(share(item)))
    assert "We had the hour wrong." in words
    assert "Preview: a new version that is not public yet." in words
    assert "Not published yet" not in words


def test_openings_are_counted_and_tell_nothing_of_who_opened(ada, story, share, newest_link):
    path = share(story)
    assert "Not yet" in text(signed_in(ada).get(address("shared", story)))
    for _ in range(3):
        outside(path)
    Client().head(path)
    signed_in(ada).get(path)
    assert newest_link().openings.count() == 3
    assert "3 times, last" in text(signed_in(ada).get(address("shared", story)))
    assert {field.name for field in PreviewOpening._meta.get_fields()} == {"id", "link", "at"}


def test_openings_fill_no_table(story, share, newest_link, monkeypatch):
    monkeypatch.setattr("newsdesk.comments.open_preview.MOST_OPENINGS", 2)
    path = share(story)
    for _ in range(4):
        assert outside(path).status_code == 200
    assert newest_link().openings.count() == 2


def test_opening_costs_few_queries_whatever_the_page_holds(ada, share, django_assert_num_queries):
    for parts in (1, 6):
        path = share(
            desk.full_story(person("Desk chief", f"chief-{parts}"), f"F{parts}", parts=parts)
        )
        # The link, how often it was opened, one row more, portraits of authors, what was left here.
        with django_assert_num_queries(5):
            outside(path)


# What opens it not


def test_an_address_that_was_never_given_is_not_found(story, share, newest_link):
    path = share(story)
    token = path.split("/")[2]
    uid = newest_link().uid
    forged = (
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        uid,
        f"{uid}.",
        tokens.token_of("somebody-else"),
        token.replace(uid, tokens.new_uid()),
        "x" * 3_000,
        "%00",
    )
    for wrong in forged:
        for rest in ("", "answer/", f"pictures/00/{'0' * 32}.webp"):
            answer = outside(f"/preview/{wrong}/{rest}")
            assert answer.status_code in (400, 404)
            assert "The ferry turns" not in answer.content.decode()
    assert not PreviewOpening.objects.exists()


def test_the_token_of_one_page_opens_no_other(ada, story, share):
    first, second = share(story), share(pages.story(ada, "Something secret"))
    assert "Something secret" not in text(outside(first))
    assert "The ferry turns" not in text(outside(second))


def test_no_address_is_stored(story, share):
    token = share(story).split("/")[2]
    signature = token.split(".")[1]
    stored = str([list(model.objects.values()) for model in (PreviewLink, Notice)])
    assert signature not in stored
    assert signature not in str(list(story.events.values()))


@pytest.mark.parametrize("why", ["revoked", "expired"])
def test_a_closed_preview_says_why_and_nothing_else(ada, story, share, newest_link, why):
    path = share(story, recipient="Ms Byrne")
    if why == "revoked":
        preview_links.revoke(newest_link(), actor=ada)
    else:
        PreviewLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    reason = "taken the link back" if why == "revoked" else "has expired"
    for rest in ("", "answer/", f"pictures/00/{'0' * 32}.webp"):
        answer = outside(path + rest)
        assert answer.status_code == 410
        assert reason in text(answer)
        assert private(answer)
        for secret in ("ferry", "Byrne", "ada", newest_link().digest[:8]):
            assert secret not in answer.content.decode()
    assert Client().post(f"{path}answer/", APPROVAL).status_code == 410
    assert not PreviewAnswer.objects.exists()
    assert not PreviewOpening.objects.exists()
    assert not tree(signed_in(ada).get(address("shared", story))).xpath("//copy-address")


# Pictures


def stored():
    found = uploads.store(SimpleUploadedFile("x.jpg", pages.picture().read()))
    return found.name


def test_the_pictures_of_the_version_come_under_its_own_address(ada, share):
    topic = pages.entity(ada, image=desk.image())
    item = pages.story(ada, image=desk.image(), entities=(topic.key,))
    path = share(item)
    page = tree(outside(path))
    sources = [str(src) for src in page.xpath("//main//img/@src")]
    for srcset in page.xpath("//main//@srcset"):
        sources += [part.split()[0] for part in srcset.split(",")]
    assert sources
    for source in sources:
        assert source.startswith(f"{path}pictures/")
        answer = outside(source)
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("image/")
        assert private(answer)
        assert "sandbox" in answer["Content-Security-Policy"]
        assert b"".join(answer.streaming_content)


def test_no_other_file_comes_under_that_address(ada, share):
    other = stored()
    default_storage.save("secret.txt", ContentFile(b"secret"))
    path = share(pages.story(ada, image=desk.image()))
    wrong = (
        other.removeprefix("pictures/"),
        "../secret.txt",
        "..%2fsecret.txt",
        "00/x.webp",
        f"00/{'0' * 32}.txt",
    )
    for name in wrong:
        assert outside(f"{path}pictures/{name}").status_code == 404
    mine = PreviewLink.objects.get().document["image"]["name"].removeprefix("pictures/")
    smaller = outside(f"{path}pictures/{mine.removesuffix('.webp')}-800.avif")
    assert smaller.status_code == 200
    assert b"".join(smaller.streaming_content)
    assert outside(f"{path}pictures/{mine}/../../secret.txt").status_code == 404


# Answering


def test_an_approval_reaches_the_sharer_and_the_history(ada, story, share, newest_link):
    path = share(story)
    answer = Client().post(f"{path}answer/", APPROVAL, follow=True)
    assert "Your answer has reached the desk." in text(answer)
    version = newest_link().digest[:8]
    (notice,) = Notice.objects.of(ada)
    assert notice.text == f"Jo Law (outside) approves “The ferry turns”, version {version}: Fine."
    words = text(signed_in(ada).get(address("history", story)))
    assert "ada had an answer to a shared preview: “Jo Law”, an approval." in words
    assert "Approves Jo Law" in text(signed_in(ada).get(address("shared", story)))
    assert not DeskQuery.objects.exists()


def test_a_note_becomes_a_query_of_the_page(ada, bo, story, share):
    path = share(story)
    Client().post(f"{path}answer/", NOTE)
    query = DeskQuery.objects.get()
    assert (query.asker, query.key, query.blocking) == ("Jo Law (outside)", story.key, False)
    assert "Who says that it turned?" in text(signed_in(bo).get(address("change", story)))
    (notice,) = Notice.objects.of(ada)
    assert notice.data == {"screen": "queries", "fragment": f"query-{query.pk}"}
    signed_in(bo).post(
        address("queries", story), {"do": "reply", "query": query.pk, "text": "The harbour."}
    )
    assert Notice.objects.of(ada).first().kind == "reply"


def test_a_note_stops_publishing_where_the_sharer_wanted_it(ada, story, share):
    path = share(story, blocking="on")
    Client().post(f"{path}answer/", NOTE)
    assert open_blocking(story.key) == [("", NOTE["text"])]
    query = DeskQuery.objects.get()
    signed_in(ada).post(address("queries", story), {"do": "resolve", "query": query.pk})
    assert open_blocking(story.key) == []


def test_what_was_left_at_a_preview_stands_beside_its_words_and_at_no_other(story, share):
    path, other = share(story), share(story)
    assert not tree(outside(path)).xpath("//shared-notes")
    about = {"quoted": "tide was", "before": "The ", "after": " high."}
    Client().post(f"{path}answer/", NOTE | about)
    (note,) = tree(outside(path)).xpath("//shared-notes//li")
    assert (note.get("data-quoted"), note.get("data-before")) == ("tide was", "The ")
    assert NOTE["text"] in note.text_content()
    assert "Jo Law" in note.text_content()
    assert NOTE["text"] not in text(outside(other))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": " "}, "Type your name"),
        ({"name": "x" * 81}, "at most 80"),
        ({"verdict": ""}, "Choose one of the two."),
        ({"verdict": "publish"}, "not one of the available choices"),
        ({"verdict": "note", "text": ""}, "Write your note."),
        ({"text": "x" * 4_001}, "longer than 4,000"),
    ],
)
def test_a_wrong_answer_is_refused_with_everything_that_was_typed(story, share, change, words):
    path = share(story)
    sent = APPROVAL | change
    answer = Client().post(f"{path}answer/", sent)
    assert answer.status_code == 422
    assert words in text(answer)
    form = next(form for form in tree(answer).forms if "verdict" in form.fields)
    assert form.fields["name"] == sent["name"]
    assert (form.fields["text"] or "").strip() == sent["text"]
    assert not PreviewAnswer.objects.exists()


def test_a_robot_that_fills_the_trap_is_thanked_and_forgotten(ada, story, share):
    path = share(story)
    answer = Client().post(f"{path}answer/", APPROVAL | {"website": "https://spam.example"})
    assert answer.status_code == 302
    assert not PreviewAnswer.objects.exists()
    assert not Notice.objects.of(ada).exists()


def test_answers_are_bounded_by_the_hour_and_altogether(story, share, monkeypatch):
    path = f"{share(story)}answer/"
    monkeypatch.setattr(answers, "MOST_AN_HOUR", 2)
    codes = [Client().post(path, APPROVAL).status_code for _ in range(3)]
    assert codes == [302, 302, 429]
    refused = Client().post(path, NOTE)
    assert "Nothing is lost" in text(refused)
    assert NOTE["text"] in text(refused)
    monkeypatch.setattr(answers, "MOST_AN_HOUR", 99)
    monkeypatch.setattr(answers, "MOST", 3)
    codes = [Client().post(path, APPROVAL).status_code for _ in range(2)]
    assert codes == [302, 429]
    assert PreviewAnswer.objects.count() == 3


def test_an_answer_needs_the_token_against_forged_requests(story, share):
    path = f"{share(story)}answer/"
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, APPROVAL).status_code == 403
    page = strict.get(path)
    # Under no-referrer browsers send "Origin: null" with a form, and Django refuses that.
    assert page["Referrer-Policy"] == "same-origin"
    token = tree(page).xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
    assert strict.post(path, APPROVAL | {"csrfmiddlewaretoken": token}).status_code == 302


def test_what_an_outsider_types_is_text_everywhere(ada, story, share):
    mark = "\"'><zq onx=zq></script><script>zq"
    path = share(story, recipient=mark)
    Client().post(f"{path}answer/", {"name": mark, "verdict": "note", "text": mark})
    client = signed_in(ada)
    urls = [address(name, story) for name in ("shared", "queries", "change", "history")]
    for url in [*urls, "/admin/notices/notice/", path, f"{path}answer/"]:
        page = client.get(url).content.decode()
        assert "<zq" not in page, url
        assert "</script><script>zq" not in page, url
    assert mark.split("<")[0].strip() or text(client.get(path))


# The desk's side


def test_only_who_may_share_shares_and_revokes(ada, bo, story, share, newest_link):
    share(story)
    link = newest_link()
    for user in (bo, outsider(), person("Moderator")):
        client, url = signed_in(user), address("shared", story)
        assert client.get(url).status_code == 403
        assert client.post(url, {"days": "7"}).status_code == 403
        assert client.post(url, {"revoke": link.pk}).status_code == 403
        with pytest.raises(PermissionDenied):
            preview_links.revoke(link, actor=user)
    assert PreviewLink.objects.filter(revoked_at=None).count() == 1


def test_a_link_is_revoked_by_who_shared_it_or_by_the_chief(ada, story, share, newest_link):
    other, chief, url = person("Editor", "cy"), person("Desk chief"), address("shared", story)
    share(story)
    assert signed_in(other).post(url, {"revoke": newest_link().pk}).status_code == 403
    answer = signed_in(chief).post(url, {"revoke": newest_link().pk}, follow=True)
    assert "The link is revoked" in text(answer)
    again = signed_in(ada).post(url, {"revoke": newest_link().pk}, follow=True)
    assert "revoked already" in text(again)
    words = text(signed_in(ada).get(address("history", story)))
    assert "ada shared a preview with somebody outside." in words
    assert "desk-chief revoked a shared preview." in words


def test_the_link_of_one_page_is_not_revoked_through_another(ada, story, share, newest_link):
    share(story)
    other = pages.story(ada, "Another story")
    sent = {"revoke": newest_link().pk}
    assert signed_in(ada).post(address("shared", other), sent).status_code == 404
    for nonsense in ("x", "9" * 40, ""):
        sent = {"revoke": nonsense}
        assert signed_in(ada).post(address("shared", story), sent).status_code == 404
    assert newest_link().closed() == ""


@pytest.mark.parametrize("days", ["", "0", "8", "x", "365"])
def test_a_preview_is_shared_for_a_time_that_is_offered(ada, story, days):
    answer = signed_in(ada).post(address("shared", story), {"days": days, "recipient": "Me"})
    assert answer.status_code == 422
    assert b'value="Me"' in answer.content
    assert not PreviewLink.objects.exists()


def test_the_list_costs_the_same_for_one_link_and_for_twenty(
    ada, story, share, django_assert_max_num_queries
):
    counted, client = [], signed_in(ada)
    for number in range(20):
        path = share(story)
        Client().post(f"{path}answer/", APPROVAL)
        outside(path)
        if number in (0, 19):
            with django_assert_max_num_queries(40) as captured:
                client.get(address("shared", story))
            counted.append(len(captured))
    assert counted[0] == counted[1]


def test_what_is_shared_is_what_its_digest_says(story, share, newest_link):
    share(story)
    link = newest_link()
    assert preview_links.digest(StoryDocument(**{"headline": "x"})) != link.digest
    assert re.fullmatch(r"[0-9a-f]{64}", link.digest)
    assert link.digest == story.digest


def test_a_link_signed_with_the_key_of_before_still_opens(ada, share, settings):
    path = share(pages.story(ada))
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 60, [settings.SECRET_KEY]
    assert outside(path).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert outside(path).status_code == 404


def test_a_note_from_outside_can_be_about_words(ada, story, share):
    path = share(story)
    words = {"quoted": "tide  was", "before": "The ", "after": " high."}
    sent = {"name": "Jo Law", "verdict": "note", "text": "Was it?"} | words
    assert "reached the desk" in text(Client().post(f"{path}answer/", sent, follow=True))
    query = DeskQuery.objects.get()
    assert (query.path, query.part, query.quoted) == (
        "analysis:aaaa0001.body",
        "analysis:aaaa0001",
        "tide was",
    )
    page = tree(signed_in(ada).get(address("review", story)))
    assert page.xpath(f"//mark[@data-notes='comment-{query.pk}']")[0].text_content() == "tide was"
    assert "Jo Law (outside)" in page.get_element_by_id(f"comment-{query.pk}").text_content()


def test_words_from_outside_that_are_not_in_the_page_are_kept_with_the_note(ada, story, share):
    sent = {"name": "Jo Law", "verdict": "note", "text": "Was it?", "quoted": "no such words"}
    Client().post(f"{share(story)}answer/", sent)
    query = DeskQuery.objects.get()
    assert (query.path, query.part, query.quoted) == ("", "", "no such words")
    assert signed_in(ada).get(address("review", story)).status_code == 200
