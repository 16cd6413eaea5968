"""One folding: what is the same name, and what is not."""

import pytest

from newsdesk.text.names_and_words import fold, name_key, search_terms
from newsdesk.text.slugs import slug_of

SAME = [
    ("Straße", "STRASSE"),
    ("Ångström", "angstrom"),
    ("İstanbul", "istanbul"),
    ("Diyarbakır", "diyarbakir"),
    ("ﬁnance", "finance"),
    ("ＮＡＳＡ", "nasa"),
    ("Élysée", "E\u0301lyse\u0301e"),
    ("Co\u00adop", "coop"),
    ("in\u200dfo\ufeff", "info"),
    ("O’Brien", "o'brien"),
    ("Oʼ" + "Brien", "O‘Brien"),
    ("COVID–19", "covid‑19"),
    ("NY\u00a0 Post", "ny post"),
    ("NY\u2009Post ", "NY Post"),
    ("Øresund", "oresund"),
    ("Łódź", "lodz"),
    ("Þór", "thor"),
    ("Æsir", "aesir"),
]
APART = [("Élan", "Plan"), ("C", "C#"), ("パリ", "ハリ"), ("мир", "мор"), ("AT&T", "ATT")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_writings_of_one_name_fold_alike(one, other):
    assert name_key(one) == name_key(other)
    assert slug_of(one) == slug_of(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_names_that_differ_stay_apart(one, other):
    assert name_key(one) != name_key(other)


def test_folding_twice_changes_nothing():
    for one, other in (*SAME, *APART):
        for text in (one, other, f"{one} {other}\n{one}"):
            assert fold(fold(text)) == fold(text)


def test_what_is_searched_for_is_folded_as_what_is_found():
    assert search_terms("ＳＴＲＡẞＥ") == search_terms("straße") == ["strasse"]


SLUGS = {
    "Größe": "grosse",
    "Smørrebrød": "smorrebrod",
    "Łódź": "lodz",
    "Đà Nẵng": "da-nang",
    "Þórshöfn": "thorshofn",
    "Isparta ve Iğdır": "isparta-ve-igdir",
    "Москва": "moskva",
    "Αθήνα": "athina",
    "日本": "u65e5-u672c",
    "C": "c",
    "C#": "c-sharp",
    "C++": "c-plus-plus",
    "#MeToo": "metoo",
    "'s-Hertogenbosch": "s-hertogenbosch",
    "São Paulo–Rio": "sao-paulo-rio",
    "🚀": "u1f680",
    "": "",
}


def test_every_headline_gives_an_address_that_can_be_read():
    assert {text: slug_of(text) for text in SLUGS} == SLUGS


def test_a_slug_is_never_longer_than_its_field_and_ends_in_a_word():
    slug = slug_of("Ä-" * 200, 90)
    assert len(slug) <= 90
    assert slug.strip("-") == slug
