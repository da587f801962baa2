"""A CSV file as LibreOffice reads it in some language: what kind of cell each becomes."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

SOFFICE = shutil.which("soffice")
GERMAN, ENGLISH = 1031, 1033
UTF_8 = 76
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
# An empty cell to the right end of the sheet is written once, with how often it stands there.
WIDEST = 100


class Seen(NamedTuple):
    """A cell of the sheet: its kind (float, date, string, ...; empty for none) and its value."""

    kind: str
    value: str


def opened(content: bytes, folder: Path, *, separator: str, language: int) -> list[list[Seen]]:
    """Every row of the file, opened as a spreadsheet does that looks for numbers and dates."""
    assert SOFFICE
    folder.mkdir()
    file = folder / "report.csv"
    file.write_bytes(content)
    # Separator, quotes, letters, first row, columns, language, quoted is text, look for dates.
    tokens = f"{ord(separator)},34,{UTF_8},1,,{language},false,true,false"
    subprocess.run(
        [SOFFICE, "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile",
         f"--infilter=Text - txt - csv (StarCalc):{tokens}",
         "--convert-to", "fods", "--outdir", str(folder), str(file)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return list(_rows(folder / "report.fods"))


def _rows(sheet: Path) -> Iterator[list[Seen]]:
    for row in ET.parse(sheet).getroot().iter(f"{_TABLE}table-row"):
        seen = [one for cell in row.iter(f"{_TABLE}table-cell") for one in _cells(cell)]
        if any(one.kind for one in seen):
            yield seen


def _cells(cell: ET.Element) -> list[Seen]:
    kind = cell.get(f"{_OFFICE}value-type", "")
    value = cell.get(f"{_OFFICE}value") or cell.get(f"{_OFFICE}date-value")
    said = "\n".join("".join(line.itertext()) for line in cell.iter(f"{_TEXT}p"))
    times = min(int(cell.get(f"{_TABLE}number-columns-repeated", "1")), WIDEST)
    return [Seen(kind, said if value is None else value)] * times
