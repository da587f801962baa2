"""What may HR ask: the instruments we ship, and those composed here."""

from collections.abc import Mapping

from survey.questionnaire.instrument import Instrument
from survey.questionnaire.shipped import shipped
from survey.store import Store


def choices(store: Store) -> Mapping[str, Instrument]:
    """The instruments HR may ask, by key: ours first, then the latest version of each composed one.

    Errors: BadInput.
    """
    own = store.newest_composed().items()
    return {**shipped(), **{key: one.instrument for key, one in own if not one.retired}}
