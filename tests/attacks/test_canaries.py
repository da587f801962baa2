"""Attack 18 on the running app: canaries go in by every way there is, and stand nowhere after.

Read are: standard output and error, every file of TMPDIR, HOME and the data folder; but not the
keys, the mails with links, and after closing the one place of comments.
"""

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect

from pages.ui.frame.kept_links import FORM, cookie_name
from pages.ui.frame.session import SEAT
from tests.attacks.world import (
    AGREE,
    CANARY,
    COMMENTS,
    PRIVATE,
    WAVE,
    World,
    answer,
    ask,
    by_hand,
    command,
    fill,
    running,
    shout,
)
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.chromium import Visits
from tests.journeys.wire import form as form_of
from tests.journeys.wire import tab

pytestmark = pytest.mark.browser
TOKEN = f"1-{CANARY}AAAAA"
LINK = cookie_name(CANARY)
FORGED = {LINK: TOKEN, SEAT: CANARY, "_streamlit_user": CANARY, "_streamlit_xsrf": CANARY}
BOTH = "; ".join(f"{name}={value}" for name, value in FORGED.items())
PATHS = [
    f"/i/{TOKEN}",
    f"/i/{CANARY}%00%ff%0a",
    f"/i/{CANARY}/{CANARY}",
    f"/enter/{CANARY}",
    f"/enter/{CANARY}%0d%0aSet-Cookie:x=1",
    f"/sign-out?{CANARY}",
    f"/report.csv?wave={CANARY}&separator={CANARY}&bom={CANARY}",
    f"/comments.csv?wave={CANARY}",
    f"/{CANARY}",
    f"/pulse?{FORM}={CANARY}&lang={CANARY}",
    f"/sent?{FORM}={CANARY}%00%0d%0a",
    f"/promise?wave={CANARY}&unit={CANARY}",
    f"/trends?unit={CANARY}",
    f"/static/{CANARY}.js",
    f"/media/{CANARY}",
    f"/component/{CANARY}/x",
    f"/_stcore/{CANARY}",
    f"/_stcore/upload_file/{CANARY}/{CANARY}",
    f"/%2e%2e/{CANARY}",
    f"/i/{CANARY * 500}",
    f"/i/{CANARY * 8000}",
]
COOKIES = [BOTH, f"{LINK}={CANARY};;;=;{SEAT}", f'{LINK}="{CANARY}\\', f"{SEAT}={CANARY * 3000}"]
SHOUTS = [
    b"GET /i/%s HTTP/9.9\r\n\r\n" % TOKEN.encode(),
    b"%s\r\n\r\n" % CANARY.encode(),
    b"GET / HTTP/1.1\r\nHost: x\r\n%s\r\n\r\n" % CANARY.encode(),
    b"GET /i/%s HTTP/1.1\r\nHost: %s\r\nContent-Length: %s\r\n\r\n" % ((CANARY.encode(),) * 3),
    b"POST /i/%s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n%s\r\n"
    % ((CANARY.encode(),) * 2),
]


def test_the_secrets_are_found_where_they_are(still: World) -> None:
    """The outbox holds every link: whoever could not find them there would find them nowhere."""
    links = {name for name in still.secrets if name.startswith("the link of")}

    assert still.found(but=()).keys() == links
    assert still.found() == {}


def test_no_request_leaves_a_trace(world: World) -> None:
    """Forged links, cookies, queries, bodies and widgets, and bytes that are no request at all."""
    headers = {"Cookie": BOTH, "User-Agent": CANARY, "Referer": CANARY, "X-Forwarded-For": CANARY}
    for path in PATHS:
        for method in ("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"):
            with suppress(ConnectionError):  # the head of the longest is cut off
                ask(world, path, method=method, headers=headers, body=CANARY.encode())
    for cookie in COOKIES:
        for path in ("/", "/report.csv", "/comments.csv", "/sign-out", f"/i/{TOKEN}"):
            ask(world, path, headers={"Cookie": cookie})
    for said in SHOUTS:
        shout(world, said)
    opened = [f"/i/{token}" for token in world.links.values()]
    opened += [f"/enter/{token}" for token in world.doors.values()]

    forge(world)

    assert [ask(world, path) for path in opened] == [200] * len(opened)
    assert world.found() == {}


def forge(world: World) -> None:
    """Speak to pages as no browser does: forged widgets, pages and addresses."""
    with tab(world.at, CANARY, query=f"unit={CANARY}", cookies=FORGED) as lost:
        assert lost.not_found
    with tab(world.at, "trends", query=f"unit={CANARY}", cookies=seat(world)) as trends:
        trends.values[CANARY] = WidgetState(id=f"$$ID-{CANARY}", string_value=CANARY)
        trends.run()
    with form_of(world.at, world.links["keel-2"]) as form:
        assert len(form.widgets) > 10
        fill(form, comment=CANARY * 3000, said=CANARY)
        form.run(press=text("form.send"))
        assert text("form.send") in form.widgets
    with connect(f"{world.at.url.replace('http', 'ws')}/_stcore/stream") as line:
        line.send(CANARY.encode() * 10)
        line.send(CANARY)


