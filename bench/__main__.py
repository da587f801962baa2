"""Every benchmark, one after another: `make bench`."""

import subprocess
import sys

for name in (
    "respondents",
    "rush",
    "first_load",
    "closing",
    "trend",
    "area",
    "import_people",
    "mail",
    "report",
    "pages",
):
    print(f"== {name}", flush=True)
    subprocess.run([sys.executable, "-m", f"bench.{name}"], check=True)
