"""What the files of each language, WordNet's words and the names of countries say."""

import pytest

from faqs.duplicates.alignment import aligned, mates
from faqs.duplicates.conflicts import conflicts
from faqs.duplicates.facts import facts_of_both
from faqs.duplicates.names import Lexicon
from newsdesk.text.countries import country
from newsdesk.text.languages import CODES, language, language_of
from newsdesk.text.opposites import are_opposite
from newsdesk.text.wordnet import is_past, lemmas


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Will the summit change the treaty?", "en"),
        ("Bitcoin price prediction", "en"),
        ("Wird der Gipfel den Vertrag ändern?", "de"),
        ("Le sommet va-t-il changer le traité ?", "fr"),
        ("¿Cambiará la cumbre el tratado?", "es"),
    ],
)
def test_a_language_is_told_by_its_function_words(text, code):
    assert language_of(text).code == code


@pytest.mark.parametrize("code", CODES)
def test_every_language_tells_an_event_that_was_from_one_that_will_be(code):
    kinds = {contrast.kind for contrast in language(code).contrasts}
    assert {"event status", "modality", "quantity", "preposition", "before or after"} <= kinds


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("Will the ferry sail?", "Did the ferry sail?", "event status"),
        ("Who spoke at the fair?", "Who is going to speak at the fair?", "event status"),
        ("Must shops close?", "May shops close?", "modality"),
        ("Fährt die Fähre?", "Muss die Fähre fahren?", "modality"),
        ("Wird das Schiff fahren?", "Ist das Schiff gefahren?", "event status"),
        ("Que décidera le sommet ?", "Qu'a décidé le sommet ?", "event status"),
        ("¿Qué decidirá la cumbre?", "¿Qué decidió la cumbre?", "event status"),
        ("Were all trees felled?", "Were most of the trees felled?", "quantity"),
        ("Is the shop still open?", "Is the shop open already?", "still or already"),
        ("What did we owe before the deal?", "What did we owe after the deal?", "before or after"),
        ("May I walk onto the ice?", "May I walk off the ice?", "preposition"),
        ("May I walk along the dyke?", "May I walk across the dyke?", "preposition"),
        ("What was said about the deal?", "What was said against the deal?", "preposition"),
        ("Wer hat den Trainer bedroht?", "Wen hat der Trainer bedroht?", "question word"),
        ("Qui menace les loups ?", "Que menacent les loups ?", "question word"),
        ("¿Quién venció al Betis?", "¿A quién venció el Betis?", "question word"),
        ("Ist Köln so teuer wie Bonn?", "Ist Köln teurer als Bonn?", "compared pair"),
        ("Rome est-elle aussi chère ?", "Rome est-elle plus chère ?", "compared pair"),
        ("¿Es Lugo tan caro?", "¿Es Lugo más caro?", "compared pair"),
        ("Who was the better mayor?", "Who was the best mayor?", "quantity"),
        ("Why was she elected in May?", "Why was she re-elected in May?", "prefix"),
        ("Gilt die Regel ab Montag?", "Gilt die Regel bis Montag?", "preposition"),
        ("Kostet es etwa 20 Euro?", "Kostet es genau 20 Euro?", "quantity"),
        ("Que dit-on sur la loi ?", "Que dit-on contre la loi ?", "preposition"),
        ("¿Qué se dijo sobre la ley?", "¿Qué se dijo contra la ley?", "preposition"),
        ("Do parents meet in the school?", "Do parents meet near the school?", "preposition"),
        ("Are all roads safe?", "Are many roads safe?", "quantity"),
        ("Do both sisters sing?", "Does either sister sing?", "quantity"),
        ("May nurses strike?", "Do nurses strike?", "modality"),
        ("Streiken Ärzte?", "Dürfen Ärzte streiken?", "modality"),
        ("Qui peut rester ?", "Qui ne peut plus rester ?", "negation"),
        # What both say ("de") is no contrast, and hides none.
        ("Où va le bac vers l'île de Ré ?", "Où va le bac depuis l'île de Ré ?", "preposition"),
    ],
)
def test_closed_classes_part_questions(left, right, kind):
    assert kind in {difference.kind for difference in conflicts(left, right, Lexicon())}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Can storms be foreseen?", "Is it possible to foresee storms?"),
        ("How can I renew a passport?", "How do I renew a passport?"),
        ("Wie kann ich kündigen?", "Wie kündige ich?"),
        ("Wie groß war die Flut?", "Wie groß ist die Flut gewesen?"),
        ("Faut-il en dire plus ?", "Faut-il en dire davantage ?"),
    ],
)
def test_closed_classes_join_what_says_the_same(left, right):
    told = {difference.kind for difference in conflicts(left, right, Lexicon())}
    assert told <= {"kind of question", "words without a mate"}


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("buy", "purchased", "en"),
        ("owner", "owns", "en"),
        ("mice", "mouse", "en"),
        ("colour", "color", "en"),
        ("goverment", "government", "en"),
        ("films", "movie", "en"),
        ("mieten", "miete", "de"),
        ("muell", "mull", "de"),
        ("taxes", "taxe", "fr"),
        ("peajes", "peaje", "es"),
        ("french", "france", "en"),
    ],
)
def test_words_that_stand_for_each_other(one, other, code):
    assert mates(one, other, code)
    assert mates(other, one, code)


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("get", "have", "en"),  # Light verbs have no synonyms.
        ("house", "mouse", "en"),
        ("older", "oldest", "en"),
        ("neue", "neu", "fr"),
        ("price", "prize", "en"),  # A letter apart, and both are words.
        ("universe", "university", "en"),
        ("import", "export", "en"),
        ("löhne", "mieten", "de"),
    ],
)
def test_words_that_do_not(one, other, code):
    assert not mates(one, other, code)


