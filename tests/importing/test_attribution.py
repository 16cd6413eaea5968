"""Each sentence of “What the papers say” goes to the paper and the reporter who stand behind it."""

import pytest

from newsdesk.text import sentences
from stories.importing.explainer import KnownNames, KnownOutlet
from stories.importing.parser import parse
from tests.importing.pages import VOLCANO

# Sentence(s) -> outlet, reporters, guessed; one for each report.
Expected = list[tuple[str, tuple[str, ...], bool]]
G = True
CASES: dict[str, Expected] = {
    "The Harbour Gazette reports that the dam leaks.": [("The Harbour Gazette", (), False)],
    "Reuters reported on Monday that the dam leaks.": [("Reuters", (), False)],
    "Haaretz has reported that the dam leaks.": [("Haaretz", (), False)],
    "Fjordposten reports that the dam leaks.": [("Fjordposten", (), False)],
    "NY Post writes that the dam leaks.": [("New York Post", (), False)],
    "The guardian of the dam sleeps.": [("", (), False)],
    "According to Ann Lee at Ars Technica, NASA watches the dam.": [
        ("Ars Technica", ("Ann Lee",), False)
    ],
    "According to Maria Lind at Fjordposten, the dam leaks.": [
        ("Fjordposten", ("Maria Lind",), False)
    ],
    "The dam leaks, according to the BBC.": [("BBC", (), False)],
    "According to Ann Lee of the University of Holm, the dam leaks.": [("", (), False)],
    "The Guardian's Ann Lee and the Independent's Jo Roe argue that it leaks.": [
        ("The Guardian", ("Ann Lee",), False),
        ("The Independent", ("Jo Roe",), False),
    ],
    "Ann Lee and Jo Roe at the Guardian report that it leaks.": [
        ("The Guardian", ("Ann Lee", "Jo Roe"), False)
    ],
    "Guardian correspondent Ann Lee notes that it leaks.": [("The Guardian", ("Ann Lee",), False)],
    "Ann Lee, a reporter at the Guardian, says that it leaks.": [
        ("The Guardian", ("Ann Lee",), False)
    ],
    "In the Guardian, Ann Lee writes that it leaks.": [("The Guardian", ("Ann Lee",), False)],
    "The science editor of the Guardian, Ann Lee, says that it leaks.": [
        ("The Guardian", ("Ann Lee",), False)
    ],
    "The Guardian's correspondent in Holm, Ann Lee, says that it leaks.": [
        ("The Guardian", ("Ann Lee",), False)
    ],
    "Ann Lee, reporting from Holm for the Guardian, says that it leaks.": [
        ("The Guardian", ("Ann Lee",), False)
    ],
    "Ann Lee's report in the Guardian says that it leaks.": [("The Guardian", ("Ann Lee",), False)],
    "Writing for the Guardian, Ann Lee and Jo Roe say that it leaks.": [
        ("The Guardian", ("Ann Lee", "Jo Roe"), False)
    ],
    "It leaks (Ann Lee in the Guardian).": [("The Guardian", ("Ann Lee",), False)],
    "It leaks (The Guardian, print edition).": [("The Guardian", (), False)],
    "Seo Ji-hoon of the Guardian says that it leaks.": [("The Guardian", ("Seo Ji-hoon",), False)],
    "Die Redakteurin der Zeit, Anna Lind, meint, der Damm sei undicht.": [
        ("Die Zeit", ("Anna Lind",), False)
    ],
    "Ann Lee writes in the Island Courier that it leaks.": [
        ("Island Courier", ("Ann Lee",), False)
    ],
    "According to Ann Lee at Reuters, it leaks. Lee also notes the cost.": [
        ("Reuters", ("Ann Lee",), False),
        ("Reuters", ("Ann Lee",), G),
    ],
    "According to Ann Lee at Reuters, it leaks. The BBC is calmer. Ann Lee notes the cost.": [
        ("Reuters", ("Ann Lee",), False),
        ("BBC", (), False),
        ("Reuters", ("Ann Lee",), G),
    ],
    "Reuters reports a leak. By Monday the agency said that it had grown.": [
        ("Reuters", (), False),
        ("Reuters", (), G),
    ],
    "Reuters reports a leak. Ann Lee notes that it is old.": [
        ("Reuters", (), False),
        ("Reuters", ("Ann Lee",), G),
    ],
    "Ann Lee at Reuters reports a leak. It grew, as detailed by Ann Lee and the Independent, by noon.": [
        ("Reuters", ("Ann Lee",), False),
        ("Reuters", ("Ann Lee",), G),
        ("The Independent", (), False),
    ],
    "It grew, as reported by both the BBC and Le Monde.": [
        ("BBC", (), False),
        ("Le Monde", (), False),
    ],
    "Reuters, the BBC and Le Monde all report a leak.": [
        ("Reuters", (), False),
        ("BBC", (), False),
        ("Le Monde", (), False),
    ],
    "In Holm, The Moscow Times reports a leak.": [("The Moscow Times", (), False)],
    "The Moscow Times and NY Post tell of the sacking of the harbour master.": [
        ("The Moscow Times", (), False),
        ("New York Post", (), False),
    ],
    "The Guardian blames rust, while the BBC blames the frost.": [
        ("The Guardian", (), False),
        ("BBC", (), False),
    ],
    "The Guardian reports a leak. They highlight the cost.": [
        ("The Guardian", (), False),
        ("The Guardian", (), G),
    ],
    "The BBC reports a leak. AP reports two. Both sources agree on the cost.": [
        ("BBC", (), False),
        ("Associated Press", (), False),
        ("BBC", (), G),
        ("Associated Press", (), G),
    ],
    "The BBC reports a leak. The paper adds that it is old.": [("BBC", (), False), ("BBC", (), G)],
    "Ann Lee at AP reports a leak. She adds that it is old.": [
        ("Associated Press", ("Ann Lee",), False),
        ("Associated Press", ("Ann Lee",), G),
    ],
    "They highlight the cost.": [("", (), False)],
    "The BBC reports a leak. These sources together tell a story.": [
        ("BBC", (), False),
        ("", (), False),
    ],
    "Ann Lee (Reuters) reports a leak. The Guardian (Jo Roe) reports two.": [
        ("Reuters", ("Ann Lee",), False),
        ("The Guardian", ("Jo Roe",), False),
    ],
    "Reuters' Ann Lee and ABC News’ Jo Roe report a leak.": [
        ("Reuters", ("Ann Lee",), False),
        ("ABC News", ("Jo Roe",), False),
    ],
    "The BBC's Norland editor Ann Lee reports a leak.": [("BBC", ("Ann Lee",), False)],
    "Ann Lee of Reuters highlights the cost, as does Le Monde.": [
        ("Reuters", ("Ann Lee",), False),
        ("Le Monde", (), False),
    ],
    "Deutsche Welle (DW) and Euronews add context.": [
        ("Deutsche Welle", (), False),
        ("Euronews", (), False),
    ],
    "Business Insider UK and France 24 report a leak.": [
        ("Business Insider", (), False),
        ("France 24", (), False),
    ],
    "The Wall Street Journal reports a leak. The firm told the Journal that it is small. "
    "Now the Journal reports two.": [
        ("The Wall Street Journal", (), False),
        ("The Wall Street Journal", (), G),
        ("The Wall Street Journal", (), G),
    ],
    "According to the Independent, the BBC's own report was late.": [
        ("The Independent", (), False)
    ],
    "Reuters, the BBC and AP report a leak. All three outlets agree on the cost.": [
        ("Reuters", (), False),
        ("BBC", (), False),
        ("Associated Press", (), False),
        ("Reuters", (), G),
        ("BBC", (), G),
        ("Associated Press", (), G),
    ],
    "The minister told the BBC that it leaks.": [("BBC", (), False)],
    "A New York Times investigation found the leak.": [("The New York Times", (), False)],
    "Interfax, citing Reuters, says that it leaks.": [("Interfax", (), False)],
    "“It leaks,” reports the Daily Mail.": [("Daily Mail", (), False)],
    "The Harbour Gazette: it leaks.": [("The Harbour Gazette", (), False)],
    "The Times of Malta reports a leak.": [("Times of Malta", (), False)],
    "Space.com reports a leak on the Moon.": [("Space.com", (), False)],
    "Nature reports a leak. Nature is patient.": [("Nature", (), False), ("", (), False)],
    "The Sun rises over the dam.": [("", (), False)],
    "The leak is old, see https://www.theguardian.com/world/dam.": [("The Guardian", (), False)],
    "Nobody knows why it leaks.": [("", (), False)],
    "The Ministry of Water reports a leak.": [("", (), False)],
    "Pia Holm said that it leaks.": [("", (), False)],
    "The Guardian quotes Pia Holm as saying it leaks. Holm warns that it is late.": [
        ("The Guardian", (), False),
        ("", (), False),
    ],
}


