"""The model is checked before it runs, and gives a text the same bytes in any company."""

import sys

import pytest

from newsdesk.meaning import model_status as meaning_module
from newsdesk.meaning.model_status import WORDS_ALONE, meaning


@pytest.fixture
def fresh_meaning():
    meaning_module._opened.cache_clear()
    yield
    meaning_module._opened.cache_clear()


def test_vectors_do_not_depend_on_company(encoder):
    texts = ["Is there water on Mars?", "", "Why do cats purr?", "word " * 500, "Who leads NASA?"]
    together = encoder.encode(texts)
    assert [encoder.encode([text])[0] for text in texts] == together
    assert encoder.encode(texts[::-1]) == together[::-1]
    assert {len(vector) for vector in together} == {384}


def test_quantised_vectors_keep_their_meaning(cosine):
    close = cosine("Why do cats purr?", "What makes a cat purr?")
    far = cosine("Why do cats purr?", "How do vaccines work?")
    assert close > 0.9 > 0.3 > far


def test_missing_packages_leave_words_and_a_sentence(monkeypatch, fresh_meaning):
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    monkeypatch.delitem(sys.modules, "newsdesk.meaning.encoder", raising=False)
    found = meaning()
    assert found.encoder is None
    assert "is not installed" in found.notice
    assert found.notice.endswith(WORDS_ALONE)


def test_a_model_that_is_not_ours_is_refused(encoder, settings, tmp_path, fresh_meaning):
    file = tmp_path / "other.onnx"
    file.write_bytes(b"another model")
    settings.DUPLICATES_MODEL = str(file)
    found = meaning()
    assert found.encoder is None
    assert "SHA-256" in found.notice
    assert "was not loaded" in found.notice


def test_a_missing_file_is_named(encoder, settings, tmp_path, fresh_meaning):
    settings.DUPLICATES_MODEL = str(tmp_path / "nowhere.onnx")
    assert "nowhere.onnx cannot be read" in meaning().notice


def test_another_path_to_the_same_file_is_fine(encoder, settings, tmp_path, fresh_meaning):
    from newsdesk.meaning import encoder as module

    file = tmp_path / "copy.onnx"
    file.write_bytes(module._installed_file().read_bytes())
    settings.DUPLICATES_MODEL = str(file)
    found = meaning()
    assert found.notice == ""
    assert found.encoder.encode(["Why?"]) == encoder.encode(["Why?"])


def test_the_file_is_not_kept_beside_what_was_made_of_it(encoder):
    from newsdesk.meaning import encoder as module

    model = module._installed_file().read_bytes()
    before = sys.getrefcount(model)
    opened = module.session(model)
    assert sys.getrefcount(model) == before
    assert opened.get_inputs()
