"""Promises of mails: two ways to read them, nothing hidden in them, and no forged header."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.errors import Trouble
from survey.mail import Mail, Outbox, Outcome
from survey.mail.deliveries import Occasion
from survey.mail.letter import Sender, Unaddressable, as_file, message, sender
from survey.mailing.letters import Enclosed, letter
from survey.organisation.brand import brand_of
from survey.settings import Settings, check_mail_settings, read_settings, smtp_password
from survey.waves.wave import State, Wave
from tests.make import NOON, person
from tests.make_mails import written

US = Sender("Same Boat", "boat@boat.example")
LINK = "http://boat.example/i/1-abcdefghijklmnopqrstuv"
SERVER = {"SMTP_HOST": "mail.boat.example", "SMTP_FROM": "Same Boat <boat@boat.example>"}
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def wave(name: str = "Autumn pulse") -> Wave:
    """An open wave of which only the name matters."""
    values: dict[str, object] = dict.fromkeys(Wave.__dataclass_fields__)
    values |= {"id": 1, "key": "w1", "name": name, "state": State.OPEN, "k": 5}
    values |= {"opens": NOON, "closes": NOON, "replay": False, "public_key": "key"}
    return Wave(**values)  # type: ignore[arg-type]


def mail(
    occasion: Occasion = Occasion.INVITATION, *, about: Wave | None = None, **who: str
) -> Mail:
    """A mail to somebody."""
    enclosed = Enclosed(
        occasion, LINK, "wave-1", f"w1 {who}", about or wave(), closes=NOON, days=30
    )
    somebody = replace(person("ant-1", "ant"), **who)  # type: ignore[arg-type]
    return letter(somebody, enclosed, brand_of())


@pytest.mark.parametrize("occasion", Occasion)
@pytest.mark.parametrize(("language", "spoken"), [("en", "en"), ("de-CH", "de"), ("xx", "en")])
def test_a_mail_says_the_same_plain_and_as_html(
    occasion: Occasion, language: str, spoken: str
) -> None:
    """One link, as a button and in plain words; nothing from outside, nothing that reports back."""
    made = message(mail(occasion, language=language), US, now=NOON)

    plain = made.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    html = made.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert plain.count("http") == html.count("http") == 1
    assert LINK in plain.splitlines()
    assert f'<a href="{LINK}"' in html
    assert not re.search(r"<img|<link|<script|url\(|src=", html)
    assert f'<html lang="{spoken}">' in html
    words = re.sub(r"<title>.*</title>|<[^>]+>", "", html)
    for paragraph in plain.strip().split("\n\n"):
        assert paragraph.strip() in words.replace("&#x27;", "'") or paragraph == LINK


def test_a_mail_is_in_the_language_of_its_reader() -> None:
    """English where we do not speak it."""
    said = {language: mail(language=language).subject for language in ("en", "de-CH", "xx")}

    assert said["en"] == said["xx"] == "Autumn pulse: two minutes for our team"
    assert said["de-CH"] == "Autumn pulse: zwei Minuten für unser Team"


def test_headers_say_who_when_and_that_no_machine_need_answer() -> None:
    """The number of a mail is the same whenever it is made, and another for another mail."""
    one, again = (message(mail(), US, now=NOON) for _ in range(2))
    other = message(mail(name="Somebody else"), US, now=NOON)

    assert one["From"] == "Same Boat <boat@boat.example>"
    assert one["To"] == "Ant-1 <ant-1@boat.example>"
    assert one["Date"] == "Mon, 02 Mar 2026 12:00:00 +0000"
    assert one["Auto-Submitted"] == "auto-generated"
    assert one["Message-ID"] == again["Message-ID"] != other["Message-ID"]
    assert re.fullmatch(r"<[0-9a-f]{32}@boat\.example>", one["Message-ID"])


@given(name=NAMES, title=NAMES.filter(str.strip))
def test_whatever_a_name_holds_it_stays_a_name(name: str, title: str) -> None:
    """In any script, with line ends and commas: no header, no recipient and no paragraph more."""
    made = message(mail(name=name, about=wave(title)), US, now=NOON)
    lines = as_file(made).split(b"\n\n")[0].decode("ascii").split("\n")

    headers = [line.partition(":")[0] for line in lines if line[0] not in " \t"]
    plain_one = message(mail(), US, now=NOON)
    assert headers == list(plain_one.keys())
    assert [to.addr_spec for to in made["To"].addresses] == ["ant-1@boat.example"]
    plain = made.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert plain.splitlines().count(LINK) == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "@boat.example",
        "a b@boat.example",
        "a@boat.example\nBcc: all@boat.example",
        "a@boat.example\r\n\r\nHello",
        "a@boat.example, b@boat.example",
        "a@" + "x" * 300,
    ],
)
def test_what_is_no_address_gets_no_mail(address: str, tmp_path: Path) -> None:
    """It is said, as for an address the mail server does not know."""
    with pytest.raises(Unaddressable):
        message(mail(email=address), US, now=NOON)

    assert Outbox(tmp_path).carry([mail(email=address)]) == [Outcome.NO_SUCH_ADDRESS]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("address", ["jürgen@boat.example", "a@bücher.example"])
def test_addresses_may_be_in_any_script(address: str, tmp_path: Path) -> None:
    """A host is spelled as the network spells it."""
    Outbox(tmp_path).carry([mail(email=address)])

    (found,) = written(tmp_path)
    to = found["To"].addresses[0].addr_spec.encode("utf-8", "surrogateescape").decode()
    assert to == address.replace("bücher", "xn--bcher-kva")


def test_a_mail_written_twice_is_one_file_for_its_owner_only(tmp_path: Path) -> None:
    """No half of one is ever there under its name."""
    outbox = Outbox(tmp_path)
    for _ in range(2):
        assert outbox.carry([mail()]) == [Outcome.TAKEN]

    (file,) = (tmp_path / "wave-1").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_neither_mails_nor_errors_show_an_address_or_a_link() -> None:
    """Whatever is printed of one."""
    assert "boat.example" not in repr(mail()) + repr(Enclosed(Occasion.RESULTS, LINK, "", ""))


# Settings


def test_without_a_mail_server_mails_come_from_the_apps_own_host() -> None:
    """And with one, from the name and address that were set."""
    assert sender(Settings(base_url="https://pulse.boat.example")) == Sender(
        "Same Boat", "same-boat@pulse.boat.example"
    )
    assert sender(Settings(smtp_from='"Zoë, at work" <z@boat.example>')).name == "Zoë, at work"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"SMTP_USER": "us"}, "SMTP_USER is set, but SAME_BOAT_SMTP_HOST is empty"),
        ({"SMTP_HOST": "x"}, "SMTP_FROM needs a mail address"),
        (SERVER | {"SMTP_FROM": "Same Boat"}, "SMTP_FROM needs a mail address"),
        (SERVER | {"SMTP_FROM": "Zoë, at work <z@boat.example>"}, "SMTP_FROM needs a mail address"),
        (SERVER | {"SMTP_FROM": "a@b\nBcc: c@d"}, "SMTP_FROM needs a mail address"),
        (SERVER | {"SMTP_USER": "us"}, "go together"),
        (SERVER | {"SMTP_PASSWORD": "canary"}, "go together"),
        (SERVER | {"SMTP_SECURITY": "plain"}, "only for a mail server on this machine"),
        (SERVER | {"SMTP_SECURITY": "none"}, "SMTP_SECURITY"),
        (SERVER | {"SMTP_PORT": "0"}, "SMTP_PORT"),
        (SERVER | {"SMTP_RATE": "0"}, "SMTP_RATE"),
        (SERVER | {"SMTP_USER": "u", "SMTP_PASSWORD_FILE": "/nowhere"}, "cannot be read"),
        (
            SERVER | {"SMTP_USER": "u", "SMTP_PASSWORD": "canary", "SMTP_PASSWORD_FILE": "/x"},
            "not both",
        ),
    ],
)
def test_what_does_not_fit_together_is_refused_at_the_start(
    given: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a sentence that names the setting, and never the password."""
    for name, value in given.items():
        monkeypatch.setenv(f"SAME_BOAT_{name}", value)

    with pytest.raises(Trouble, match=said) as refused:
        read_settings()
    assert "canary" not in str(refused.value)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_a_server_on_this_machine_may_be_spoken_to_plainly(host: str) -> None:
    check_mail_settings(
        Settings(smtp_host=host, smtp_security="plain", smtp_from="a@b.example")  # type: ignore[arg-type]
    )


def test_the_password_may_stand_in_a_file(tmp_path: Path) -> None:
    """Its last line end is not part of it; printing the settings does not show it."""
    (tmp_path / "password").write_text("canary\n")
    settings = Settings(smtp_password_file=tmp_path / "password")

    assert smtp_password(settings) == "canary"
    assert "canary" not in repr(Settings(smtp_password="canary"))  # type: ignore[arg-type]
