"""Tests of `sample`. Not part of the suite: one of them fails, always, and must not count as a killer."""

from tests.mutants.sample import counted, dead, is_adult, price, unwatched


def test_of_adults():
    assert is_adult(18)
    assert not is_adult(17)


def test_of_counting():
    assert [counted(3), counted(0)] == [3, 0]


def test_that_looks_at_nothing():
    unwatched(3)


def test_that_always_fails():
    assert unwatched(3) == 22


def test_of_code_that_no_value_reaches():
    assert dead(3) == 3


def test_of_prices():
    assert price(30) == 20
    assert price(12) == 10
