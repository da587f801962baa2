"""Which colours are there, and what is each for? One set for light, one for dark.

Pages, charts and files that are coloured take them from here; Streamlit is told them in its own
settings (.streamlit/config.toml), which a test holds against these.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by what they are for; text passes 4.5:1 and lines 3:1 on `background` and `panel`.

    Meaning never rests on hue alone: lines also differ in dash, tiles carry their number. Brown
    (`low`, `warm`) asks for support and teal (`high`) does not, which colour-blind readers tell
    apart; `good` and `warm` are of words on their own backs.
    """

    background: str
    panel: str
    text: str
    muted: str
    grid: str
    accent: str
    band: str
    level: str
    area: str
    organisation: str
    tile_none: str
    tile_all: str
    tile_text: str
    link: str
    primary: str
    border: str
    good: str
    good_back: str
    warm: str
    warm_back: str
    quiet: str
    quiet_back: str
    low: str
    low_pale: str
    high: str
    high_pale: str
    plain: str


LIGHT = Theme(
    background="#ffffff",
    panel="#f1f6f7",
    text="#14262b",
    muted="#4c6066",
    grid="#d5dfe2",
    accent="#0f5c69",
    band="rgba(15,92,105,0.16)",
    level="rgba(224,140,60,0.45)",
    area="#8a5a00",
    organisation="#5d6b70",
    tile_none="#f6f1e8",
    tile_all="#e0933f",
    tile_text="#14262b",
    link="#0f5c69",
    primary="#0f5c69",
    border="#c9d5d8",
    good="#17663a",
    good_back="#dff2e6",
    warm="#7a4300",
    warm_back="#fbecd9",
    quiet="#3d5158",
    quiet_back="#e6edef",
    low="#dfa94f",
    low_pale="#f8e7cc",
    high="#79bcc7",
    high_pale="#d6ecef",
    plain="#eef3f4",
)

DARK = Theme(
    background="#0f1a1e",
    panel="#17262b",
    text="#e9f1f2",
    muted="#a9babf",
    grid="#2c3e44",
    accent="#6fc9d6",
    band="rgba(111,201,214,0.20)",
    level="rgba(230,160,90,0.50)",
    area="#e0b25a",
    organisation="#a3b1b6",
    tile_none="#1f2d31",
    tile_all="#8f5413",
    tile_text="#f3f7f7",
    link="#7fd0dc",
    primary="#1a7685",
    border="#3a4d53",
    good="#8fd8ac",
    good_back="#1c3a2a",
    warm="#f0c48a",
    warm_back="#40301a",
    quiet="#c2d1d6",
    quiet_back="#26363b",
    low="#7d5512",
    low_pale="#4a3716",
    high="#1c6472",
    high_pale="#1d4049",
    plain="#1f2d31",
)


def theme(*, dark: bool) -> Theme:
    """The colours for a light or a dark page."""
    return DARK if dark else LIGHT
