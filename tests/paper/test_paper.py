"""Promises of the paper: published figures, any name, the same bytes, and only for who may see."""

import re
import zlib
from base64 import a85decode
from collections.abc import Iterator
from contextlib import closing

import pytest
from reportlab.platypus import Paragraph  # type: ignore[import-untyped]

from analytics.paper import conversation_page, unit_paper
from analytics.paper.type import MISSING, said
from analytics.paper.unit_paper import paper, paper_for
from analytics.published.cells import Scope
from analytics.reports.unit_view import UnitView
from survey.errors import NotFound
from survey.settings import Settings
from survey.store import Store
from survey.store.viewers import viewer
from tests import make_waves
from tests.house.test_languages import ENGLISH
from tests.journeys import shipyard
from tests.make_waves import WaveCells, closed_wave, figures, wave_cells

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The shipyard, as its pages see it."""
    folder = tmp_path_factory.mktemp("yard") / "data"
    shipyard.build(folder)
    with closing(Store(Settings(data=folder), clock=lambda: shipyard.TODAY)) as store:
        yield store


def view(name: str = "Keel", waves: int = 3) -> UnitView:
    """A team over some waves, the second of them withheld."""
    seen = []
    for at in range(waves):
        wave, points = closed_wave(at), None if at == 1 else 40 + 10 * at
        seen.append(WaveCells(wave, Scope.TEAM, figures(wave, belonging=points)))
    return make_waves.view(seen, name=name)


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", pdf))


def drawn(pdf: bytes) -> list[str]:
    """What is drawn on each page, as the instructions of the file."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    texts = [one.strip() for one in streams if one.strip().endswith(b"~>")]
    return [zlib.decompress(a85decode(b"<~" + one, adobe=True)).decode("latin-1") for one in texts]


def test_the_same_paper_is_the_same_bytes() -> None:
    assert paper(view(), language="en") == paper(view(), language="en")


def test_every_piece_is_tagged_and_pictures_are_said_in_words() -> None:
    """In the order of reading, page by page; marks in the content are those of the tree."""
    found = paper(view(), language="en")
    marks = [len(re.findall(r"/MCID \d+", page)) for page in drawn(found) if "BT" in page]

    assert b"/MarkInfo" in found
    assert found.count(b"/S /H1") == 1
    assert found.count(b"/S /H2") >= 3
    assert found.count(b"/S /Figure") == found.count(b"/Alt (") >= 2
    assert re.search(rb"/Alt \(Belonging: [^)]*not shown", found)
    assert sum(marks) == found.count(b"/Type /StructElem") - 1
    assert found.count(b"/StructParents") == pages(found)


def test_a_paper_says_who_made_it_what_it_is_and_in_which_language() -> None:
    found = paper(view(), language="en")

    assert b"/Author (Same Boat)" in found
    assert b"/Title (Keel: Pulse 3)" in found
    assert b"/Lang (en)" in found
    assert pages(found) >= 3


def test_its_fonts_are_embedded() -> None:
    """So that it looks the same everywhere, and its text can be selected."""
    found = paper(view(), language="en")

    assert b"/FontFile2" in found
    assert b"/ToUnicode" in found


@pytest.mark.parametrize(
    ("name", "set_as"),
    [
        ("Übersee ő Ł ș", "Übersee ő Ł ș"),
        ("Отдел Ω", "Отдел Ω"),
        ("<b>& co", "&lt;b&gt;&amp; co"),
        ("港 team", '<font name="STSong-Light">港</font> team'),
        ("カ한", '<font name="HeiseiKakuGo-W5">カ</font><font name="HYSMyeongJo-Medium">한</font>'),
        ("ไ", MISSING),
    ],
)
def test_a_name_in_any_script_is_set_and_acts_on_nothing(name: str, set_as: str) -> None:
    assert said(name) == set_as
    assert paper(view(name=name), language="en").startswith(b"%PDF")


