"""A personal link that cannot be used, said kindly."""

from survey.errors import LinkRefused, LinkUnknown, WaveNotOpen
from survey.text import in_language, text


def explained(refusal: LinkRefused, language: str, *, no_link: bool = False) -> tuple[str, str]:
    """A title and what is said of a link that is unknown, or whose wave is not open."""
    match refusal:
        case WaveNotOpen():
            hint = text("link.not_open_hint", language)
            return text("link.not_open", language), f"{in_language(refusal, language)} {hint}"
        case LinkUnknown() if no_link:
            return text("link.none", language), in_language(refusal, language)
    hint = text("link.unknown_hint", language)
    return text("link.unknown", language), f"{in_language(refusal, language)} {hint}"
