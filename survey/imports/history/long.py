"""Does a file have a row for each answer? Then it is turned: a row for each person.

Known by a column of questions, one of answers, and one that says whose they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from survey.errors import BadInput, Problem
from survey.imports.history.habits import Habits, Why
from survey.imports.problems import quoted
from survey.imports.table import Row
from survey.imports.words import fold, words
from survey.languages import counted
from survey.organisation.values import clean
from survey.text import sentence

FEWEST_QUESTIONS, MOST_QUESTIONS = 2, 500
MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Turned:
    """A file with a row for each person; `places` is where each stood first among the rows given.

    `told` says what was done, by which columns.
    """

    names: tuple[str, ...]
    wordings: tuple[str, ...]
    rows: tuple[Row, ...] = field(repr=False)
    places: tuple[int, ...] = field(repr=False)
    dropped: Mapping[str, Why]
    told: str


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the parts of an answer stand; `texts` is the question in words, `comment` one to it."""

    person: int
    question: int
    answer: int
    texts: int | None
    comment: int | None


def turned(
    names: Sequence[str], rows: Sequence[Row], habits: Habits, dropped: Mapping[str, Why]
) -> Turned | None:
    """The file turned, or None where it has no row for each answer. Errors: BadInput."""
    found = _columns(names, rows, habits, dropped)
    if found is None:
        return None
    people: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        people.setdefault(fold(row.cells[found.person]), []).append(place)
    people.pop("", None)
    _check_once(rows, people.values(), found)
    questions = _questions(rows, found)
    own = {found.person, found.question, found.answer, found.texts, found.comment}
    kept = [at for at, name in enumerate(names) if at not in own and name not in dropped]
    same = [at for at in kept if _is_of_the_person(rows, people.values(), at)]
    commented = _commented(rows, found)
    said = [*(names[at] for at in same), *questions, *(_of(q) for q in commented)]
    words_ = [*(names[at] for at in same), *questions.values(), *(_of(q) for q in commented)]
    gone = [names[at] for at in (found.question, found.texts) if at is not None]
    gone += [names[at] for at in kept if at not in same]
    return Turned(
        names=tuple(said),
        wordings=tuple(words_),
        rows=tuple(
            _row([rows[place] for place in places], same, questions, commented, found)
            for places in people.values()
        ),
        places=tuple(places[0] for places in people.values()),
        dropped=dict.fromkeys(gone, Why.EACH_ANSWER)
        | {name: why for name, why in dropped.items() if name not in gone},
        told=sentence(
            "history.turned_long",
            person=quoted(names[found.person]),
            question=quoted(names[found.question]),
            answer=quoted(names[found.answer]),
            rows=counted(len(rows)),
            people=counted(len(people)),
            questions=len(questions),
        ),
    )


def _columns(
    names: Sequence[str], rows: Sequence[Row], habits: Habits, dropped: Mapping[str, Why]
) -> _Columns | None:
    folded = [fold(name) for name in names]

    def called(own: Sequence[str], general: str) -> list[int]:
        wanted = [*own, *words("long", general)]
        return [folded.index(name) for name in wanted if name in folded]

    questions = [at for at in called(habits.long.question, "question") if _are_few(rows, at)]
    answers = [at for at in called(habits.long.answer, "answer") if at not in questions]
    if not questions or not answers:
        return None
    codes, *texts = sorted(questions[:2], key=lambda at: max(len(row.cells[at]) for row in rows))
    person = _person(folded, names, rows, habits, dropped)
    if person is None:
        raise BadInput(sentence("history.long_nobody", question=quoted(names[codes])))
    comments = [at for at in called(habits.long.comment, "comment") if at not in answers]
    return _Columns(person, codes, answers[0], next(iter(texts), None), next(iter(comments), None))


def _are_few(rows: Sequence[Row], at: int) -> bool:
    """Whether a column names questions: each of them many times."""
    said = {row.cells[at] for row in rows}
    return FEWEST_QUESTIONS <= len(said) <= MOST_QUESTIONS and 2 * len(said) <= len(rows)


def _person(
    folded: Sequence[str],
    names: Sequence[str],
    rows: Sequence[Row],
    habits: Habits,
    dropped: Mapping[str, Why],
) -> int | None:
    """The column whose cells stand for people: of those that repeat the one with most values."""
    named = [folded.index(name) for name in habits.long.person if name in folded]
    marks = (Why.TOKEN, Why.ADDRESS)
    named = named or [at for at, name in enumerate(names) if dropped.get(name) in marks]
    many = {at: len({fold(row.cells[at]) for row in rows} - {""}) for at in named}
    repeating = [at for at in named if many[at] > 1 and 2 * many[at] <= len(rows)]
    return max(repeating, key=lambda at: many[at], default=None)


def _check_once(rows: Sequence[Row], people: Iterable[Sequence[int]], found: _Columns) -> None:
    """Nobody answers a question twice; where they did, these are several waves."""
    twice: list[int] = []
    for places in people:
        seen: set[str] = set()
        for place in places:
            question = fold(rows[place].cells[found.question])
            if question in seen:
                twice.append(rows[place].number)
            seen.add(question)
    if twice:
        message = sentence("history.long_again")
        problems = [Problem(message, row) for row in twice[:MOST_NAMED]]
        raise BadInput(sentence("history.long_twice", count=len(twice)), problems)


def _questions(rows: Sequence[Row], found: _Columns) -> dict[str, str]:
    """Each question as it is named, with its wording."""
    said: dict[str, str] = {}
    for row in rows:
        name = clean(row.cells[found.question])
        if name and name not in said:
            said[name] = name if found.texts is None else clean(row.cells[found.texts]) or name
    return said


def _commented(rows: Sequence[Row], found: _Columns) -> list[str]:
    if found.comment is None:
        return []
    with_words = (row for row in rows if row.cells[found.comment or 0].strip())
    return list(dict.fromkeys(clean(row.cells[found.question]) for row in with_words))


def _of(question: str) -> str:
    return sentence("history.comment_on", question=question)


def _is_of_the_person(rows: Sequence[Row], people: Iterable[Sequence[int]], at: int) -> bool:
    return all(len({fold(rows[p].cells[at]) for p in places} - {""}) <= 1 for places in people)


def _row(
    own: Sequence[Row],
    same: Sequence[int],
    questions: Mapping[str, str],
    commented: Sequence[str],
    found: _Columns,
) -> Row:
    answers = {clean(row.cells[found.question]): row.cells[found.answer] for row in own}
    said = {clean(row.cells[found.question]): row.cells[found.comment or 0] for row in own}
    first = [next((c for row in own if (c := row.cells[at]).strip()), "") for at in same]
    given = [answers.get(question, "") for question in questions]
    return Row(own[0].number, (*first, *given, *(said.get(q, "") for q in commented)))
