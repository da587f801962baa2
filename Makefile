# Two commands: `make run` starts Same Boat, `make test` checks it. Both work from any directory.
ROOT := $(dir $(abspath $(lastword $(MAKEFILE_LIST))))
VENV := $(ROOT).venv
PYTHON := $(VENV)/bin/python
PORT ?= 8501
DEMO ?= yes
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
APT := $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get

# Tests make thousands of small databases: in memory, where there are 4 GB for it, that is far quicker.
SCRATCH = $(shell [ "$$(df --output=avail /dev/shm 2>/dev/null | tail -n 1)" -gt 4000000 ] 2>/dev/null \
	&& echo /dev/shm || echo "$${TMPDIR:-/tmp}")

# A file stays whole on one of two workers, and those that take long come first (tests/conftest.py).
BOTH = -n 2 --dist loadgroup --no-loadscope-reorder
RAN = -o junit_logging=system-out --junitxml $(SCRATCH)

INSTALL = $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes
LOCK = $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--emit-build-options --custom-compile-command "make lock"

export SAME_BOAT_BASE_URL ?= http://localhost:$(PORT)
.DEFAULT_GOAL := help
.PHONY: help run test quick attacks looks audit lint bench lock clean

help:
	@echo "make run          start Same Boat with a fictional organisation (DEMO=no: empty)"
	@echo "make test         install what tests need and run everything"
	@echo "make quick        lint, types, and the tests that start nothing, while you work"
	@echo "make attacks      the long versions of attacks, kills and examples"
	@echo "make looks        a picture of every page, on a phone and a desk, light and dark"
	@echo "make audit        a bill of materials and the licences of all that is shipped, into audit/"
	@echo "make bench        the benchmarks (figures: bench/README.md)"
	@echo "make lock         pin anew, with hashes, all that requirements.in and -dev.in bring along"

run: $(VENV)/run.stamp
	@cd $(ROOT) && $(PYTHON) admin.py welcome --demo $(DEMO)
	@cd $(ROOT) && exec $(VENV)/bin/streamlit run app.py --server.port $(PORT) --server.headless true

# Hypothesis tries a quarter of its examples, attacks a part of their organisations: `make attacks` has all.
test: $(VENV)/dev.stamp $(VENV)/chromium.stamp lint
	cd $(ROOT) && TMPDIR=$(SCRATCH) $(PYTHON) -m pytest -m "not long" $(BOTH) --examples 25

# No server, browser or PostgreSQL, no page, no attack, nothing slow; Hypothesis tries a fifth of its examples.
quick: $(VENV)/dev.stamp lint
	cd $(ROOT) && TMPDIR=$(SCRATCH) $(PYTHON) -m pytest $(BOTH) \
		-m "not long and not slow and not browser and not server and not postgresql" \
		--ignore tests/attacks --ignore tests/journeys --examples 20

# What each attack printed is put into docs/attacks.md, also where one failed.
attacks: $(VENV)/dev.stamp $(VENV)/chromium.stamp
	cd $(ROOT) && export TMPDIR=$(SCRATCH) && \
		$(PYTHON) -m pytest $(BOTH) tests/attacks tests/promise/test_mutants.py \
			$$($(PYTHON) -m tests.attacks.attacks_page) $(RAN)/attacks.xml; \
		$(PYTHON) -m pytest $(BOTH) -m "long or hypothesis" tests \
			--ignore tests/attacks $(RAN)/others.xml; \
		$(PYTHON) -m tests.attacks.attacks_page $(SCRATCH)/attacks.xml $(SCRATCH)/others.xml

looks: $(VENV)/dev.stamp $(VENV)/chromium.stamp
	cd $(ROOT) && TMPDIR=$(SCRATCH) $(PYTHON) -m pytest tests/journeys/test_looks.py --looks looks

audit: $(VENV)/dev.stamp
	cd $(ROOT) && $(PYTHON) -m pip check && $(PYTHON) deploy/bill_of_materials.py audit

lint: $(VENV)/dev.stamp
	cd $(ROOT) && $(VENV)/bin/ruff check && $(VENV)/bin/ruff format --check && $(VENV)/bin/mypy

bench: $(VENV)/dev.stamp
	cd $(ROOT) && $(PYTHON) -m bench

# Versions stay as they are pinned unless the .in file says otherwise; `make lock UPGRADE=--upgrade`
# takes the newest of all that the .in files leave open.
lock: $(VENV)/dev.stamp
	cd $(ROOT) && $(LOCK) $(UPGRADE) requirements.in -o requirements.txt
	cd $(ROOT) && $(LOCK) $(UPGRADE) requirements-dev.in -o requirements-dev.txt

$(VENV)/run.stamp: $(ROOT)requirements.txt
	@[ -x $(PYTHON) ] || python3 -m venv $(VENV) || \
		{ rm -rf $(VENV); $(APT) update && $(APT) install -y python3-venv && python3 -m venv $(VENV); }
	@echo "Installing what Same Boat needs ..."
	@$(INSTALL) -r $(ROOT)requirements.txt
	@touch $@

$(VENV)/dev.stamp: $(ROOT)requirements-dev.txt $(VENV)/run.stamp
	@echo "Installing what the tests need ..."
	@$(INSTALL) -r $(ROOT)requirements-dev.txt
	@touch $@

$(VENV)/chromium.stamp: $(VENV)/dev.stamp
	@[ -x /usr/bin/chromium-headless-shell ] || \
		{ $(APT) update && $(APT) install -y --no-install-recommends chromium-headless-shell; }
	@touch $@

clean:
	rm -rf $(VENV)