def reports(text: str, *, known: KnownNames | None = None, more: str = ""):
    page = f"What the papers say\n{text}\n{more}"
    return parse(page, known=known or KnownNames()).story.reports


@pytest.mark.parametrize(("text", "expected"), CASES.items(), ids=CASES.keys())
def test_sentence_is_attributed(text: str, expected: Expected) -> None:
    found = [(r.outlet, r.reporters, r.attribution_guessed) for r in reports(text)]

    assert found == expected


QUOTATIONS = {
    'The Guardian blames rust, quoting Pia Holm describing the dam as "badly rusted".': (
        "badly rusted",
        "Pia Holm",
    ),
    "“We had no warning. Nobody came,” Mayor Ana Costa said, according to Reuters.": (
        "We had no warning. Nobody came",
        "Ana Costa",
    ),
    '"It was loud," said Jo Roe, a diver, according to the BBC.': ("It was loud", "Jo Roe"),
    'Reuters says that Pia Holm called it "a miracle".': ("a miracle", "Pia Holm"),
    "The BBC reports that Pia Holm was ‘deeply sorry’.": ("deeply sorry", ""),
    "The BBC reports that Pia Holm was 'deeply sorry'.": ("deeply sorry", ""),
    'The BBC calls it "a mess".': ("a mess", ""),
    "The BBC reports no words at all.": ("", ""),
}


