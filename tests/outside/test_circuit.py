"""A program that does not answer is left alone, asked again by one, and waited for by few."""

import threading
from contextlib import suppress

import pytest

from newsdesk.outside.circuit import Away, Circuit

PAUSE = 60


class Broken(Exception):
    pass


@pytest.fixture
def clock(monkeypatch):
    """Time stands still; `clock(seconds)` lets some of it pass."""
    now = [1_000.0]
    monkeypatch.setattr("newsdesk.outside.circuit.time.monotonic", lambda: now[0])

    def move(seconds):
        now[0] += seconds

    return move


def ask(circuit, error=None):
    with circuit.asking(lambda each: isinstance(each, Broken)):
        if error:
            raise error
        return "an answer"


def test_after_a_failure_nobody_asks_for_a_while(clock, caplog):
    circuit = Circuit("store", pause=PAUSE)
    assert ask(circuit) == "an answer"
    with pytest.raises(Broken):
        ask(circuit, Broken("cable"))
    assert circuit.is_open
    with pytest.raises(Away):
        ask(circuit)
    clock(PAUSE - 1)
    with pytest.raises(Away):
        ask(circuit)
    clock(1)
    assert ask(circuit) == "an answer"
    assert not circuit.is_open
    assert ask(circuit) == "an answer"
    assert caplog.messages.count("The store does not answer: cable") == 1


def test_one_asks_again_and_the_others_wait_for_what_it_finds(clock):
    circuit = Circuit("store", pause=PAUSE)
    circuit.fail()
    clock(PAUSE)
    with circuit.asking(lambda error: True), pytest.raises(Away):
        ask(circuit)
    assert ask(circuit) == "an answer"


def test_a_refusal_is_an_answer(clock):
    circuit = Circuit("store", pause=PAUSE)
    with pytest.raises(FileNotFoundError):
        ask(circuit, FileNotFoundError())
    assert not circuit.is_open
    circuit.fail()
    clock(PAUSE)
    with pytest.raises(FileNotFoundError):
        ask(circuit, FileNotFoundError())
    assert not circuit.is_open


def test_so_many_ask_at_once_and_a_place_is_given_back():
    circuit = Circuit("store", pause=PAUSE, most=1)
    with circuit.asking(lambda error: True), pytest.raises(Away, match="Enough"):
        ask(circuit)
    assert ask(circuit) == "an answer"
    with pytest.raises(Broken):
        ask(circuit, Broken())
    circuit.answered()
    assert ask(circuit) == "an answer"


def test_who_waits_for_a_place_is_told_when_it_has_failed_meanwhile():
    circuit = Circuit("store", pause=PAUSE, most=1, patience=30)
    inside, found = threading.Event(), []

    def hang():
        with suppress(Broken), circuit.asking(lambda error: True):
            inside.set()
            while not waits.is_alive():
                pass
            raise Broken

    def wait():
        try:
            found.append(ask(circuit))
        except Away as error:
            found.append(error)

    waits = threading.Thread(target=wait)
    hangs = threading.Thread(target=hang)
    hangs.start()
    inside.wait()
    waits.start()
    hangs.join()
    waits.join()
    assert isinstance(found[0], Away)
    circuit.answered()
    assert ask(circuit) == "an answer"
