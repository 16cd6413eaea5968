"""Every word that the house says to readers stands in every catalogue, whole, and no template has another."""

import gettext
import io
import re

import pytest

from newsdesk.presentation.script_words import WORDS
from newsdesk.publication.language import TRANSLATED
from tests.house import catalogues
from tests.house.rules import ROOT

_PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}|<[^<>]+>")
# Names that are the same everywhere; and what the desk alone sees in templates that it shares with readers.
SAME = re.compile(r"SHA-256|Wikidata|RSS|Atom|JSON Feed|Restore this")
OF_THE_DESK = re.compile(r"\{% if (?:desk|choose) %\}.*?\{% (?:else|endif) %\}", re.DOTALL)
# Quotation marks of other languages, and in French a plain space where a narrow one that holds belongs.
WRONG_MARKS = {"de": "[”«»]", "fr": "[“”„]| [:;!?»]|« ", "es": "[“”„]"}
_TAGS = re.compile(
    r"\{% comment %\}.*?\{% endcomment %\}|\{% blocktranslate.*?\{% endblocktranslate %\}|\{#.*?#\}|"
    r"\{%.*?%\}|\{\{.*?\}\}|<(?:style|script)\b.*?</(?:style|script)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r'\s(?:aria-label|alt|placeholder|title)="([^"]*)"')


def bare_words(template: str) -> list[str]:
    """Return the words that a template says itself, past every catalogue."""
    rest = re.sub(r"<!DOCTYPE[^>]*>", "", _TAGS.sub("\0", OF_THE_DESK.sub("", template)))
    said = [*_ATTRIBUTE.findall(rest), *re.split(r"<[^<>]*>|\0", rest)]
    return [each.strip() for each in said if re.search("[A-Za-z]{2}", SAME.sub("", each))]


@pytest.fixture(params=TRANSLATED)
def language(request):
    return request.param


@pytest.fixture
def catalogue(language):
    return catalogues.read(catalogues.path_of(language).read_text())


def test_each_language_that_is_offered_has_a_catalogue():
    assert set(TRANSLATED) == set(catalogues.LANGUAGES)
    assert {path.name for path in (ROOT / "locale").iterdir()} == set(TRANSLATED)


def test_no_message_is_missing_and_none_is_left_over(catalogue):
    """`make messages` brings them up to date."""
    said = catalogues.said_to_readers()
    assert len(said) > 500
    assert [text for text in said if text not in catalogue] == []
    assert [text for text in catalogue if text not in said] == []
    assert [text for text in said if said[text].plural != catalogue[text].plural] == []


def test_every_message_has_its_words(language, catalogue):
    empty = [each.text for each in catalogue.values() if not each.said or not all(each.said)]
    assert empty == []
    assert "fuzzy" not in catalogues.path_of(language).read_text()
    assert [
        each.text for each in catalogue.values() if len(each.said) != 1 + bool(each.plural)
    ] == []


def test_no_place_and_no_element_is_lost(catalogue):
    for each in catalogue.values():
        for words in each.said:
            assert sorted(_PLACE.findall(words)) in (
                sorted(_PLACE.findall(each.text)),
                # "One more page" needs no figure.
                sorted(set(_PLACE.findall(each.text)) - {"%(number)s", "%(number)d"}),
            ), each.text


def test_words_are_set_as_the_language_sets_them(language, catalogue):
    for each in catalogue.values():
        for words in each.said:
            bare = _PLACE.sub("", words)
            assert not re.search(WRONG_MARKS[language], bare), words
            assert not re.search("[\"']|\\.\\.\\.", bare), words
            assert bare.count("„") == bare.count("“"), words


def test_what_runs_is_what_was_written(language, catalogue):
    made = catalogues.path_of(language).with_suffix(".mo").read_bytes()
    assert made == catalogues.compiled(catalogue, language)
    runs = gettext.GNUTranslations(io.BytesIO(made))
    for each in catalogue.values():
        if each.plural:
            assert [runs.ngettext(each.text, each.plural, n) for n in (1, 2)] == each.said
        else:
            assert runs.gettext(each.text) == each.said[0]


def test_a_catalogue_is_read_as_it_is_written(language, catalogue):
    assert catalogues.read(catalogues.written(catalogue, language)) == {
        text: catalogues.Message(text, each.plural, [], each.said)
        for text, each in catalogue.items()
    }


def test_scripts_say_what_pages_hand_them():
    said = set()
    for path in (ROOT / "static" / "site").glob("*.js"):
        said |= set(re.findall(r'\bsay\(\s*"([^"]+)"', path.read_text()))
    assert said == set(WORDS)


def test_no_template_for_readers_has_a_bare_word():
    found = {str(path): bare_words(path.read_text()) for path in catalogues.reader_templates()}
    assert len(found) > 60
    assert {path: words for path, words in found.items() if words} == {}


def test_the_rule_knows_good_lines_from_bad_ones():
    assert bare_words('<h1>{% translate "Search" %}</h1><p>{{ words }} – SHA-256</p>') == []
    assert bare_words("{% blocktranslate trimmed %}Read <b>on</b>{% endblocktranslate %}") == []
    assert bare_words("<h1>Search</h1>") == ["Search"]
    assert bare_words('<nav aria-label="Pages">{{ words }} found</nav>') == ["Pages", "found"]