@pytest.mark.parametrize(("text", "expected"), QUOTATIONS.items(), ids=QUOTATIONS.keys())
def test_exact_words_are_set_apart_with_their_speaker(text: str, expected: tuple[str, str]) -> None:
    (report,) = reports(text)

    assert (report.quotation, report.speaker) == expected
    assert report.paraphrase == text


def test_a_quotation_goes_to_the_paper_named_before_it() -> None:
    first, second = reports('Reuters reports a leak, while the BBC describes "a flood".')

    assert (first.outlet, first.quotation) == ("Reuters", "")
    assert (second.outlet, second.quotation) == ("BBC", "a flood")


def test_what_stands_inside_a_quotation_is_no_source() -> None:
    (report,) = reports("“The BBC reports nonsense,” Jo Roe told Reuters.")

    assert report.outlet == "Reuters"


def test_a_topic_of_the_page_is_no_paper() -> None:
    topics = "More on these topics\n-\nThe Norland Space Agency (NSA) is an agency in Holm."

    (report,) = reports("NSA reports that the rocket is late.", more=topics)

    assert report.outlet == ""


def test_a_name_from_the_rest_of_the_page_is_no_paper() -> None:
    (report,) = reports(
        "Norland reports a loss.", more="What's happened\nIt rains in Norland today."
    )

    assert report.outlet == ""


def test_the_desks_own_names_for_outlets_come_first() -> None:
    mail = KnownOutlet(name="Holm Mail", aliases=("HM", "The Mail of Holm"), domains=("mail.holm",))
    post = KnownOutlet(name="NY Post", aliases=("New York Post",))
    known = KnownNames(outlets=(mail, post))
    text = "HM reports a leak. Seen at https://news.mail.holm/1. New York Post reports rain."

    assert [r.outlet for r in reports(text, known=known)] == ["Holm Mail", "Holm Mail", "NY Post"]


def test_an_unknown_outlet_is_asked_about_once() -> None:
    page = "What the papers say\nThe Holm Gazette reports rain. The Holm Gazette reports snow."

    explainer = parse(page)

    notes = [note.message for note in explainer.notes if note.code == "outlet-guessed"]
    assert notes == [
        "“The Holm Gazette” is taken for an outlet, as a guess: nobody has said that it is one."
    ]
    assert [(each.name, each.line) for each in explainer.proposed_outlets] == [
        ("The Holm Gazette", 2)
    ]


