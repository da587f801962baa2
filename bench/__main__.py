"""Every benchmark, one after another: `make bench`."""

import subprocess
import sys

PARTS = ("respondents", "closing", "trend", "heat_map", "import_people", "mail", "report", "pages")

for name in PARTS:
    print(f"== {name}", flush=True)
    subprocess.run([sys.executable, "-m", f"bench.{name}"], check=True)
