"""What is still to be translated: `python -m tests.house.translated REVISION`.

Prints every sentence that some reader meets and a language lacks, and every one whose English has
changed since a revision while the translation stayed; exit code 1 where there is any.
"""

import subprocess
import sys
import tomllib
from collections.abc import Mapping

from survey.languages import Readers, untold
from survey.settings import ROOT
from survey.text import FALLBACK, LOCALES, catalogue, flat


def at(revision: str, language: str) -> Mapping[str, str]:
    """The catalogue of a language as it was in a revision; empty where it had none."""
    place = (LOCALES / f"{language}.toml").relative_to(ROOT)
    asked = ["git", "show", f"{revision}:{place}"]
    found = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    return dict(flat(tomllib.loads(found.stdout)))


def stale(
    before: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]], language: str
) -> list[str]:
    """The keys whose English changed and whose translation did not, of catalogues by language."""
    return [
        key
        for key, said in now[language].items()
        if before[FALLBACK].get(key, said) != now[FALLBACK].get(key)
        and key in before[FALLBACK]
        and before[language].get(key) == said
    ]


def told(revision: str) -> list[str]:
    """A line for each sentence to translate, with its English."""
    english, lines = catalogue(FALLBACK), []
    for file in sorted(LOCALES.glob("*.toml")):
        if (language := file.stem) == FALLBACK:
            continue
        spoken = (FALLBACK, language)
        before = {one: at(revision, one) for one in spoken}
        changed = stale(before, {one: catalogue(one) for one in spoken}, language)
        missing = untold(language, Readers.HR)
        lines += [f"{language} lacks {key} = {english[key]!r}" for key in missing]
        lines += [f"{language} may be old: {key} = {english.get(key)!r}" for key in changed]
        lines += [f"{language} is left over: {key}" for key in catalogue(language).keys() - english]
    return lines


if __name__ == "__main__":
    found = told(sys.argv[1])
    print("\n".join(found) or "All is translated.")
    raise SystemExit(bool(found))