# A sentence -> the outlets behind it.
FORMS = {
    "According to Northlight, it leaks.": ["Northlight"],
    "A plan seen by Northlight says that it leaks.": ["Northlight"],
    "Northlight has learned that it leaks.": ["Northlight"],
    "Northlight journalist Ann Lee says that it leaks.": ["Northlight"],
    "Kurdish journalist Ann Lee says that it leaks.": [],
    "According to Northlight, a consultancy in Holm, it leaks.": [],
    "According to Northlight, a trade magazine, it leaks.": ["Northlight"],
    "According to Northlight Analytics, it leaks.": [],
    "According to RTL, it leaks.": ["RTL"],
    "The Mercury says that it leaks.": ["The Mercury"],
    "Hobart's Mercury says that it leaks.": ["The Mercury (Hobart)"],
    "Mexico's Reforma, citing the mayor, speaks of a leak.": ["Reforma"],
    "Kompas, Indonesia's largest daily, counts two leaks.": ["Kompas"],
    "The mercury says that it is hot.": [],
    "Broadcaster DR and Sweden's SVT filmed the leak.": ["DR", "SVT"],
    "According to NASA, it leaks.": [],
    "According to the ministry, it leaks.": [],
    "The mayor told Kvarnposten that it leaks.": ["Kvarnposten"],
    "The mayor told reporters that it leaks.": [],
    "The mayor told Parliament that it leaks.": [],
    "It leaks (Holm Gazette).": ["Holm Gazette"],
    "It leaks (Monday).": [],
    "The Evening Standard-Bearer reports a leak.": ["The Evening Standard-Bearer"],
    "Sky News Australia reports a leak.": ["Sky News Australia"],
    "Stone & Slate reports a leak.": ["Stone & Slate"],
    "The Diver's News reports a leak.": ["The Diver's News"],
    "The Guardian Council reports a leak.": [],
    "Reuters Institute scholars look at the leak.": [],
    "Fortune favours the dam.": [],
    "Fortune reports a leak.": ["Fortune"],
    "Science takes its time.": [],
    "Michael Bloomberg has seen the dam.": [],
    "Residents report a leak.": [],
    "Iceland reports a leak.": [],
    "Laut Reuters ist der Damm undicht.": ["Reuters"],
    "Laut Feuerwehr ist der Damm undicht.": [],
    "Einem Bericht der Berliner Zeitung zufolge ist er undicht.": ["Berliner Zeitung"],
    "Selon Le Monde, il fuit.": ["Le Monde"],
    "Selon le ministère, il fuit.": [],
    "El País informa de una fuga.": ["El País"],
    "Según el gobierno, no hay fuga.": [],
    "The leak is old, the Spanish daily El País says, and the daily is sure.": ["El País"],
    "Source: Northlight": ["Northlight"],
    "Sources: Reuters, Northlight": ["Reuters", "Northlight"],
    "It was Northlight that first reported the leak.": ["Northlight"],
    "Northlight says it has seen the plans of the dam.": ["Northlight"],
    "Northlight (paywall) says that it leaks.": ["Northlight"],
    "A columnist for Northlight calls it a leak.": ["Northlight"],
    "The mayor did not answer questions from Northlight News.": ["Northlight News"],
    "The Norwegian agency NTB and the Faroese broadcaster Havnarljóð say that it leaks.": [
        "NTB",
        "Havnarljóð",
    ],
    "Northlight, a site that covers dams, has charted the leak.": ["Northlight"],
    "BBC Yorkshire says that it leaks.": ["BBC"],
    "The BBC's chairman has resigned.": [],
    "Police seized copies of the Daily Nation.": [],
    "The New York Times is being sued by the mayor.": [],
    "According to Lloyd's Register, it leaks.": [],
    "According to Moody's, it leaks.": [],
    "According to Transport for London, it leaks.": [],
    "Zuerst hatte der Uferkurier darüber berichtet.": ["Uferkurier"],
    "Das berichtet der Uferkurier.": ["Uferkurier"],
    "Der „Uferkurier“ hat mit Fischern gesprochen.": ["Uferkurier"],
    "Die Zürcher „WOZ“ nennt das ein Leck.": ["WOZ Die Wochenzeitung"],
    "Wie „Kontext“ berichtet, leckt er.": ["Kontext"],
    "D'après nos confrères du Progrès, il fuit.": ["Le Progrès"],
    "La alcaldesa, entrevistada por El Territorio, negó la fuga.": ["El Territorio"],
    "Página/12 replies that it leaks.": ["Página/12"],
}

# A sentence -> the reporters behind it, and where.
WRITERS = {
    "By Ann Lee and Jo Roe, Holm Gazette: it leaks.": ("Holm Gazette", ("Ann Lee", "Jo Roe")),
    "In her newsletter, The Slow Dam, Ann Lee says that it leaks.": ("The Slow Dam", ("Ann Lee",)),
    "Col. Ann Lee (retd), writing in Dawn, says that it leaks.": ("Dawn", ("Ann Lee",)),
    "Dawn, whose reporter Ann Lee was at the dam, counted the leaks.": ("Dawn", ("Ann Lee",)),
    "Dawn, in a piece by Ann Lee, counted the leaks.": ("Dawn", ("Ann Lee",)),
    "The FT's editor, Ann Lee, and its Holm correspondent, Jo Roe, doubt it.": (
        "Financial Times",
        ("Ann Lee", "Jo Roe"),
    ),
    "Politico's Playbook says that it leaks.": ("Politico", ()),
    "Photographs in the Guardian show the leak.": ("The Guardian", ()),
    "La periodista de El Mundo Ana Ríos habla de una fuga.": ("El Mundo", ("Ana Ríos",)),
}


