# Tomoshibi. Needs python3 (3.11 or newer) with venv, and make. `make test` installs Debian's Chromium where it may.
#
#   make run       the demo, at http://127.0.0.1:8000/ (PORT=8080 for another port)
#   make mock      fixed documents for the tests of frontend teams, at http://127.0.0.1:8010/ (MOCK_PORT=8011)
#   make test      every check, then every test on SQLite, and what touches a database on PostgreSQL too
#   make prove-kill  kill a process at every point of every door, on both databases; a quarter of an hour (DOORS=expiry)
#   make bench     how quick one worker is, against a constant view; long, needs wrk and nginx (BENCH="--sizes 1000")
#   make bench-editing  the editors' screens with 200 and 20,000 services (BENCH="--sizes 200 2000 --databases postgresql")
#   make bench-search  how well search finds, by judged questions (HALF=reported)
#   make check     style, types, walls between packages, deployment, migrations
#   make fix       format, and mend what can be mended without thinking
#   make messages  compile the words of locale/, and name those that have no Japanese or, of ours, no English
#   make lock      lock the requirements anew, with hashes (UPGRADE=1 takes newer versions)

PYTHON ?= python3
PORT ?= 8000
MOCK_PORT ?= 8010
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --quiet --quiet --disable-pip-version-check --no-input --require-hashes
PYTEST_OPTIONS ?= --numprocesses 2 --dist loadfile --no-loadscope-reorder

.PHONY: run mock test check fix messages lock browser prove-kill
.DEFAULT_GOAL := run

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Tomoshibi needs Python 3.11 or newer: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt | $(PY)
	$(PIP) --requirement requirements.txt
	@touch $@

$(VENV)/.development: requirements-dev.txt $(VENV)/.runtime
	$(PIP) --requirement requirements.txt --requirement requirements-dev.txt
	@touch $@

run: export TOMOSHIBI_DEMO = 1
run: export PORT := $(PORT)
run: $(VENV)/.runtime
	@$(PY) manage.py demo
	@exec $(PY) manage.py serve

mock: $(VENV)/.runtime
	@exec env PORT=$(MOCK_PORT) $(PY) manage.py mock --settings cms.settings.mock

test: check browser
	@status=0; \
	echo "== SQLite"; env -u DATABASE_URL $(PY) -m pytest $(PYTEST_OPTIONS) || status=1; \
	echo "== PostgreSQL"; $(PY) -m tests.on_postgresql $(PYTEST_OPTIONS) || status=1; \
	exit $$status

# Production's own settings, with what production must be told; nothing in it is a secret.
PRODUCTION := env -u DATABASE_URL TOMOSHIBI_DEMO=0 TOMOSHIBI_STATE_DIR=$(VENV)/check PUBLIC_BASE_URL=https://api.example.test \
	SECRET_KEY=only-for-the-check-of-the-deployment-0123456789-abcdefghijklmnopqrstuvwxyz

check: $(VENV)/.development
	$(PY) -m ruff format --check --quiet .
	$(PY) -m ruff check --quiet .
	$(VENV)/bin/lint-imports --no-logo
	$(PY) -m mypy --no-error-summary
	$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING --settings cms.settings.all
	$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING --settings cms.settings.delivery
	$(PRODUCTION) $(PY) manage.py makemigrations --check --dry-run --settings cms.settings.all
	$(PY) -m pytest --quiet --no-header tests/rules/test_locks.py

fix: $(VENV)/.development
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

messages: $(VENV)/.development
	$(PY) -m tests.words

lock: $(VENV)/.development
	for file in requirements requirements-dev; do \
	  $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	    --no-emit-find-links $(if $(UPGRADE),--upgrade) --output-file $$file.txt $$file.in || exit 1; \
	done

# The tests of the screens drive Debian's Chromium, which without a Japanese font would draw boxes; recipes use curl.
browser:
	@if [ -x /usr/bin/chromium ] && command -v curl >/dev/null && fc-list :lang=ja 2>/dev/null | grep -q .; then exit 0; fi; \
	if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then \
	  echo "make test needs Chromium, curl and a Japanese font: apt-get install chromium curl fontconfig fonts-noto-cjk" >&2; exit 1; \
	fi; \
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium curl fontconfig fonts-noto-cjk >/dev/null

# Longer than a test may be: faults of one line, each noticed by the test that is named for it.
.PHONY: mutants
mutants: $(VENV)/.development
	$(PY) -m tests.mutants.run

# One worker on one processor, the load on the other: nothing else should run on the machine meanwhile.
.PHONY: bench bench-editing bench-search
bench: $(VENV)/.development
	@command -v wrk >/dev/null && [ -x "$$(command -v nginx || echo /usr/sbin/nginx)" ] || \
	  { echo "make bench needs wrk and nginx: apt-get install wrk nginx-light" >&2; exit 1; }
	$(PY) -m benchmarks $(BENCH)

bench-editing: $(VENV)/.development
	$(PY) -m benchmarks.editing $(BENCH)

HALF ?= tuned
bench-search: $(VENV)/.development
	$(PY) -m benchmarks.search --half $(HALF)

# Every point of every door; `make test` takes some. DOORS="expiry autosave" names those of which the name has such a word.
prove-kill: $(VENV)/.development
	@env -u DATABASE_URL $(PY) -m tests.kill $(DOORS)
