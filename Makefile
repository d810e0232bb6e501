# Everything a developer types. Needs Python 3.11 or newer; PostgreSQL comes along.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LIUKE := $(BIN)/liuke

ifeq ($(CI),)
PYTEST_MORE :=
else
PYTEST_MORE := --durations=15
endif

.PHONY: setup setup-dev demo test test-browser test-faults check audit bench bench-data format

# What it takes to run, from the lock file; made anew only when that has changed.
$(VENV)/.runs: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Liuke needs Python 3.11 or newer: make PYTHON=python3.11 ..." if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	test -x $(BIN)/uv || $(BIN)/python -m pip install -q --disable-pip-version-check uv
	$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install -q --python $(BIN)/python --no-deps -e .
	@touch $@

# And what it takes to test.
$(VENV)/.tests: $(VENV)/.runs requirements-dev.lock
	$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

setup: $(VENV)/.runs
	$(LIUKE) setup

demo: $(VENV)/.runs
	$(LIUKE) demo

setup-dev: $(VENV)/.tests

# Everything but what needs a browser or kills processes. Dealt out in small hands: the long tests lie side by side.
test: $(VENV)/.tests
	$(BIN)/pytest -n 2 --maxschedchunk=16 -m "not browser and not faults" $(PYTEST_MORE)

# Headless Chromium (Debian: apt-get install chromium fonts-noto-cjk) against a served company.
test-browser: $(VENV)/.tests
	$(BIN)/pytest -m browser $(PYTEST_MORE) tests

# Processes are killed; takes some minutes.
test-faults: $(VENV)/.tests
	$(BIN)/pytest -m faults $(PYTEST_MORE) tests

check: $(VENV)/.tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy liuke
	DJANGO_SETTINGS_MODULE=liuke.settings.main LIUKE_BASE_URL=https://liuke.example $(BIN)/python -m django check --deploy --fail-level WARNING

# Known vulnerabilities of what we are built on.
audit: $(VENV)/.tests
	$(BIN)/python -m tests.support.audit

# Measures into bench/results.json and the table of the README; ONLY=screen_pop measures one group.
bench: $(VENV)/.tests
	$(BIN)/python -m bench $(ONLY)
	$(BIN)/python -m bench.table

# A million customers, once, in a PostgreSQL of its own below /tmp/liuke-bench (or BENCH_HOME).
bench-data: $(VENV)/.tests
	$(BIN)/python -m bench --data

format: $(VENV)/.tests
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
