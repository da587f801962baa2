"""What is shipped with Same Boat, and under which licence: CycloneDX 1.6 and a list to read.

`make audit` runs it where everything is installed as requirements.txt pins it.
"""

import json
import re
import sys
import tomllib
from collections.abc import Collection
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==([^\s;\\]+)(\s*;[^\\]*)?", re.MULTILINE)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
GPL = re.compile(r"\bA?GPL|(?<!Lesser )General Public|Affero", re.IGNORECASE)
LESSER = {"psycopg", "psycopg-binary"}


def pinned(lock: str) -> dict[str, tuple[str, list[str]]]:
    """The version and the hashes of every package of a lock file, by name."""
    found = {}
    pins = list(_PIN.finditer(lock))
    for pin, after in zip(pins, [*pins[1:], None], strict=True):
        block = lock[pin.end() : after.start() if after else len(lock)]
        found[pin[1].lower()] = pin[2], _HASH.findall(block)
    return found


def licence(name: str) -> str:
    """The licence a package says it has; "" where it says nothing."""
    said = metadata(name)
    if "License-Expression" in said:
        return said["License-Expression"]
    classifiers = said.get_all("Classifier") or []
    named = [c.rsplit(" :: ", 1)[-1] for c in classifiers if c.startswith("License :: ")]
    short = str(said["License"] if "License" in said else "").strip().splitlines()  # noqa: SIM401
    return ", ".join(named) or (short[0][:80] if short else "")


def named_licence(name: str) -> dict[str, object]:
    """A licence as CycloneDX wants it: an expression of SPDX, or a name where there is none."""
    if "License-Expression" in metadata(name):
        return {"expression": licence(name)}
    return {"license": {"name": licence(name)}}


def needs(name: str, shipped: Collection[str]) -> list[str]:
    """What of all that is shipped a package asks for, whatever its markers and extras."""
    found = map(_NAME.match, requires(name) or ())
    return sorted({_canonical(one[0]) for one in found if one} & set(shipped))


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def components(lock: str) -> list[dict[str, object]]:
    """A CycloneDX component for each package that is installed here as it is pinned."""
    found: list[dict[str, object]] = []
    for name, (wanted, hashes) in sorted(pinned(lock).items()):
        try:
            there = version(name)
        except PackageNotFoundError:
            # Pinned for another system (a marker leaves it out here).
            continue
        if there != wanted:
            sys.exit(f"{name} is {there} here, and requirements.txt pins {wanted}.")
        found.append(
            {
                "type": "library",
                "name": name,
                "version": wanted,
                "purl": f"pkg:pypi/{name}@{wanted}",
                "bom-ref": f"pkg:pypi/{name}@{wanted}",
                "licenses": [named_licence(name)],
                "hashes": [{"alg": "SHA-256", "content": one} for one in hashes],
            }
        )
    return found


def main(folder: Path) -> None:
    """Write sbom.cdx.json and licences.md; ends in a sentence when one may not be shipped."""
    parts = components((ROOT / "requirements.txt").read_text("utf-8"))
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    refs = {str(part["name"]): str(part["bom-ref"]) for part in parts}
    itself = {
        "type": "application",
        "bom-ref": ours["name"],
        "name": ours["name"],
        "version": ours["version"],
        "licenses": [{"expression": ours["license"]}],
    }
    asked = [
        {"ref": ref, "dependsOn": [refs[one] for one in needs(name, refs)]}
        for name, ref in refs.items()
    ]
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": itself},
        "components": parts,
        "dependencies": [{"ref": ours["name"], "dependsOn": sorted(refs.values())}, *asked],
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sbom.cdx.json").write_text(json.dumps(bill, indent=1), "utf-8")
    rows = [f"| {p['name']} | {p['version']} | {licence(str(p['name']))} |" for p in parts]
    head = "| package | version | licence |\n|---|---|---|\n"
    (folder / "licences.md").write_text(head + "\n".join(rows) + "\n", "utf-8")
    names = {str(part["name"]) for part in parts} - LESSER
    if wrong := sorted(name for name in names if GPL.search(licence(name))):
        sys.exit(f"These may not be shipped: {', '.join(wrong)}.")
    sys.stdout.write(f"{len(parts)} packages: {folder / 'sbom.cdx.json'}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "audit")
