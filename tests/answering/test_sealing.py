"""Promises of sealing: one length for every ballot, and only the wave's own key opens it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.answering.sealing import BODY_BYTES, SEALED_BYTES, belongs, make_keys, opener, seal
from survey.errors import KeyTrouble

KEYS, PUBLIC = make_keys()


@given(st.binary(max_size=BODY_BYTES))
def test_every_ballot_is_of_one_length_and_opens_again(body: bytes) -> None:
    """A short answer looks like a long one."""
    sealed = seal(PUBLIC, body)

    assert len(sealed) == SEALED_BYTES
    assert opener(KEYS)(sealed) == body.ljust(BODY_BYTES)


def test_the_same_answers_never_look_the_same() -> None:
    """Equal ballots cannot be told by comparing them."""
    assert seal(PUBLIC, b"the same") != seal(PUBLIC, b"the same")


def test_nothing_of_the_body_can_be_read_in_the_sealed_bytes() -> None:
    """Not even a few letters."""
    body = b"in the same boat " * 100

    assert b"boat" not in seal(PUBLIC, body)


def test_another_waves_key_does_not_open_it() -> None:
    """And the error says what to do, and nothing of the ballot."""
    other, _ = make_keys()

    with pytest.raises(KeyTrouble, match="Nothing was deleted") as trouble:
        opener(other)(seal(PUBLIC, b"secret"))

    assert "secret" not in str(trouble.value)


def test_a_ballot_that_was_changed_does_not_open() -> None:
    """In whatever byte."""
    sealed = bytearray(seal(PUBLIC, b"agreed"))
    sealed[100] ^= 1

    with pytest.raises(KeyTrouble):
        opener(KEYS)(bytes(sealed))


def test_a_key_knows_its_public_half() -> None:
    """So that closing looks before it opens anything."""
    _, other = make_keys()

    assert belongs(KEYS, PUBLIC)
    assert not belongs(KEYS, other)


def test_keys_are_made_anew_for_every_wave() -> None:
    """Both of them, of 32 bytes."""
    made = [make_keys() for _ in range(5)]

    assert len({keys.private for keys, _ in made} | {keys.links for keys, _ in made}) == 10
    assert {len(keys.private) for keys, _ in made} == {len(keys.links) for keys, _ in made} == {32}


def test_a_body_too_long_for_its_envelope_is_never_sealed() -> None:
    """It would stand out by its length."""
    with pytest.raises(AssertionError):
        seal(PUBLIC, bytes(BODY_BYTES + 1))
