"""Topics get their name and kind from a description, and whatever is doubtful about them is said."""

import pytest

from stories.importing.explainer import KnownEntity, KnownNames
from stories.importing.findings import cut_off
from stories.importing.parser import parse
from tests.importing.pages import VOLCANO

NAMES = {
    "Skarfell is an active stratovolcano on Brimsey.": ("Skarfell", "place", ()),
    "The Nordic Lava Council is an agency that watches volcanoes.": (
        "Nordic Lava Council",
        "organisation",
        (),
    ),
    "The Nordic Lava Council (NLC; Danish: Lavarådet) is a body of experts.": (
        "Nordic Lava Council",
        "other",
        ("NLC",),
    ),
    "Norsk Lavakontroll, commonly known as Lavaco, is a state corporation.": (
        "Lavaco",
        "organisation",
        ("Norsk Lavakontroll",),
    ),
    "Deep Rock Technologies Corp., trading as DeepRock, is a drilling company based in Holm.": (
        "DeepRock",
        "organisation",
        ("Deep Rock Technologies Corp.",),
    ),
    "New Harald, named after the explorer Harald Lind, is a heavy-lift launch vehicle.": (
        "New Harald",
        "rocket",
        (),
    ),
    "Mount Ask, or simply Ask, is a volcano.": ("Ask", "place", ("Mount Ask",)),
    "Norland, officially the Kingdom of Norland, is a country.": (
        "Norland",
        "place",
        ("Kingdom of Norland",),
    ),
    "A ferry, car boat, or ro-ro ship is a vessel for short crossings.": (
        "Ferry",
        "other",
        ("car boat", "ro-ro ship"),
    ),
    "Ann Sofie Lee (born 2 May 1960) is an American geologist and author.": (
        "Ann Lee",
        "person",
        ("Ann Sofie Lee",),
    ),
    "Ivan Petrovich Lund-Moe was born in 1970 in Holm.": (
        "Ivan Lund-Moe",
        "person",
        ("Ivan Petrovich Lund-Moe",),
    ),
    "John Harold Roe Jr. was a British aviator.": ("John Roe", "person", ("John Harold Roe Jr.",)),
    "Ursula Gertrud von der Heide is a British politician.": (
        "Ursula Gertrud von der Heide",
        "person",
        (),
    ),
    "Gabriel Ruiz Soto is a Chilean poet.": ("Gabriel Ruiz Soto", "person", ()),
    "Measles is a highly contagious disease.": ("Measles", "other", ()),
    "Tern 1 is a spacecraft launch service provider.": ("Tern 1", "organisation", ()),
    "Tern is a spacecraft mission to the Moon.": ("Tern", "mission", ()),
    "Tern is the third planet of its star.": ("Tern", "celestial-body", ()),
    "Tern was a spacecraft designed for two.": ("Tern", "spacecraft", ()),
    "The Tern programme is a research programme of five universities.": (
        "Tern programme",
        "programme",
        (),
    ),
    "The 1934 eruption was a volcanic eruption on Brimsey.": ("1934 eruption", "event", ()),
    "Tern House is a building in Holm.": ("Tern House", "place", ()),
    "Tern House\nBuilt in 1930 for the mayor of Holm.": ("Tern House", "other", ()),
}


def described(*descriptions: str, page: str = "", known: KnownNames | None = None):
    """Return what is made of a page with these descriptions and, above them, some text."""
    entries = "\n".join(f"-\n{description}" for description in descriptions)
    text = f"What's happened\n{page}\nMore on these topics\n{entries}"
    return parse(text, known=known or KnownNames())


def codes(explainer, key: str) -> set[str]:
    return {note.code for note in explainer.notes if note.target.startswith(f"{key}.")}


@pytest.mark.parametrize(("description", "expected"), NAMES.items(), ids=NAMES.keys())
def test_name_kind_and_aliases_are_read(description: str, expected: tuple) -> None:
    (entity,) = described(description).entities
    document = entity.document

    assert (document.name, document.kind, document.aliases) == expected
    assert entity.reason.endswith(".")


SHORT_FORMS = {
    "an abbreviation": (
        "The Nordic Agency for Volcano Alarms is an agency.",
        "NAVA raised the alarm. Nobody at NAVA slept.",
        "NAVA",
    ),
    "the full name": (
        "The Nordic Agency for Volcano Alarms is an agency.",
        "The Nordic Agency for Volcano Alarms slept. NAVA says the Nordic Agency for Volcano Alarms "
        "never does.",
        "Nordic Agency for Volcano Alarms",
    ),
    "a name without its legal form": (
        "Brimsey Line Holding, Ltd. is a ferry company.",
        "Tickets of Brimsey Line are sold out.",
        "Brimsey Line",
    ),
    "one word without its legal form": ("Brim, Inc. is a company.", "Brim is rich.", "Brim"),
    "first and last name": (
        "Ana Maria Costa is a Chilean mayor.",
        "In the end Ana Costa came.",
        "Ana Costa",
    ),
    "a nickname": ("William Henry Roe is a British mayor.", "Then Bill Roe came.", "Bill Roe"),
}


@pytest.mark.parametrize(
    ("description", "page", "name"), SHORT_FORMS.values(), ids=SHORT_FORMS.keys()
)
def test_the_form_that_the_page_uses_is_the_name(description: str, page: str, name: str) -> None:
    (entity,) = described(description, page=page).entities

    assert entity.document.name == name
    long = description.partition(" is ")[0].removeprefix("The ")
    assert long in (name, *entity.document.aliases)


def test_a_coined_name_is_found() -> None:
    description = "Landers and Orbiters for Titan Observation is a mission."

    (entity,) = described(description, page="Everybody waits for Laotio.").entities

    assert entity.document.name == "Laotio"
    assert entity.document.aliases == ("Landers and Orbiters for Titan Observation",)


