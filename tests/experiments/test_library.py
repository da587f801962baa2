"""Promises of the starter library: enough for every construct, small, honest, in both languages."""

import re

import pytest

from survey.experiments.library import Idea, Known, Reach, library, suited
from survey.experiments.writing import LONGEST_TEXT, LONGEST_TITLE
from survey.questionnaire.shipped import bank

IDEAS = list(library().values())


def test_there_are_some_forty_and_some_for_every_construct_that_has_a_score() -> None:
    asked = {item.construct for item in bank().statements} - {"FUP"}

    assert 38 <= len(IDEAS) <= 48
    assert {idea.construct for idea in IDEAS} == asked
    assert all(sum(idea.construct == one for idea in IDEAS) >= 3 for one in asked)
    assert sum(idea.reach is Reach.TEAM for idea in IDEAS) > len(IDEAS) / 2


@pytest.mark.parametrize("idea", IDEAS, ids=lambda idea: idea.key)
def test_an_idea_says_what_is_done_and_what_is_known_in_both_languages(idea: Idea) -> None:
    english, german = idea.said("en"), idea.said("de")

    assert english != german
    for words in (english, german):
        assert 0 < len(words.title) <= LONGEST_TITLE
        assert 0 < len(words.how) <= LONGEST_TEXT
        assert words.known.endswith(".")
    assert idea.said("fr") == english
    assert (idea.sure is Known.LITTLE) == ("ittle is known" in english.known or "hardly" in
        english.known)  # fmt: skip


def test_no_idea_claims_a_study_or_a_number_of_it() -> None:
    """We say how surely something is known, and invent no evidence."""
    said = [words.known for idea in IDEAS for words in idea.words.values()]

    assert not [known for known in said if re.search(r"\d|stud(y|ie)|researchers|Forscher", known)]


def test_what_suits_a_construct_comes_first_and_small_before_large() -> None:
    first = suited("PUR")

    assert len(first) == len(IDEAS)
    mine = [idea.construct == "PUR" for idea in first]
    assert mine == sorted(mine, reverse=True)