def seat(world: World, person: str = shipyard.MEMBER) -> dict[str, str]:
    """The cookie of somebody signed in."""
    return {SEAT: world.seats[person]}


def test_answers_and_comments_leave_no_trace_but_in_their_place(
    world: World, browser: Browser
) -> None:
    """Sent in a browser and without one, with and without the key, closed with and without room."""
    comments = world.data / COMMENTS
    key = next((world.data / "keys").glob("*.key"))
    away = key.rename(key.with_suffix(".away"))
    visits = Visits(browser, dict(world.seats))
    page = visits.tab(world.at)
    away.rename(key)
    write(page, world)
    key.rename(away)
    press_send(page)
    expect(page.get_by_role("alert").first).to_contain_text("Answers cannot be taken just now")
    assert text("sent.title") not in answer(world, "keel-2", comment=CANARY).words
    away.rename(key)
    press_send(page)
    expect(page.get_by_role("heading", name=text("sent.title"))).to_be_visible()
    visits.close()
    for comment in (f"{CANARY} again", CANARY):  # the second counts nothing, and says the same
        assert text("sent.title") in answer(world, "keel-2", comment=comment).words
    assert "in order" in command(world, "check", anonymity=False)
    assert "holds" in command(world, "check", anonymity=True)
    assert world.found() == {}

    comments.write_bytes(b"")
    assert by_hand(world, "wave", "close", WAVE) == 1
    assert world.found() == {}
    comments.unlink()
    command(world, "wave close", key=WAVE)  # or the schedule was quicker
    assert f"{WAVE}  published" in command(world, "wave list")

    assert world.found(but=(*PRIVATE, COMMENTS)) == {}
    assert world.found() == {"a word of the attack": [file.name for file in comments.iterdir()]}


def write(page: Page, world: World) -> None:
    """Open the link, answer every statement and write every comment."""
    page.goto(f"/i/{world.links['keel-1']}?page=streamlit")
    questions = page.get_by_role("radiogroup")
    expect(questions).to_have_count(10)
    for question in questions.all():
        question.get_by_text(AGREE, exact=True).click()
    for box in page.get_by_role("textbox").all():
        box.fill(f"{CANARY} in a browser")


def press_send(page: Page) -> None:
    """Press the button."""
    page.get_by_role("button", name=text("form.send")).click()


def mails_have_no_folder(world: World) -> None:
    """Where the folder of mails should be stands a file: nobody can be sent a link."""
    shutil.rmtree(world.data / "outbox")
    (world.data / "outbox").write_bytes(b"")


def the_box_is_gone(world: World) -> None:
    """The box of the open wave was deleted before the app started."""
    shutil.rmtree(world.data / "boxes")


def the_box_is_damaged(world: World) -> None:
    """Its first pages are another file's."""
    damage(next((world.data / "boxes").glob("*.duckdb")))


def damage(file: Path) -> None:
    """Write over the beginning of a file."""
    with file.open("r+b") as opened:
        opened.write(b"x" * 20_000)


@pytest.mark.parametrize(
    "break_it",
    [
        pytest.param(mails_have_no_folder, marks=pytest.mark.long),
        the_box_is_gone,
        pytest.param(the_box_is_damaged, marks=pytest.mark.long),
    ],
)
def test_what_breaks_tells_nothing(still: World, break_it: Callable[[World], None]) -> None:
    """The app runs with what is left; whoever answers, signs in or closes is told a sentence."""
    break_it(still)
    with running(still) as world:
        with tab(world.at) as home:
            home.say(text("home.email"), "keel-1@boat.example")
            home.run(press=text("home.send_link"))
        said = answer(world, "keel-1", comment=CANARY).words
        ask(world, f"/i/{world.links['keel-2']}")
        command(world, "check", anonymity=False)
        command(world, "check", anonymity=True)
        closed = command(world, "wave close", key=WAVE)
        found = world.found(but=(*PRIVATE, COMMENTS))

    whole = break_it is mails_have_no_folder
    assert (text("sent.title") in said, "is published" in closed) == (whole, whole)
    assert found == {}


def test_a_damaged_database_tells_nothing(still: World) -> None:
    """The app answers nobody and ends; whoever gives a command learns that and nothing else."""
    damage(still.data / "same_boat.duckdb")
    with pytest.raises(AssertionError, match="The app did not start"), running(still):
        pass

    assert by_hand(still, "check", "--anonymity") == 1
    assert still.found() == {}
