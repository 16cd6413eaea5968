"""The demo desk's content: complete, consistent, clean HTML, our own words."""

import re
import shutil
import tomllib
from itertools import pairwise

import pytest
from django.conf import settings
from PIL import Image

from newsdesk.pages.documents import as_data, digest
from newsdesk.pages.rich_text import plain, sanitise
from newsdesk.site.demo import files, loader
from newsdesk.site.demo.desk import PICTURES
from stories.models.author import LEAST_SIDE
from tests.house.rules import our_files, text_of

SEED = settings.BASE_DIR.parent / "shared" / "seed" / "explainer.txt"
# Names are not wording. This one is seven words long.
NAMES = {("escape", "and", "plasma", "acceleration", "and", "dynamics", "explorers")}


@pytest.fixture(scope="module")
def desk():
    return loader.load()


def words(text):
    return re.findall(r"\w+", text.lower())


def text_in(story):
    """Everything a reader of the story would read, as plain text."""
    document = story.standing_document
    parts = [document.headline, document.standfirst, plain(document.summary)]
    parts += [f"{part.heading}\n{plain(part.body)}" for part in document.analysis]
    for report in document.reports:
        parts += [report.headline, report.paraphrase, report.quotation, report.speaker]
    parts += [plain(document.background), *(event.text for event in document.timeline)]
    return "\n".join([*parts, *(question.text for question in document.deeper)])


def test_there_is_enough_to_show(desk):
    assert len(desk.stories) >= 6
    assert len(desk.entities) >= 20
    assert len(desk.faqs) >= 25
    assert {page.document.kind for page in desk.entities} >= {
        "organisation",
        "person",
        "place",
        "rocket",
        "spacecraft",
        "mission",
        "celestial-body",
        "programme",
        "event",
    }


def test_one_topic_has_several_stories(desk):
    with_nasa = [story for story in desk.stories if "entity:nasa" in story.document.entities]
    assert len(with_nasa) >= 3


def test_an_editor_finds_every_state(desk):
    assert [story.document.slug for story in desk.stories if story.draft]
    assert [story.document.slug for story in desk.stories if story.review and story.queries]
    assert [story.document.slug for story in desk.stories if story.hours_ahead]
    assert [story.document.slug for story in desk.stories if story.change and not story.unseen]


def test_a_reader_finds_every_kind_of_notice(desk):
    done = {(deed.verb, deed.gravity) for story in desk.stories for deed in story.deeds}
    assert done == {("publish", ""), ("correct", "top"), ("clarify", ""), ("withdraw", "")}
    days = [story.days_ago for story in desk.stories if not story.unseen]
    assert len(set(days)) == len(days)


def test_what_happens_to_a_story_happens_in_order_and_after_it_was_published(desk):
    for story in desk.stories:
        days = [story.days_ago, *(deed.days_ago for deed in story.deeds)]
        assert days == sorted(days, reverse=True), story.reference
        assert not (story.unseen and story.deeds), story.reference


def test_the_words_of_a_mistake_are_gone_from_what_readers_see(desk):
    for story in desk.stories:
        for old in (old for deed in story.deeds for old in deed.replace):
            assert old not in text_in(story)
            assert any(old in text for text in texts_of(as_data(story.document)))


def texts_of(data):
    if isinstance(data, str):
        yield data
    for value in (
        data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    ):
        yield from texts_of(value)


def test_both_shapes_of_analysis_are_there(desk):
    shapes = [
        [(part.kind, bool(part.heading)) for part in story.document.analysis]
        for story in desk.stories
    ]
    assert [("analysis", False)] in shapes
    assert any(len(shape) > 2 and shape[-1][0] == "forecast" for shape in shapes)


def test_timelines_are_in_order_and_differ_in_precision(desk):
    for story in desk.stories:
        dates = [event.date for event in story.standing_document.timeline]
        assert all(one[: len(other)] <= other for one, other in pairwise(dates)), dates
    lengths = {len(event.date) for story in desk.stories for event in story.document.timeline}
    assert lengths == {4, 7, 10}


