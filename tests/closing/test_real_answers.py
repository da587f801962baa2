"""Real answers become figures: what the command publishes equals a slow computation by the rules.

The data are bhr2000 (5,400 people in 99 companies) and lq2002 (2,042 people in 49 companies) of the
R package multilevel; the tests are skipped where they do not lie beside the project.
"""

import csv
import io
from collections.abc import Mapping, Sequence

import pytest

from analytics.promise.checks import check
from analytics.promise.privacy_proof import prove_anew
from analytics.published.cells import Score
from analytics.published.kept_cells import figure_of
from commands.desk import Request
from commands.verbs import carry_out
from survey.settings import Settings
from survey.store import Store
from tests.reference import slow_scores
from tests.reference_data import reference_file

BHR = ("AF06", "AF07", "AP12", "AP17", "AP33", "AP34", "AS14", "AS15", "AS16", "AS17", "AS28")
LQ = tuple(f"LEAD{number:02}" for number in range(1, 12))
K = 5
Answers = dict[str, list[dict[str, int]]]


def answers_by_unit(name: str, unit: str, items: Sequence[str], prefix: str) -> Answers:
    """The answers of a reference file, by unit."""
    units: Answers = {}
    with reference_file(name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            given = {item: int(row[item]) for item in items}
            units.setdefault(prefix + row[unit], []).append(given)
    return units


def native(units: Answers, items: Sequence[str]) -> bytes:
    """The answers as a wave file of our own columns."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["unit", *items])
    writer.writerows([u, *(p[i] for i in items)] for u, people in units.items() for p in people)
    return text.getvalue().encode()


def bring(store: Store, key: str, units: Answers, items: Sequence[str], opened: str) -> None:
    """Import a wave by the operator's command."""
    options = {
        "key": key,
        "name": key.upper(),
        "opened": opened,
        "closed": opened[:-2] + "28",
        "instrument": key,
        "k": K,
        "dry_run": False,
    }
    carry_out(store, Request("import wave", options, {"file": native(units, items)}))


def published(store: Store, key: str) -> dict[tuple[str, str, str], Score]:
    """Every shown score by unit, scope and measure."""
    cells = store.cells(waves=[store.wave(key).id])
    found = {(c.unit, c.scope, c.measure): figure_of(c) for c in cells}
    return {place: figure for place, figure in found.items() if isinstance(figure, Score)}


def expected(units: Answers, items: Sequence[str]) -> dict[tuple[str, str, str], float]:
    """What the rules say of every team and of the organisation."""
    wanted: dict[tuple[str, str, str], float] = {}
    for unit, people in units.items():
        scores = slow_scores.team_scores(people, items, K)
        wanted |= {(unit, "team", item): score for item, score in scores.items()}
        if 2 * len(scores) >= len(items):
            wanted[unit, "team", "leadership"] = slow_scores.composite(scores.values())
    everybody = [p for people in units.values() for p in people]
    scores = slow_scores.team_scores(everybody, items, K)
    wanted |= {("organisation", "area", item): score for item, score in scores.items()}
    wanted["organisation", "area", "leadership"] = slow_scores.composite(scores.values())
    return wanted


def compare(found: Mapping[tuple[str, str, str], Score], units: Answers, k: int) -> None:
    for (unit, scope, _), score in found.items():
        n = sum(map(len, units.values())) if scope == "area" else len(units[unit])

        assert (score.people.low, score.people.high) == slow_scores.band(n, k)


@pytest.fixture
def real(duckdb_settings: Settings) -> Store:
    return Store(duckdb_settings)


def test_every_company_has_the_scores_that_the_rules_give_it(real: Store) -> None:
    """Both files, imported one after the other into one empty folder."""
    bhr = answers_by_unit("bhr2000.csv", "GRP", BHR, "")
    lq = answers_by_unit("lq2002.csv", "COMPID", LQ, "lq-")
    bring(real, "bhr2000", bhr, BHR, "2000-01-01")
    bring(real, "lq2002", lq, LQ, "2002-01-01")

    for key, units, items in (("bhr2000", bhr, BHR), ("lq2002", lq, LQ)):
        found = published(real, key)
        assert {place: score.tenths / 10 for place, score in found.items()} == expected(
            units, items
        )
        compare(found, units, K)
    assert len(bhr) == 99
    assert len(lq) == 49
    assert all(finding.holds for finding in check(real))
    assert all(proof.holds for proof in prove_anew(real))
    real.close()


def test_small_teams_and_skipped_statements_are_left_out_as_the_rules_say(real: Store) -> None:
    """Literal figures: a team of six, one of four, and a statement that only four answered."""
    six = [dict.fromkeys(BHR, 4) for _ in range(6)]
    for person in six[:2]:
        del person["AF06"]
    units = {"six": six, "four": [dict.fromkeys(BHR, 1) for _ in range(4)]}
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["unit", *BHR])
    writer.writerows(
        [unit, *(p.get(i, "") for i in BHR)] for unit, people in units.items() for p in people
    )
    options = {"key": "w", "name": "W", "opened": "2020-01-01", "closed": "2020-01-09"}
    options |= {"instrument": "bhr2000", "k": 5, "dry_run": False}  # type: ignore[dict-item]
    carry_out(real, Request("import wave", options, {"file": text.getvalue().encode()}))

    found = {place: score.tenths / 10 for place, score in published(real, "w").items()}
    assert {found["six", "team", item] for item in BHR[1:]} == {80.0}
    assert ("six", "team", "AF06") not in found
    assert found["six", "team", "leadership"] == 80.0
    assert not any(unit == "four" for unit, _, _ in found)
    assert ("organisation", "area", "AF06") not in found
    assert found["organisation", "area", "AF07"] == 80.0
    real.close()
