"""Candidates, scan and typing: the same answers however they are asked for."""

import random

import pytest

from faqs.documents import Answer, FaqDocument
from faqs.duplicates.candidates import Base, candidates, full_scan, nearest_while_typing
from faqs.duplicates.names import Lexicon
from faqs.duplicates.questions import Passage, Question, question_of
from faqs.duplicates.score import DIFFERS, LIKELY, POSSIBLE, WORDS
from faqs.duplicates.words import WordIndex
from tests.duplicates.conftest import KNOWN_NAMES, own_pairs


def questions_of(titles):
    keys = [f"faq:{number:03}" for number in range(len(titles))]
    return {key: Question(key, title) for key, title in zip(keys, titles, strict=True)}


def titles():
    return sorted({text for pair in own_pairs() for text in pair[:2]})


def looking_up(questions):
    return lambda keys: {key: questions[key] for key in keys if key in questions}


def words_base(questions, lexicon):
    index = WordIndex((key, question.title) for key, question in questions.items())
    return Base(looking_up(questions), titles=index, lexicon=lexicon)


def meaning_base(questions, lexicon, encoder):
    from newsdesk.meaning.vectors import VectorIndex

    vectors = encoder.encode([question.title for question in questions.values()])
    index = VectorIndex(zip(questions, vectors, strict=True))
    return Base(looking_up(questions), vectors=index, encoder=encoder, lexicon=lexicon)


@pytest.fixture(params=["words", "meaning"])
def base_of(request, lexicon):
    """Build a base by either method; the test runs for both."""
    if request.param == "words":
        return lambda questions: words_base(questions, lexicon)
    encoder = request.getfixturevalue("quick_encoder")
    return lambda questions: meaning_base(questions, lexicon, encoder)


def test_one_question_at_a_time_finds_what_a_full_scan_finds(base_of):
    questions = questions_of(titles())
    base = base_of(questions)
    scan = full_scan(base)
    single = {pair for question in questions.values() for pair in candidates(question, base)}
    assert {pair for pair in single if pair.likeness >= base.bands.possible} == set(scan.pairs)
    assert scan.complete
    assert len(scan.pairs) > 50


def test_a_changed_question_leads_where_a_fresh_base_leads(base_of):
    questions = questions_of(titles())
    base = base_of(questions)
    changed = Question("faq:000", "How do whales sleep at night?")
    questions["faq:000"] = changed
    if base.vectors is not None:
        base.vectors.put(changed.key, base.encoder.encode([changed.title])[0])
    else:
        base.titles.put(changed.key, changed.title)
    assert candidates(changed, base) == candidates(changed, base_of(questions))
    assert full_scan(base) == full_scan(base_of(questions))


def test_order_of_feeding_does_not_matter(base_of):
    questions = questions_of(titles())
    shuffled = list(questions.items())
    random.Random(7).shuffle(shuffled)
    assert full_scan(base_of(dict(shuffled))) == full_scan(base_of(questions))


def test_clusters_join_what_may_be_the_same_and_nothing_else(base_of):
    names = [
        "How do whales sleep?",
        "How do whales sleep?",
        "How do whales sleep at all?",
        "How do whales not sleep?",
        "What is a windfall tax?",
    ]
    scan = full_scan(base_of(questions_of(names)))
    assert scan.clusters[0].keys[:2] == ("faq:000", "faq:001")
    assert all("faq:003" not in cluster.keys for cluster in scan.clusters)
    denied = [pair for pair in scan.pairs if "faq:003" in (pair.left, pair.right)]
    assert denied
    assert {pair.band for pair in denied} == {DIFFERS}
    assert {pair.proposal for pair in denied} == {""}


def test_the_question_itself_is_no_candidate(base_of):
    questions = questions_of(["Why do cats purr?", "Why do cats purr?"])
    (pair,) = candidates(questions["faq:001"], base_of(questions))
    assert (pair.left, pair.right, pair.band) == ("faq:000", "faq:001", LIKELY)
    assert pair.proposal == "same"


def test_a_suggestion_explains_itself(base_of):
    left, right = "What is in the 20-point peace plan?", "What is in the 28-point peace plan?"
    (pair,) = full_scan(base_of(questions_of([left, right]))).pairs
    assert "".join(part.text for part in pair.left_title) == left
    assert "".join(part.text for part in pair.right_title) == right
    assert [part.text for part in pair.left_title if part.kind == "differs"] == ["20"]
    assert {"peace", "plan", "point"} <= set(pair.shared_words)
    assert pair.label == "similar, but differs in number"
    assert pair.proposal == "variant"
    assert sum(s.contribution for s in pair.signals) == pytest.approx(pair.score)
    assert all(signal.words for signal in pair.signals)


