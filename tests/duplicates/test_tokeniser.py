"""Our word pieces are those of the model's own tokeniser."""

import random

import pytest

from newsdesk.meaning import tokeniser
from newsdesk.meaning.tokeniser import MAX_PIECES, MalformedVocabulary, piece_ids, vocabulary
from tests.duplicates.conftest import own_pairs

TEXTS = [
    "",
    "   ",
    "How did Blue Origin recover its booster?",
    "unaffable embeddings, tokenisation & 28-point plans",
    "Café Cañaveral naïve ÅNGSTRÖM ΣΊΣΥΦΟΣ straße İstanbul",
    "東京はどこ? 日本語 한국어 ไทย",
    "مرحبا بالعالم שלום עולם",
    "price: $3.5bn (≈ €3.2bn) – 50% «less» … “quoted” ‘single’",
    "rocket 🚀 launch 👩‍🚀 e\u0301 a\u0308",
    "tab\tnew\nline\r\u00a0nbsp\u200bzero\u00adsoft\ufeff",
    "NUL \x00 and \x07 bell \ufffd",
    "x" * 99,
    "x" * 100,
    "x" * 101,
    "ab" * 400,
    "a_b c-d e.f g/h i\\j k|l ~ ` ^",
    "don't it's O'Neill's",
    "word " * 300,
]


def test_pieces_equal_those_of_the_reference_tokeniser():
    tokenizers = pytest.importorskip("tokenizers", reason="tokenizers is a development check only")
    reference = tokenizers.BertWordPieceTokenizer(vocabulary(), lowercase=True)
    reference.enable_truncation(MAX_PIECES)
    rng = random.Random(5)
    letters = "abcdeéüßñΣσςжЯ中文אبก०१ '-.,?!$%#\t\u0301\u200d🚀ⅫﬁＡ"
    noise = ["".join(rng.choices(letters, k=rng.randint(1, 60))) for _ in range(2_000)]
    titles = [text for pair in own_pairs() for text in pair[:2]]
    for text in [*TEXTS, *titles, *noise]:
        assert piece_ids(text) == reference.encode(text).ids, repr(text)


def test_marks_that_somebody_typed_are_ordinary_text():
    inside = piece_ids("[SEP] [CLS] [MASK]")[1:-1]
    assert not {vocabulary()[mark] for mark in ("[SEP]", "[CLS]", "[MASK]")} & set(inside)


def test_long_text_is_cut_and_closed():
    ids = piece_ids("word " * 10_000)
    assert len(ids) == MAX_PIECES
    assert ids[-1] == vocabulary()["[SEP]"]


def test_another_word_list_is_refused(tmp_path, monkeypatch):
    import gzip

    file = tmp_path / "vocabulary.txt.gz"
    file.write_bytes(gzip.compress(b"[PAD]\n[UNK]\n"))
    monkeypatch.setattr(tokeniser, "VOCABULARY", file)
    with pytest.raises(MalformedVocabulary):
        tokeniser.vocabulary.__wrapped__()
