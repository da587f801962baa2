"""How does somebody get a link to sign in?"""

from survey.actions.deliveries import queue_sign_in
from survey.mailing.delivering import deliver_here
from survey.store import Store


def mail_sign_in(store: Store, *, person: str) -> None:
    """Have a sign-in link mailed to somebody; it is made when the mail is."""
    queue_sign_in(store, person=person)
    deliver_here(store)