def test_a_gap_is_never_joined() -> None:
    """Two waves that show a figure with a withheld one between them have no line between them."""
    line = re.compile(r"[\d.]+ [\d.]+ l\b")
    width_of_own_line = "1.8 w"
    gap = next(one for one in drawn(paper(view(), language="en")) if width_of_own_line in one)
    own = [part.split("w")[0] for part in gap.split(width_of_own_line)[1:]]

    assert own
    assert not any(line.search(part.split(" S")[0]) for part in own[:2])


def test_where_all_is_withheld_the_paper_holds_no_figure() -> None:
    wave = closed_wave(0)
    cells = figures(wave, belonging=None, alignment=None)
    hidden = dict.fromkeys(cells, cells["BEL1"])
    found = paper(make_waves.view([WaveCells(wave, Scope.TEAM, hidden)]), language="en")
    bare = WaveCells(wave, Scope.TEAM, {"participation": cells["participation"]})

    assert pages(found) >= 3
    assert paper(make_waves.view([bare]), language="en").startswith(b"%PDF")


def test_levels_are_drawn_flat_where_there_is_more_than_one() -> None:
    """Under the line of the unit, once for each; that of a single wave can be seen too."""
    waves = [wave_cells(at, belonging=b) for at, b in enumerate((70, 70, 70, 30))]
    steps, steady = (
        paper(make_waves.view(waves), language="en"),
        paper(make_waves.view(waves[:2]), language="en"),
    )

    level = re.compile(r"6 w\s+n ([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l\s+S")
    ends = [tuple(map(float, one.groups())) for one in level.finditer("".join(drawn(steps)))]
    assert [left < right for left, _, right, _ in ends] == [True, True]
    assert [start == end for _, start, _, end in ends] == [True, True]
    assert not level.search("".join(drawn(steady)))


@pytest.mark.parametrize(
    ("person", "unit", "may"),
    [
        (shipyard.MEMBER, "keel", True),
        (shipyard.MEMBER, "hulls", True),
        (shipyard.MEMBER, "deck", False),
        (shipyard.LEADER, "keel", True),
        (shipyard.LEADER, "deck", False),
        (shipyard.OVER_LEADERS, "deck", True),
        (shipyard.HR, "keel", True),
        (shipyard.HR, "no-such-unit", False),
    ],
)
def test_a_paper_is_for_whoever_may_see_the_unit(
    yard: Store, person: str, unit: str, may: bool
) -> None:
    """Anybody else gets what they get for a unit that is not there."""
    who = viewer(yard, person)
    assert who is not None

    if may:
        assert paper_for(yard, unit=unit, viewer=who, language="en").startswith(b"%PDF")
    else:
        with pytest.raises(NotFound):
            paper_for(yard, unit=unit, viewer=who, language="en")


def test_a_wave_without_figures_has_no_paper(yard: Store) -> None:
    who = viewer(yard, shipyard.HR)
    assert who is not None

    with pytest.raises(NotFound):
        paper_for(yard, unit="keel", viewer=who, wave=shipyard.OPEN_WAVE, language="en")
    earlier = paper_for(yard, unit="keel", viewer=who, wave=shipyard.GAP_WAVE, language="en")
    assert earlier != paper_for(yard, unit="keel", viewer=who, language="en")


def test_a_paper_in_german_says_nothing_in_english(
    yard: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was asked too, in the bank's German where the wave asked the same."""
    written: list[str] = []

    def paragraph(words: str, *how: object) -> Paragraph:
        written.append(words)
        return Paragraph(words, *how)

    for module in (unit_paper, conversation_page):
        monkeypatch.setattr(module, "Paragraph", paragraph)
    who = viewer(yard, shipyard.MEMBER)
    assert who is not None

    paper_for(yard, unit="keel", viewer=who, language="de")
    all_of_it = "\n".join(written)

    assert "Unser Gespräch" in all_of_it
    assert "Dazugehören und wichtig sein" in all_of_it
    assert ENGLISH.findall(all_of_it) == []
