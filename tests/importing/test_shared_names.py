"""Names that several outlets bear are told apart by places; where these only hint at one, it is asked."""

import pytest

from newsdesk.text.locations import Location, locations, locations_in
from stories.importing.drafts import create_drafts, known_names
from stories.importing.explainer import KnownNames, KnownOutlet
from stories.importing.parser import Explainer, parse
from stories.models.draft import Story
from stories.rules.rule_inputs import findings_of
from tests.people import person

TIED = {
    "Glasgow's Herald says that it leaks.": ["The Herald (Scotland)"],
    "The Herald, published in Harare, says that it leaks.": ["The Herald (Zimbabwe)"],
    "The Herald (Zimbabwe) says that it leaks.": ["The Herald (Zimbabwe)"],
    "The Kenyan daily The Star says that it leaks.": ["The Star (Kenya)"],
    "The Lahore edition of The Nation says that it leaks.": ["The Nation (Pakistan)"],
    "The Nation, a left-wing American weekly, says that it leaks.": ["The Nation"],
    "Toronto's Star says that it leaks.": ["Toronto Star"],
    "Toronto's Globe says that it leaks.": ["The Globe and Mail"],
    "Boston's Globe says that it leaks.": ["The Boston Globe"],
    "Dublin's Independent says that it leaks.": ["Irish Independent"],
    "Taiwan's CNA says that it leaks.": ["Central News Agency"],
    "La Prensa de Honduras dice que hay fugas.": ["La Prensa (Honduras)"],
    "Panama's La Estrella says that it leaks.": ["La Estrella de Panamá"],
    "Norway's TV 2 and Denmark's TV 2 show the leak.": ["TV 2 (Norway)", "TV 2 (Denmark)"],
}
HINTED = {
    "In Nassau, the Tribune and the Guardian say that it leaks.": [
        "The Tribune (Bahamas)",
        "The Nassau Guardian",
    ],
    "The Sowetan and the Star say that it leaks.": ["The Sowetan", "The Star (South Africa)"],
    "Según ABC, hay fugas en la presa que se construyó en el río.": ["ABC (Spain)"],
}


def read(sentences: str, *, about="", known=None) -> Explainer:
    return parse(
        f"The dam\nBy Ann Lee\nWhat's happened\n{about or 'It leaks.'}\nWhat the papers say\n{sentences}",
        known=known or KnownNames(),
    )


def outlets(explainer: Explainer) -> list[str]:
    return [report.outlet for report in explainer.story.reports]


def asked(explainer: Explainer) -> list[str]:
    return [n.code for n in explainer.notes if n.code.startswith(("outlet-s", "outlet-g"))]


@pytest.mark.parametrize(("sentence", "meant"), TIED.items(), ids=TIED.keys())
def test_a_place_that_is_tied_to_a_name_settles_it(sentence, meant) -> None:
    explainer = read(sentence)

    assert (outlets(explainer), asked(explainer)) == (meant, [])


@pytest.mark.parametrize(("sentence", "meant"), HINTED.items(), ids=HINTED.keys())
def test_what_only_hints_at_an_outlet_is_asked(sentence, meant) -> None:
    explainer = read(sentence)

    names = {"The Sowetan": "Sunday Times (South Africa)"}
    assert outlets(explainer) == [names.get(name, name) for name in meant]
    assert set(asked(explainer)) == {"outlet-shared"}


def test_a_place_where_a_paper_of_renown_is_spoken_to_is_not_its_own() -> None:
    assert outlets(read("A minister told the Guardian in Lagos that it leaks.")) == ["The Guardian"]
    assert outlets(read("The Times reports that Harare has no water.")) == ["The Times"]


def test_an_agency_is_quoted_everywhere_and_hints_at_nothing() -> None:
    explainer = read("Reuters and the Herald say that it leaks.")

    assert outlets(explainer) == ["Reuters", "Herald"]


def test_the_country_of_a_page_hints_at_an_outlet_once() -> None:
    explainer = read(
        "The Herald says that it leaks. The Herald blames rust.", about="Zimbabwe leaks."
    )

    assert outlets(explainer) == ["The Herald (Zimbabwe)"] * 2
    assert asked(explainer) == ["outlet-shared"]
    (note,) = (note for note in explainer.notes if note.code == "outlet-shared")
    assert "The Herald (Scotland)" in note.message


def test_a_name_that_nothing_tells_apart_is_asked_with_all_that_bear_it() -> None:
    explainer = read("The Mercury says that it leaks.")

    assert outlets(explainer) == ["The Mercury"]
    (note,) = (note for note in explainer.notes if note.code == "outlet-guessed")
    assert "The Mercury (Hobart), The Mercury (South Africa)" in note.message


def test_a_page_goes_on_calling_an_outlet_by_its_short_name() -> None:
    explainer = read("The Globe and Mail says that it leaks. It is rust, says the Globe.")

    assert outlets(explainer) == ["The Globe and Mail"] * 2


def test_a_paper_of_renown_is_asked_about_among_papers_of_another_country() -> None:
    abroad = read("Kenya's Star says that it leaks. The Standard agrees.")
    at_home = read("The Guardian says that it leaks. The Standard agrees.")

    assert outlets(abroad)[-1] == "Evening Standard" == outlets(at_home)[-1]
    assert (asked(abroad), asked(at_home)) == (["outlet-shared"], [])


def test_an_outlet_of_the_desk_by_just_that_name_is_meant() -> None:
    own = KnownNames(outlets=[KnownOutlet(name="The Herald")])

    explainer = read("The Herald says that it leaks in Harare.", known=own)

    assert (outlets(explainer), asked(explainer)) == (["The Herald"], [])


def test_what_the_desk_has_said_of_a_name_is_not_asked_again() -> None:
    explainer = read(
        "The Mercury says that it leaks.", known=KnownNames(names={"mercury": "outlet"})
    )

    assert asked(explainer) == []


@pytest.mark.django_db
def test_each_doubt_about_an_outlet_is_one_finding_of_the_draft() -> None:
    page = read(
        "Northlight reports a leak. The Mercury says so. The Herald says so, in Harare."
    ).text
    record = create_drafts(
        parse(page, known=known_names()), text=page, source_name="", actor=person("Editor")
    )

    story = Story.objects.get(pk=record.target.removeprefix("story:"))
    codes = [problem.code for problem in findings_of(story).warnings]

    assert codes.count("guessed-outlet") == 2
    assert codes.count("outlet-shared") == 1
    assert "outlet-guessed" not in codes


def test_a_place_is_known_by_city_region_and_country() -> None:
    assert locations("Kenyan") == (Location("KE"),)
    assert locations("Durban") == (Location("ZA", frozenset({"durban", "kwazulu natal"})),)
    assert locations("Glasgow")[0].names >= locations("Scottish")[0].names
    assert {place.country for place in locations("Georgia")} == {"US", "GE"}
    assert locations("Rust") == ()
    assert [place.country for place in locations_in("From Dar es Salaam to Rio")] == ["TZ", "BR"]
