"""Which tree of teams do lines to managers make? Each manager leads a team, below their own's."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from survey.imports.phrasing import people_named
from survey.imports.problems import Found, quoted
from survey.imports.reporting_lines import Chart, chart_of
from survey.imports.requested_people import Wanted, WantedPerson, WantedUnit
from survey.imports.root import root_of
from survey.organisation.structure import Organisation, Person, Unit
from survey.organisation.values import LONGEST_NAME
from survey.text import joined, sentence

TEAM_OF = "Team of "


@dataclass(frozen=True, slots=True)
class Tree:
    """The chart with the unit of everybody who has a team; `top` leads the whole organisation."""

    chart: Chart
    now: Organisation
    root: Unit
    top: str | None
    teams: Mapping[str, str]
    full: bool

    def unit(self, person: str) -> str:
        """The unit somebody is in: the team of whoever is above them, else the whole."""
        head = self.chart.head_above(person)
        return self.root.key if head is None else self.teams[head]


def by_managers(wanted: Wanted, now: Organisation, *, full: bool) -> Wanted:
    """Everybody in the team of their manager, and a tree of these teams.

    Whoever alone is at the top leads the whole organisation. Any other manager leads the unit that
    they lead already, else one whose key follows from their own, so that it stays the same in
    later imports. Where nobody, or nobody we know, is above somebody, they are put at the top.
    """
    chart, root = chart_of(wanted, now, full=full), root_of(wanted, now)
    top = _top(chart, now, root, full=full)
    tree = Tree(chart, now, root, top, dict(_teams(chart, now, root, top, full=full)), full)
    people = (*(_placed(asked, tree) for asked in wanted.people), *_others(tree))
    return replace(
        wanted,
        people=people,
        made=tuple(_units(tree)),
        problems=(*wanted.problems, *_problems(chart)),
        told=(*wanted.told, *_told(tree)),
    )


def team_key(manager: str) -> str:
    """The key of the team of a manager, in which nobody can read their address."""
    return f"team-{sha256(manager.encode()).hexdigest()[:10]}"


def team_name(manager: Person) -> str:
    """What the team of a manager is called until somebody names it."""
    return f"{TEAM_OF}{manager.name}"[:LONGEST_NAME]


def _top(chart: Chart, now: Organisation, root: Unit, *, full: bool) -> str | None:
    """Who leads the whole: whoever does and still may, else the only one above whom is nobody.

    A partial file takes the lead from nobody, unless it says that they report to somebody now.
    """
    unsure = {*chart.unknown, *(key for circle in chart.circles for key in circle)}
    free = [h for h in chart.heads if chart.active.get(h) and chart.head_above(h) is None]
    tops = [head for head in free if head not in unsure]
    leader = next((p.key for p in now.people.values() if p.leads == root.key), None)
    if leader in tops:
        return leader
    moved = leader in chart.rows and leader in chart.heads
    return tops[0] if len(tops) == 1 and (full or leader is None or moved) else None


def _teams(
    chart: Chart, now: Organisation, root: Unit, top: str | None, *, full: bool
) -> Iterator[tuple[str, str]]:
    led = {head: _led(head, chart, now, root, full=full) for head in chart.heads}
    taken = set(led.values())
    for head, unit in led.items():
        key = team_key(head)
        yield head, root.key if head == top else unit or (f"{key}-2" if key in taken else key)


def _led(head: str, chart: Chart, now: Organisation, root: Unit, *, full: bool) -> str | None:
    """The unit a manager leads already; the whole organisation only where it stays theirs."""
    unit = now.people[head].leads if head in now.people else None
    if unit == root.key and (full or head in chart.rows):
        return None
    return unit


def _placed(asked: WantedPerson, tree: Tree) -> WantedPerson:
    key = asked.person.key
    unit, leads = tree.unit(key), tree.teams.get(key)
    before = tree.now.people.get(key)
    if before and leads is None and not tree.full:
        leads = before.leads
    if before and not tree.chart.active[key]:
        unit = before.unit
    return replace(asked, person=replace(asked.person, unit=unit, leads=leads))


def _others(tree: Tree) -> Iterator[WantedPerson]:
    """Managers who are not in the file, as they will be; in a full import they leave."""
    for head, unit in tree.teams.items():
        before = tree.now.people.get(head)
        if not tree.full and head not in tree.chart.rows and before and before.leads != unit:
            row = next(tree.chart.rows[k].row for k, m in tree.chart.manager.items() if m == head)
            yield WantedPerson(row, replace(before, leads=unit))


def _units(tree: Tree) -> Iterator[WantedUnit]:
    """The teams in which the tree is to differ from what is there, or that are new."""
    for head, key in tree.teams.items():
        row = tree.chart.rows.get(head)
        there = tree.now.units.get(key)
        if key != tree.root.key and (row or there is None):
            parent = tree.unit(head) if row else tree.now.people[head].unit
            name = _name(head, row, there, tree.now)
            yield WantedUnit(row.row if row else 1, Unit(key, name, parent))


def _name(head: str, row: WantedPerson | None, there: Unit | None, now: Organisation) -> str:
    """A name somebody gave stays; one that came from a manager follows theirs."""
    before = now.people.get(head)
    person = row.person if row else now.people[head]
    if there is None or (before and there.name == team_name(before)):
        return team_name(person)
    return there.name


def _problems(chart: Chart) -> Iterator[Found]:
    for circle in chart.circles:
        names = [quoted(chart.rows[key].person.name) for key in (*circle, circle[0])]
        message = sentence(
            "refused.people.managers_circle",
            people=joined(names, sentence("refused.people.reports_to")),
        )
        yield Found(message, min(chart.rows[key].row for key in circle), "unit")


def _told(tree: Tree) -> Iterator[str]:
    """What is not quite as a chart should be, and what is made of it."""
    chart, root = tree.chart, quoted(tree.root.name)
    alone = [k for k, m in chart.manager.items() if m is None and chart.active[k]]
    alone = [k for k in alone if k not in chart.unknown and k != tree.top]
    tops = [key for key in alone if key in tree.teams]
    rest = [key for key in alone if key not in tree.teams]
    left = [key for key in chart.heads if not _stays(tree, key)]
    said = {
        "unknown": chart.unknown,
        "themselves": chart.themselves,
        "tops": tops,
        "rest": rest,
        "left": left,
    }
    for what, keys in said.items():
        if keys:
            people = people_named([_person(tree, key) for key in keys])
            yield sentence(f"told.managers.{what}", root=root, people=people)


def _stays(tree: Tree, key: str) -> bool:
    """Whether somebody will be here; in a full import whoever is not in the file will not."""
    if key in tree.chart.rows:
        return tree.chart.active[key]
    return not tree.full and tree.now.people[key].active


def _person(tree: Tree, key: str) -> Person:
    row = tree.chart.rows.get(key)
    return row.person if row else tree.now.people[key]
