# `make run`, `make check` and `make test` do all the set-up; README.md has the same lines for Windows.

PYTHON ?= python3
BIN := .venv/bin
EXAMPLE := data/example.duckdb

# Compiled once and not by each of the many processes that the tests start, whatever the environment says.
export PYTHONDONTWRITEBYTECODE =

.PHONY: run check test style audit bench bench-scale kills fuzz format

# Without CDMON_DATABASE the dashboard serves the example programme, which is loaded the first time.
ifdef CDMON_DATABASE
run: .venv/run
else
run: export CDMON_DATABASE := $(EXAMPLE)
run: .venv/run $(EXAMPLE)
endif
	$(BIN)/streamlit run dashboard.py

# The inner loop: every quick test that needs neither a browser, nor the whole example, nor another program or kind of store.
check: style
	$(BIN)/pytest -n 2 --dist loadfile --hypothesis-profile quick -m "not (browser or example or lake or libreoffice or postgresql or slow)"

test: style
	$(BIN)/pytest -n 2 --dist loadfile --durations 20

style: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/vulture

# What is known to be unsafe in the packages we stand on (asks PyPI about each), and what the security rules find in the code.
audit: .venv/test
	$(BIN)/pip-audit --strict --local
	$(BIN)/ruff check --select S --ignore S603 cdmon pages dashboard.py

bench: .venv/test
	$(BIN)/python -m tests.bench

# What a page and a load cost at up to 6,900 places, on a DuckDB file and on a lake (needs PostgreSQL).
bench-scale: .venv/test
	$(BIN)/python -m tests.bench_scale

# Two hundred processes killed at any moment on each kind of store: half an hour.
kills: export CDMON_KILLS := 200
kills: .venv/test
	$(BIN)/pytest -s tests/test_kills.py

# Ten thousand spreadsheets with something changed at random, each read rightly or refused: an hour and a half of one processor.
fuzz: .venv/test
	$(BIN)/python -m tests.fuzz

format: .venv/test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Loaded under another name, so that a loading that is broken off leaves no half-filled example behind.
$(EXAMPLE): | .venv/run
	rm -f data/loading.duckdb* $@.acknowledged
	$(BIN)/python -m cdmon --database data/loading.duckdb example
	mv data/loading.duckdb $@
	mv data/loading.duckdb.acknowledged $@.acknowledged

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "cdmon needs Python 3.11 or newer; name one: make PYTHON=python3.12 run"; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/run: .venv/made requirements.txt
	@echo "Installing what cdmon needs (a minute or two, the first time only) …"
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/test: .venv/run requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
