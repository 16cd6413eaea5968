"""An operator's own model of pairs: a cross-encoder that says of two questions whether they are one.

None is shipped. The ONNX file takes `input_ids`, `attention_mask` and `token_type_ids` in the word pieces of
bert-base-uncased, which are the encoder's too, and gives one log-odds, or two of which the second is "same".
Needs numpy and onnxruntime, as the encoder does.
"""

from functools import cache
from importlib import import_module
from math import exp
from pathlib import Path
from typing import Protocol

from django.conf import settings

from newsdesk.meaning.tokeniser import piece_ids


class PairModelUnavailable(Exception):
    """The model cannot be used; the message is a sentence for whoever runs the desk."""


class Session(Protocol):
    """What is used of an onnxruntime session."""

    def run(self, names: None, feeds: dict[str, object]) -> list[list[list[float]]]: ...


class PairModel:
    """The loaded model. `mark` tells it from another one in what is stored."""

    def __init__(self, session: Session, mark: str) -> None:
        self._session = session
        self.mark = mark

    def chance(self, left: str, right: str) -> float:
        """Return how likely two questions are the same, 0 to 1. Raises PairModelUnavailable."""
        import numpy as np

        first, second = piece_ids(left), piece_ids(right)[1:]
        tokens = np.array([first + second], dtype=np.int64)
        kinds = np.array([[0] * len(first) + [1] * len(second)], dtype=np.int64)
        feeds = {
            "input_ids": tokens,
            "attention_mask": np.ones_like(tokens),
            "token_type_ids": kinds,
        }
        given: np.ndarray = np.asarray(self._session.run(None, feeds)[0])  # type: ignore[arg-type]
        if given.size not in (1, 2):
            raise PairModelUnavailable("The model of pairs does not give one number, or two.")
        odds = float(given.flat[-1] - (given.flat[0] if given.size == 2 else 0.0))
        return 1 / (1 + exp(-max(-50.0, min(50.0, odds))))


def pair_model() -> PairModel | None:
    """Return the model that the settings name, or None. Raises PairModelUnavailable."""
    path = str(settings.DUPLICATES_PAIR_MODEL)
    return _opened(path, str(settings.DUPLICATES_PAIR_MODEL_SHA256).lower()) if path else None


@cache
def _opened(path: str, checksum: str) -> PairModel:
    if not checksum:
        raise PairModelUnavailable("NEWSDESK_DUPLICATES_PAIR_MODEL_SHA256 is not set.")
    try:
        encoder = import_module("newsdesk.meaning.encoder")
    except ImportError as problem:
        raise PairModelUnavailable(f"{problem.name or 'A package'} is not installed.") from None
    try:
        session = encoder.session(encoder.checked_model(Path(path), checksum))
    except encoder.EncoderUnavailable as problem:
        raise PairModelUnavailable(str(problem)) from None
    return PairModel(session, checksum[:12])