def test_a_name_of_two_words_is_not_shortened_to_one() -> None:
    (entity,) = described(
        "The Holm Harbour is a port.", page="In Holm, it rains on Holm Harbour."
    ).entities

    assert entity.document.name == "Holm Harbour"


def test_a_description_without_a_definition_is_flagged() -> None:
    explainer = described("Home of the tern and of nobody else.")

    assert "name-missing" in codes(explainer, "entity:new-1")
    assert explainer.entities[0].confidence == "guess"


def test_known_topics_are_found_by_name_and_alias() -> None:
    known = KnownNames(
        entities=(
            KnownEntity(key="entity:5", name="NAVA", kind="organisation", aliases=("Nava Ltd",)),
            KnownEntity(key="entity:9", name="Ana Costa", kind="person", description="A mayor."),
        )
    )

    explainer = described(
        "Nava Ltd is a company.",
        "Ana Maria Costa is a Chilean mayor.",
        "Holm is a town.",
        known=known,
    )

    assert [entity.key for entity in explainer.entities] == ["entity:5", "entity:9", "entity:new-3"]
    assert [entity.known for entity in explainer.entities] == [True, True, False]
    assert explainer.story.entities == ("entity:5", "entity:9", "entity:new-3")
    assert "description-differs" in codes(explainer, "entity:9")
    assert explainer.entities[0].document.name == "NAVA"


def test_a_person_is_not_taken_for_a_thing_of_the_same_name() -> None:
    known = KnownNames(entities=(KnownEntity(key="entity:5", name="Ana Costa", kind="place"),))

    (entity,) = described("Ana Costa is a Chilean mayor.", known=known).entities

    assert not entity.known


def test_the_same_topic_twice_is_kept_and_flagged() -> None:
    explainer = described("Holm is a town.", "Holm is a harbour.")

    assert len(explainer.entities) == 2
    assert "topic-twice" in codes(explainer, "entity:new-2")


CUT_OFF = {
    "It had several owners:": "colon",
    "Holm is a town. It lies by the sea.\nSituated": "one word",
    "Holm is a town that lies": "no full stop",
    "x" * 250 + " y": "255 bytes and has no full stop",
    "Holm is a town. " + "It rains. " * 23 + "It snows.": "255 bytes to the end",
}


@pytest.mark.parametrize(("description", "reason"), CUT_OFF.items(), ids=CUT_OFF.values())
def test_a_description_that_lost_its_end_is_flagged(description: str, reason: str) -> None:
    assert reason in cut_off(description)


@pytest.mark.parametrize(
    "description",
    ["Holm is a town.", "Is Holm a town? Yes, it is!", "A town (by the sea.)", "“Holm.”"],
)
def test_a_whole_description_is_not_flagged(description: str) -> None:
    assert cut_off(description) == ""


def test_bytes_are_counted_and_not_letters() -> None:
    assert "255 bytes" in cut_off("Å" * 125 + " ø")


@pytest.mark.parametrize(
    ("description", "page", "code"),
    [
        ("Holm is a town.", "It rains.", "not-named"),
        ("Holm is a town.", "It rains in Holm.", ""),
        ("Holm is a town.", "Holm's harbour is shut.", ""),
        ("Tern is a spacecraft.", "They launch Tern MS-28 today.", "named-inside"),
        ("Tern is a spacecraft.", "They launch Tern MS-28 today. The Tern rocket waits.", ""),
        ("Olaf Vik is a British painter.", "The ship New Vik sank.", "named-inside"),
        ("Olaf Vik is a British painter.", "Then Vik left.", ""),
        ("Olaf Vik is a British painter.", "The viking left.", "not-named"),
    ],
)
def test_topics_that_the_page_does_not_name_are_flagged(
    description: str, page: str, code: str
) -> None:
    found = codes(described(description, page=page), "entity:new-1")

    assert found & {"not-named", "named-inside"} == ({code} if code else set())


def test_a_name_inside_that_of_another_topic_does_not_count() -> None:
    explainer = described(
        "New Vik is a rocket.",
        "Olaf Vik is a British painter.",
        page="What Will New Vik Carry Tomorrow?",
    )

    assert "named-inside" in codes(explainer, "entity:new-2")
    assert not codes(explainer, "entity:new-1") & {"not-named", "named-inside"}


def test_the_definition_of_a_word_is_flagged() -> None:
    explainer = described("A ferry is a vessel.", "Tern can refer to birds or boats.")

    assert "about-a-word" in codes(explainer, "entity:new-1")
    assert "about-a-word" in codes(explainer, "entity:new-2")


def test_topics_may_be_separated_by_blank_lines_or_not_at_all() -> None:
    blank = "More on these topics\nHolm is a town.\nIt is old.\n\nTern is a bird."
    none = "More on these topics\nHolm is a town.\nIt is old.\nTern is a bird."
    points = "More on these topics\n- Holm is a town.\nIt is old.\n- Tern is a bird."

    for text in (blank, none, points):
        assert [entity.document.description for entity in parse(text).entities] == [
            "Holm is a town.\nIt is old.",
            "Tern is a bird.",
        ]


def test_the_topics_of_a_whole_page() -> None:
    explainer = parse(VOLCANO)

    assert [(entity.document.name, entity.document.kind) for entity in explainer.entities] == [
        ("Skarfell", "place"),
        ("NAVW", "organisation"),
        ("Brimsey Line", "organisation"),
        ("Pia Holm", "person"),
        ("Fissure", "other"),
        ("Olaf Hansson Vik", "person"),
    ]
    assert "cut-off" in codes(explainer, "entity:new-2")
    assert "not-named" in codes(explainer, "entity:new-6")