def test_nearest_while_typing_fuses_both_rankings(base_of):
    questions = questions_of(["Why do cats purr?", "Why do dogs bark?", "What is inflation?"])
    base = base_of(questions)
    assert nearest_while_typing("Why do ca", base)[0].right == "faq:000"
    found = nearest_while_typing("Why do ca", base, full_text=["faq:002", "faq:gone"])
    assert {pair.right for pair in found} >= {"faq:000", "faq:002"}
    assert len(nearest_while_typing("Why", base, limit=1)) <= 1
    assert nearest_while_typing("  ?! ", base, full_text=["faq:002"]) == []


def test_half_typed_questions_find_their_twin(quick_encoder, lexicon):
    pairs = own_pairs("near", "paraphrase")
    questions = questions_of(titles())
    keys = {question.title: key for key, question in questions.items()}
    base = meaning_base(questions, lexicon, quick_encoder)
    hits = 0
    for pair in pairs:
        typed = pair.left[: round(len(pair.left) * 0.6)]
        hits += keys[pair.right] in {n.right for n in nearest_while_typing(typed, base, limit=10)}
    assert hits / len(pairs) >= 0.67


def test_without_the_model_words_alone_still_find_copies(lexicon):
    questions = questions_of(titles())
    scan = full_scan(words_base(questions, lexicon))
    assert scan.method == WORDS
    found = {(pair.left, pair.right): pair for pair in scan.pairs}
    keys = {question.title: key for key, question in questions.items()}
    copies = [pair for pair in own_pairs("near") if pair.left.casefold() == pair.right.casefold()]
    for pair in copies:
        left, right = sorted((keys[pair.left], keys[pair.right]))
        assert found[left, right].band == LIKELY
        assert found[left, right].method == WORDS


def test_questions_that_are_gone_are_passed_over(base_of):
    questions = questions_of(["Why do cats purr?", "Why do cats purr?"])
    base = base_of(questions)
    del questions["faq:000"]
    assert candidates(questions["faq:001"], base) == []
    assert full_scan(base).pairs == ()


HOSTILE = [
    "",
    " ",
    "?!",
    "\x00",
    "why\x00 do cats purr",
    "🚀🚀🚀",
    "👩‍🚀 on Mars 🚀?",
    "هل يوجد ماء على المريخ؟",
    "\u202eWhy do cats purr?\u202c",
    "word " * 10_000,
    "A" * 100_000,
    "1" * 5_000,
    "Is " * 3_000,
    "не " * 500,
    "ß" * 300,
    "İ" * 300,
    "a\u0301" * 500,
    "Why? " * 2_000,
    "1,2,3,4.5.6,7-8-9/10 $€£% °",
    "12345678901234567890 miles or ٣ or ² or Ⅻ?",
    "\ud800",
]


def test_hostile_titles_and_answers_do_no_harm(base_of):
    texts = [text.replace("\ud800", "\ufffd") for text in HOSTILE]
    questions = {
        f"faq:{n:03}": Question(f"faq:{n:03}", text, (Passage("", text), Passage(text, text)))
        for n, text in enumerate(texts * 2)
    }
    base = base_of(questions)
    scan = full_scan(base)
    assert scan == full_scan(base)
    for question in list(questions.values())[: len(HOSTILE)]:
        for pair in candidates(question, base):
            assert pair.band in {LIKELY, POSSIBLE, DIFFERS}
        assert len(nearest_while_typing(question.title, base)) <= 5


def test_documents_become_plain_text():
    document = FaqDocument(
        question="Why?",
        intro="<p>Because <b>NASA</b> said so.</p>",
        answers=(Answer(id="a", question="Who?", text="<p>They &amp; we.</p>"),),
    )
    question = question_of("faq:1", document)
    assert question.passages == (
        Passage("", "Because NASA said so."),
        Passage("Who?", "They & we."),
    )


def test_names_of_the_base_are_found_in_its_titles(base_of):
    lexicon = Lexicon(KNOWN_NAMES.items())
    assert [name.keys for name in lexicon.find("Is There Water on Mars?")] == [("entity:5",)]