def test_published_stories_are_as_long_as_real_ones(desk):
    for story in desk.stories:
        if not story.draft:
            assert 450 <= len(text_in(story).split()) <= 900, story.reference


def test_every_question_page_has_its_parts(desk):
    for faq in desk.faqs:
        document = faq.document
        assert document.intro, document.slug
        assert 1 <= len(document.answers) <= 4, document.slug
        assert document.entities, document.slug
        assert document.tags, document.slug
        assert document.sources or document.slug == "is-port-ellery-real"


def test_topics_say_where_their_description_comes_from(desk):
    for entity in desk.entities:
        document = entity.document
        assert document.description.endswith("."), document.slug
        assert document.description_source
        assert document.description_licence
        assert document.as_of


def test_a_story_names_each_of_its_topics(desk):
    entities = {page.reference: page.document for page in desk.entities}
    for story in desk.stories:
        text = text_in(story).lower()
        for reference in story.document.entities:
            names = (entities[reference].name, *entities[reference].aliases)
            assert any(name.lower() in text for name in names), (story.reference, reference)


def test_a_story_and_its_questions_share_a_topic(desk):
    faqs = {page.reference: page.document for page in desk.faqs}
    for story in desk.stories:
        for reference in story.document.faqs:
            assert set(faqs[reference].entities) & set(story.document.entities), reference


def test_papers_and_those_they_quote_are_invented(desk):
    assert all(domain.endswith(".example") for outlet in desk.outlets for domain in outlet.domains)
    domains = {outlet.name: outlet.domains for outlet in desk.outlets}
    for story in desk.stories:
        for report in story.standing_document.reports:
            host = report.url.split("/")[2] if report.url else ""
            assert not host or host in domains[report.outlet], report.url
            assert bool(report.quotation) == bool(report.speaker), report.headline


def test_quotation_marks_stand_only_in_quotations(desk):
    """The desk's own text does not look like somebody's words."""
    for story in desk.stories:
        assert not set(text_in(story)) & set('"“”„«»'), story.reference


def rich_texts(desk):
    for entity in desk.entities:
        yield entity.document.slug, entity.document.body, True
    for faq in desk.faqs:
        yield faq.document.slug, faq.document.intro, False
        yield from ((faq.document.slug, answer.text, False) for answer in faq.document.answers)
    for story in desk.stories:
        document = story.standing_document
        texts = [document.summary, document.background, story.change.get("summary", "")]
        for text in texts + [part.body for part in document.analysis]:
            yield document.slug, text, False


def test_rich_text_passes_the_sanitiser_unchanged(desk):
    for slug, text, headings in rich_texts(desk):
        assert sanitise(text, headings=headings) == text, slug


def test_texts_fit_their_columns(desk):
    for story in desk.stories:
        assert len(story.document.headline) <= 200
        assert all(len(event.text) <= 500 for event in story.document.timeline)
        assert all(len(", ".join(report.reporters)) <= 300 for report in story.document.reports)
    for page in (*desk.entities, *desk.faqs, *desk.stories):
        assert re.fullmatch(r"[a-z0-9-]{1,90}", page.document.slug)


def test_every_picture_is_there_and_described(desk):
    for story in desk.stories:
        assert story.picture, story.reference
    for page in (*desk.stories, *desk.entities):
        if page.picture:
            assert 20 <= len(page.picture.alt) <= 300, page.reference
            with Image.open(page.picture.path) as picture:
                assert min(picture.size) >= 800, page.reference
    for author in desk.authors:
        assert author.portrait, author.name
        assert author.name in author.portrait.alt
        with Image.open(author.portrait.path) as picture:
            assert min(picture.size) >= LEAST_SIDE, author.name
        assert author.portrait.path.stat().st_size < 10_000, author.name


