"""Inviting: personal links as addresses, and the mails that carry them."""

from survey.actions.waves import mark_invited
from survey.invitations import link_token
from survey.mail import Mail, Outbox
from survey.store import Store
from survey.text import text
from survey.waves import Wave


def links(store: Store, wave: Wave) -> dict[str, str]:
    """The personal link of everybody invited to an open wave. Errors: KeyTrouble."""
    secret = store.keys.read(wave.id).links
    base = store.settings.base_url
    return {
        person: f"{base}/i/{link_token(secret, wave.id, person)}"
        for person in sorted(store.roster(wave.id))
    }


def send_invitations(store: Store, wave: Wave, *, actor: str) -> int:
    """Write a mail to everybody invited who has an address; made anew when it was cut off.

    Returns how many mails were written.
    """
    people, outbox = store.people(), Outbox(store.settings.outbox)
    mails = [
        _invitation(wave, people[person].name, people[person].email, link, people[person].language)
        for person, link in links(store, wave).items()
        if person in people and people[person].email
    ]
    outbox.clear(occasion(wave))
    outbox.put(occasion(wave), mails)
    mark_invited(store, wave, actor=actor, detail=f"{len(mails)} mails")
    return len(mails)


def occasion(wave: Wave) -> str:
    """The folder of a wave's mails below the outbox."""
    return f"wave-{wave.id}"


def _invitation(wave: Wave, name: str, email: str, link: str, language: str) -> Mail:
    values = {"name": name, "wave": wave.name, "link": link, "k": wave.k}
    closes = f"{wave.closes:%d %B %Y}"
    return Mail(
        to=email,
        subject=text("mail.invitation.subject", language, **values),
        body=text("mail.invitation.body", language, closes=closes, **values),
    )


def mail_sign_in(store: Store, *, email: str, link: str, language: str) -> None:
    """Write the mail that carries a sign-in link."""
    mail = Mail(
        to=email,
        subject=text("mail.sign_in.subject", language),
        body=text("mail.sign_in.body", language, link=link),
    )
    Outbox(store.settings.outbox).put("sign-in", [mail])