@pytest.mark.parametrize(("sentence", "found"), WRITERS.items(), ids=WRITERS.keys())
def test_whoever_writes_is_named_beside_the_paper(sentence, found) -> None:
    (report,) = reports(sentence)

    assert (report.outlet, report.reporters) == found


@pytest.mark.parametrize(("sentence", "outlets"), FORMS.items(), ids=FORMS.keys())
def test_a_name_counts_where_an_outlet_must_stand(sentence: str, outlets: list[str]) -> None:
    assert [report.outlet for report in reports(sentence) if report.outlet] == outlets


@pytest.mark.parametrize(
    ("meaning", "found"),
    [
        ("outlet", ("Northlight", 0)),
        ("person", ("", 0)),
        ("neither", ("", 0)),
        ("", ("Northlight", 1)),
    ],
)
def test_what_the_desk_has_said_of_a_name_counts(meaning: str, found: tuple[str, int]) -> None:
    known = KnownNames(names={"northlight": meaning} if meaning else {})
    page = "What the papers say\nAccording to Northlight, it leaks."

    explainer = parse(page, known=known)

    (report,) = explainer.story.reports
    assert (report.outlet, len(explainer.proposed_outlets)) == found


def test_an_address_settles_which_of_several_outlets_of_one_name_is_meant() -> None:
    text = "The National reports a leak: https://www.thenational.scot/news/1."

    assert [report.outlet for report in reports(text)] == ["The National (Scotland)"]


def test_what_is_carried_over_has_the_address_of_what_it_is_carried_from() -> None:
    text = "Reuters reports a leak https://www.reuters.com/a. The agency adds that it is old."

    first, second = reports(text)
    assert second.attribution_guessed
    assert first.url == second.url == "https://www.reuters.com/a"


@pytest.mark.parametrize("words", ["“normal”", "'quite normal'"])
def test_a_term_in_quotation_marks_makes_no_source_of_the_desks_own_sentence(words: str) -> None:
    (report,) = reports(f"Nobody calls the leak {words} any more.")

    assert (report.outlet, report.quotation) == ("", "")


def test_guesses_and_the_desks_own_sentences_are_flagged_at_their_report() -> None:
    explainer = parse(VOLCANO)
    flagged = {
        note.target: note.code for note in explainer.notes if note.target.endswith(".outlet")
    }

    for report in explainer.story.reports:
        code = flagged.get(f"story.reports:{report.id}.outlet")
        assert (code == "attribution-guessed") == report.attribution_guessed
        assert (code == "outlet-missing") == (report.outlet == "")


def test_the_reports_of_a_whole_section() -> None:
    found = [(r.outlet, r.reporters, r.attribution_guessed) for r in parse(VOLCANO).story.reports]

    assert found == [
        ("The Brimsey Courier", (), False),
        ("Reuters", ("Ingrid Moe",), False),
        ("Reuters", ("Ingrid Moe",), True),
        ("The Guardian", (), False),
        ("Reuters", ("Ingrid Moe",), True),
        ("The Independent", (), False),
        ("The Brimsey Courier", (), False),
        ("The New York Times", (), False),
        ("", (), False),
    ]


SENTENCES = {
    "The U.S. Navy came to St. Ives. It left.": 2,
    "J. R. Poe and Dr. Lee met on Jan. 5. They spoke.": 2,
    "It costs 3.5 million. No. 5 is cheaper.": 2,
    '"It broke. We ran," she said. Then rain fell.': 2,
    '"Help!" Ann Lee said. Nobody came.': 2,
    'He called it "bad." Then he left.': 2,
    "They live in the U.S. The house is old.": 2,
    "Smith Inc. of Holm paid. So did Lee Ltd. The rest did not.": 3,
    "An open “quotation never ends. It just goes on.": 2,
    "Who knows? Nobody! Well...": 3,
    "e.g. this, i.e. that. Done": 2,
}


@pytest.mark.parametrize(("text", "count"), SENTENCES.items(), ids=SENTENCES.keys())
def test_sentences_end_where_they_end(text: str, count: int) -> None:
    found = sentences.split(text)

    assert len(found) == count
    assert " ".join(found) == text