def test_part_ids_are_the_same_in_every_run_and_never_twice(desk):
    again = loader.load()
    for one, other in zip(desk.stories, again.stories, strict=True):
        assert digest(one.document) == digest(other.document)
        document = one.standing_document
        parts = (document.analysis, document.reports, document.timeline, document.deeper)
        ids = [part.id for group in parts for part in group]
        assert len(set(ids)) == len(ids)
        assert all(re.fullmatch(r"[a-z0-9]{8}", each) for each in ids)


@pytest.fixture
def broken(tmp_path):
    """Load the content after replacing words in one of its files."""

    def load(name, old, new):
        folder = tmp_path / "content"
        shutil.copytree(loader.CONTENT, folder)
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1))
        return loader.load(folder)

    return load


STORY = "stories/baikonur-launch-pad-repaired.toml"
MENDED = "stories/blatten-glacier-warning.toml"


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (STORY, '"baikonur-cosmodrome", ', '"baikonour", ', "entity:baikonour"),
        (STORY, 'faq = "why-only-one-pad"', 'faq = "why"', "faq:why"),
        (STORY, '"Owen Achterberg"', '"Owen A."', "Owen A."),
        (STORY, 'outlet = "The Orbit Review"', 'outlet = "Orbits"', "Orbits"),
        (STORY, 'kind = "forecast"', 'kind = "guess"', "guess"),
        (STORY, "headline =", "headlines =", "headlines"),
        (STORY, "slug =", "slug ", STORY.split("/")[1]),
        (MENDED, 'verb = "correct"', 'verb = "amend"', "amend"),
        (MENDED, "wrong =", "wrongly =", "wrongly"),
        (MENDED, '"buried the whole village."', '"buried it."', "“buried it.” stands in"),
        ("entities.toml", 'kind = "rocket"', 'kind = "racket"', "racket"),
        ("entities.toml", 'slug = "spacex"', 'slug = "nasa"', "entity:nasa"),
        ("faqs-space.toml", 'entities = ["baikonur-cosmodrome", ', 'entities = ["x", ', "entity:x"),
    ],
)
def test_a_mistake_in_a_file_is_named(broken, name, old, new, message):
    with pytest.raises(files.BrokenContent, match=re.escape(message)):
        broken(name, old, new)


def test_a_story_may_not_lead_to_one_that_comes_later(broken):
    with pytest.raises(files.UnknownReference, match="story:new-glenn-booster-flies-again"):
        broken(STORY, 'faq = "why-only-one-pad"', 'story = "new-glenn-booster-flies-again"')


def test_no_picture_is_nobodys(desk):
    shown = {page.picture.file for page in (*desk.stories, *desk.entities) if page.picture}
    faces = {author.portrait.file for author in desk.authors if author.portrait}
    assert {path.name for path in PICTURES.iterdir()} == shown | faces


def test_a_picture_that_is_not_there_is_named(broken):
    with pytest.raises(files.UnknownReference, match=r"there is no file “unicorn\.webp”"):
        broken("entities.toml", "entity-nasa.webp", "unicorn.webp")


def runs_of(text, length):
    return zip(*(text[n:] for n in range(length)), strict=False)


@pytest.mark.skipif(not SEED.exists(), reason="the sample page is not here")
def test_no_wording_of_the_sample_page_is_in_the_repository():
    forbidden = set(runs_of(words(SEED.read_text()), 7)) - NAMES
    found = {
        f"{path}: {' '.join(run)}"
        for path in our_files()
        for run in runs_of(words(text_of(path)), 7)
        if run in forbidden
    }
    assert not found, "\n".join(sorted(found))


def test_content_files_are_the_ones_the_loader_reads():
    known = {"outlets.toml", "people.toml", "entities.toml", "questions-asked-twice.toml"}
    known |= {"publication.toml", "site-pages.toml", "sections.toml"}
    pictures = (PICTURES, loader.CONTENT / "publication")
    for path in loader.CONTENT.rglob("*"):
        if path.is_file() and path.parent not in pictures:
            assert path.suffix == ".toml"
            in_stories = path.parent.name == "stories"
            assert in_stories or path.name in known or path.name.startswith("faqs-")
            tomllib.loads(path.read_text())
