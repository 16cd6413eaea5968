"""An operator's own model: asked of likely pairs, holds back, never lifts, is checked before it is run."""

import hashlib

import pytest

from faqs.duplicate_review import decisions, second_opinion
from faqs.models.duplicate_review import DuplicatePair
from newsdesk.meaning import pair_model as module
from newsdesk.meaning.pair_model import PairModel, PairModelUnavailable, pair_model
from tests.duplicate_review.desk import pair_of, twins

pytestmark = pytest.mark.django_db


class Session:
    """A model that gives what it is told to."""

    def __init__(self, *given):
        self.given = given
        self.asked = 0

    def run(self, names, feeds):
        self.asked += 1
        assert set(feeds) == {"input_ids", "attention_mask", "token_type_ids"}
        assert feeds["input_ids"].shape == feeds["token_type_ids"].shape
        return [[list(self.given)]]


@pytest.fixture
def says(monkeypatch):
    pytest.importorskip("numpy")

    def made(*given):
        session = Session(*given)
        model = PairModel(session, "abc")
        monkeypatch.setattr(second_opinion, "pair_model", lambda: model)
        return session

    return made


def test_what_the_model_thinks_different_is_only_possible(moderator, says):
    pair = pair_of(*twins(moderator))
    assert pair.band == "likely"
    says(-3.0)
    assert second_opinion.judge_likely() == 1
    pair.refresh_from_db()
    assert (pair.band, pair.urgency, pair.signals["blocked"]) == ("possible", 2, True)
    assert "own model: the same with a chance of 5%" in pair.signals["differences"][-1]["words"]


def test_a_pair_is_asked_of_once_and_stays_likely_where_it_agrees(moderator, says):
    pair = pair_of(*twins(moderator))
    session = says(-1.0, 4.0)
    assert [second_opinion.judge_likely(), second_opinion.judge_likely()] == [0, 0]
    pair.refresh_from_db()
    assert (pair.band, session.asked) == ("likely", 1)


def test_a_decided_pair_is_left_alone(moderator, says):
    pair = pair_of(*twins(moderator))
    decisions.judge(pair, "same", actor=moderator)
    session = says(-3.0)
    assert second_opinion.judge_likely() == 0
    assert session.asked == 0
    assert DuplicatePair.objects.get(pk=pair.pk).band == "likely"


def test_no_model_asks_nothing(moderator):
    twins(moderator)
    assert pair_model() is None
    assert second_opinion.judge_likely() == 0


@pytest.mark.parametrize("checksum", ["", "0" * 64])
def test_a_file_is_not_run_without_its_checksum(settings, tmp_path, checksum, moderator):
    pytest.importorskip("onnxruntime")
    file = tmp_path / "model.onnx"
    file.write_bytes(b"no model")
    settings.DUPLICATES_PAIR_MODEL = str(file)
    settings.DUPLICATES_PAIR_MODEL_SHA256 = checksum
    with pytest.raises(PairModelUnavailable, match=r"SHA256 is not set|was not loaded"):
        pair_model()
    twins(moderator)
    assert second_opinion.judge_likely() == 0  # A log line, and the queue goes on.


def test_a_file_that_is_no_model_is_told(settings, tmp_path):
    pytest.importorskip("onnxruntime")
    file = tmp_path / "model.onnx"
    file.write_bytes(b"no model")
    settings.DUPLICATES_PAIR_MODEL = str(file)
    settings.DUPLICATES_PAIR_MODEL_SHA256 = hashlib.sha256(b"no model").hexdigest()
    with pytest.raises(PairModelUnavailable, match="no ONNX model"):
        module.pair_model()


def test_a_model_that_gives_no_single_number_is_told():
    pytest.importorskip("numpy")
    with pytest.raises(PairModelUnavailable, match="one number"):
        PairModel(Session(1.0, 2.0, 3.0), "abc").chance("Is it?", "Was it?")
