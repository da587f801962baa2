"""Which language does a cell name, by its code or in words?"""

from survey.organisation.values import language, wrong_language

WORDS = {
    "arabic": "ar",
    "bulgarian": "bg",
    "chinese": "zh",
    "chinese (simplified)": "zh-CN",
    "chinese (traditional)": "zh-TW",
    "croatian": "hr",
    "czech": "cs",
    "danish": "da",
    "dutch": "nl",
    "english": "en",
    "estonian": "et",
    "finnish": "fi",
    "french": "fr",
    "french (canada)": "fr-CA",
    "german": "de",
    "greek": "el",
    "hebrew": "he",
    "hindi": "hi",
    "hungarian": "hu",
    "indonesian": "id",
    "italian": "it",
    "japanese": "ja",
    "korean": "ko",
    "latvian": "lv",
    "lithuanian": "lt",
    "malay": "ms",
    "norwegian": "no",
    "polish": "pl",
    "portuguese": "pt",
    "portuguese (brazil)": "pt-BR",
    "romanian": "ro",
    "russian": "ru",
    "serbian": "sr",
    "slovak": "sk",
    "slovenian": "sl",
    "spanish": "es",
    "swedish": "sv",
    "thai": "th",
    "turkish": "tr",
    "ukrainian": "uk",
    "vietnamese": "vi",
    "deutsch": "de",
    "español": "es",
    "français": "fr",
    "italiano": "it",
    "nederlands": "nl",
    "polski": "pl",
    "português": "pt",
    "svenska": "sv",
}


def language_tag(cell: str) -> str | None:
    """The tag of a language given by code or in words, “English (UK)” too; None when unknown."""
    words = cell.casefold()
    known = WORDS.get(words) or WORDS.get(words.partition("(")[0].strip())
    if known or wrong_language(cell) or len(cell.replace("_", "-").split("-")[0]) not in {2, 3}:
        return known
    return language(cell, otherwise="")
