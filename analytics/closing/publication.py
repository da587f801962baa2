"""Closing: open the ballots, count, pass the gate, check, write the publication once, destroy the
rest.

Every step may be cut off and made again: until the publication is committed the ballots and the
key are untouched, and the same ballots make the same publication; once it is committed, what is
left to destroy is destroyed on the next round.
"""

import gc
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace

from analytics.closing.comment_places import standing
from analytics.closing.compared import compared
from analytics.closing.counting import Opened, Turnout, open_ballots, tally, turnout
from analytics.closing.kept_answers import kept_answers
from analytics.closing.quality import quality_figures
from analytics.closing.second_count import count
from analytics.closing.self_check import Leaving, verify
from analytics.closing.spread import pooled_spreads
from analytics.disclosure.control import Plans, cells_of, plan
from analytics.disclosure.tree import Tree, wave_tree
from analytics.figures.standing import noise_figures
from analytics.published.diagnostics import COMMENTS, SPREAD
from analytics.published.kept_cells import row_of, seal_of
from survey.actions.publication import Publication, write_publication
from survey.actions.waves import close_wave, sweep
from survey.answering.receipts import padded
from survey.answering.sealing import belongs, opener
from survey.errors import Refused, UnsafeFigure
from survey.store import CellRow, Store
from survey.text import sentence
from survey.waves.comments import Comment, KeptAnswer
from survey.waves.wave import RULES, State, Wave, why_not


def close_and_publish(store: Store, *, key: str, actor: str) -> None:
    """Close an open wave and publish it; a closed one is published.

    Errors: Refused, KeyTrouble, UnsafeFigure.
    """
    if store.wave(key).state is State.OPEN:
        close_wave(store, key=key, actor=actor)
    publish(store, key=key, actor=actor)


def publish(store: Store, *, key: str, actor: str) -> None:
    """Write the publication of a closed wave, then destroy its ballots, links and key.

    Errors: Refused when the wave is not closed; KeyTrouble when the key is missing or wrong;
    UnsafeFigure when a figure would be about too few. Then nothing was written or destroyed.
    """
    wave = store.wave(key)
    if wave.state is not State.CLOSED:
        raise Refused(sentence("refused.wave.publish", wave=wave.name, why=why_not(wave)))
    with _no_collecting():
        write_publication(store, wave, _publication(store, wave), actor=actor)
    sweep(store, wave)
    # Last: nobody waits for it, and no ballot lies here longer than it must.
    store.renew_copy()


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Let Python's collector rest: a quarter of a million cells are no garbage, however often
    they are looked at."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(frozen=True)
class Counted:
    """What closing found in the box, on the tree of the wave."""

    tree: Tree
    opened: Opened
    turnout: Turnout
    receipts: list[str]


def _publication(store: Store, wave: Wave) -> Publication:
    counted, instrument = _count(store, wave), wave.instrument
    tree, opened = counted.tree, counted.opened
    counts = tally(opened, counted.turnout, tree=tree, instrument=instrument)
    plans = plan(counts, tree=tree, k=wave.k)
    rows = [row_of(cell, wave.id) for cell in cells_of(plans, counts, tree=tree, k=wave.k)]
    comments = standing(opened, plans.comments, tree=tree)
    kept = _kept(wave, counted, plans)
    facts = count(opened, counted.turnout, tree=tree, wave=wave)
    spreads = pooled_spreads(opened, plans, instrument=instrument)
    people, waves = compared(store, wave)
    now = replace(wave, rules=RULES)
    figures = {
        **waves,
        **verify(facts, _leaving(counted, rows, comments, kept)),
        COMMENTS: float(len(comments)),
        **{f"{SPREAD}{measure}": value for measure, value in spreads.items()},
        **quality_figures(opened, plans, instrument=instrument, k=wave.k),
        **noise_figures(store),
    }
    return Publication(
        cells=rows,
        diagnostics=figures,
        seal=seal_of(rows, figures, people, receipts=counted.receipts, wave=now),
        comments=comments,
        kept=kept,
        people=people,
        receipts=counted.receipts,
    )


def _leaving(
    counted: Counted, rows: list[CellRow], comments: list[Comment], kept: list[KeptAnswer]
) -> Leaving:
    """All that is about to be published, beside what people wrote."""
    homes = counted.opened.home.tolist()
    return Leaving(
        keys=counted.tree.keys,
        cells=rows,
        comments=comments,
        written=[
            (homes[ballot], prompt, words)
            for ballot, said in counted.opened.comments.items()
            for prompt, words in said.items()
        ],
        kept=kept,
    )


def _kept(wave: Wave, counted: Counted, plans: Plans) -> list[KeptAnswer]:
    """Answer rows, where it was set before opening and everybody was told."""
    if wave.keep_days is None:
        return []
    return kept_answers(counted.opened, plans, tree=counted.tree, instrument=wave.instrument)


def _count(store: Store, wave: Wave) -> Counted:
    keys = store.keys.read(wave.id)
    if wave.public_key is None or not belongs(keys, wave.public_key):
        raise store.keys.wrong(wave.id)
    units = store.wave_units(wave.id)
    tree, position = wave_tree(units), {unit.unit: unit.position for unit in units}
    homes = [position[home] for home in store.roster(wave.id).values()]
    box = store.box(wave.id)
    with closing(box.sealed()) as ballots:
        found = open_ballots(ballots, opener(keys), tree=tree, instrument=wave.instrument)
    took_part = turnout(found.sent, homes, units=len(tree))
    stuffed = bool((took_part.answered > took_part.invited).any())
    if stuffed or len(found.sent) != box.share_answered()[0]:
        raise UnsafeFigure(sentence("closing.not_as_promised", what="ballots"))
    # As many as people were asked; past answers have none.
    asked = 0 if wave.replay else int(took_part.invited.sum())
    receipts = padded(found.receipts, asked=asked, secret=keys.links)
    return Counted(tree, found.opened, took_part, receipts)