def test_words_without_a_mate_are_told_on_both_sides():
    both = facts_of_both("How do I freeze fresh herbs?", "How do I dry herbs?", Lexicon())
    assert aligned(*both).left == ("freeze", "fresh")
    assert aligned(*both).right == ("dry",)
    assert not aligned(*both).proves
    one = facts_of_both("How do I dry fresh herbs?", "How do I dry herbs?", Lexicon())
    assert aligned(*one).proves


def test_a_word_in_two_is_its_mate_and_a_pronoun_before_another_is_not():
    split = facts_of_both("Who prints bank notes?", "Who prints banknotes?", Lexicon())
    assert aligned(*split).proves
    denied = facts_of_both("Ce don est-il légal ?", "Ce don est-il illégal ?", Lexicon())
    assert not aligned(*denied).proves


@pytest.mark.parametrize(
    ("left", "right", "in_order"),
    [
        ("Why do dogs chase cats?", "Why do cats chase dogs?", False),
        ("Are all squares rectangles?", "Are all rectangles squares?", False),
        ("Did Oracle sue Google?", "Was Google sued by Oracle?", True),
        ("Did Oracle sue Google?", "Was Oracle sued by Google?", False),
        ("In winter, how do bees make honey?", "How do bees make honey in winter?", True),
        (
            "After the storm, who repaired the pier?",
            "Who repaired the storm after the pier?",
            False,
        ),
        ("Is the measles outbreak over?", "Is the outbreak of measles over?", True),
        ("How do Google and Apple work?", "How do Apple and Google work?", True),
        ("How do prison visits work?", "How do visits to the prison work?", True),
        ("How do prison visits work?", "How do prisons on a visit work?", False),
        ("How do football transfers work?", "How do transfers work in football?", True),
        ("How do football transfers work?", "How does football work in transfers?", False),
        ("Warum jagen Hunde Katzen?", "Warum jagen Katzen Hunde?", False),
        ("Warum zahlt Airbus Boeing Geld?", "Warum zahlt Boeing Airbus Geld?", False),
        ("Who does the mayor support?", "Who supports the mayor?", False),
        ("Who is suing Peru?", "Who is Peru suing?", False),
        ("Which teams lost to Chelsea?", "Which teams did Chelsea lose to?", False),
        ("Who spoke before Ann at the fair?", "Who did Ann speak before at the fair?", False),
        ("Who is the man that robbed the bank?", "Who is the man the bank robbed?", False),
        ("Who is the mayor of Rome?", "Who is Rome's mayor?", True),
        ("Who are the missing hikers?", "Who are the hikers missing?", True),
        ("What are the rules for flying drones?", "What are the rules for drone flights?", True),
        ("What do Kent's farmers want?", "What do Kent in farmers want?", False),
        ("Qui le maire soutient-il ?", "Qui soutient le maire ?", False),
        ("Quand ouvre la piscine ?", "Quand la piscine ouvre-t-elle ?", True),
        ("Warum verklagt der Mieter die Stadt?", "Warum verklagt den Mieter die Stadt?", False),
        ("Warum hilft die Stadt der Firma?", "Warum hilft der Stadt die Firma?", False),
        ("Der Arzt, der den Dieb sah?", "Der Arzt, den der Dieb sah?", False),
        ("Warum steht der Bus im Stau?", "Warum steht der Bus wieder im Stau?", True),
        ("Was bedroht die Wölfe?", "Was bedrohen die Wölfe?", False),
        ("¿Qué protege la ley?", "¿Qué protege a la ley?", False),
        ("¿Por qué ganó el Madrid al Celta?", "¿Por qué ganó al Madrid el Celta?", False),
    ],
)
def test_order_of_words(left, right, in_order):
    assert aligned(*facts_of_both(left, right, Lexicon())).in_order is in_order
    assert aligned(*facts_of_both(right, left, Lexicon())).in_order is in_order


@pytest.mark.parametrize(
    ("left", "right", "conflict"),
    [
        ("What did President Macron say?", "What did Emmanuel Macron say?", False),
        ("Why is the U.S. leaving?", "Why is the United States leaving?", False),
        ("How safe is Kiev?", "How safe is Kyiv?", False),
        ("Why did Zelensky go?", "Why did Zelenskyy go?", False),
        ("Who saw Muammar Gaddafi?", "Who saw Muammar Qaddafi?", False),
        ("¿Quién gobierna en México?", "¿Quién gobierna en Méjico?", False),
        ("How safe is Odessa?", "How safe is Odesa?", False),
        ("Who saw Anna Quill?", "Who saw Anna Gill?", True),
        ("Who advises John Hollis?", "Who advises Peter Hollis?", True),
        ("What will Artemis II do?", "What will Artemis III do?", True),
        ("When did Voyager 1 leave?", "When did Voyager 4 leave?", True),
        ("Why did Slovakia vote?", "Why did Slovenia vote?", True),
    ],
)
def test_names(left, right, conflict):
    kinds = {d.kind for d in conflicts(left, right, Lexicon()) if d.two_sided and not d.harmless}
    assert ("name" in kinds) is conflict


def test_countries_by_adjective_in_every_language():
    assert [country((word,)) for word in ("french", "franzosische", "francaises", "francesa")] == [
        "FR"
    ] * 4
    assert country(("u", "s")) == "US"
    assert country(("oslo",)) == ""


def test_words_of_wordnet():
    assert "leave" in lemmas("left")
    assert lemmas("qwertz") == ()
    assert is_past("rose")
    assert not is_past("rises")
    assert are_opposite("rose", "fell")
    assert are_opposite("monday", "friday")
    assert not are_opposite("colour", "color")
