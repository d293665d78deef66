# Every target makes its own environment; a stamp makes the second run instant.
# Needs Python 3.11, its venv module and make, nothing else.

.DEFAULT_GOAL := help
.PHONY: help venv demo lab serve test check check-deep bench bench-trace bench-portal bench-store lock release-sample docs messages screenshots
.DELETE_ON_ERROR:

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
STAMP := .venv/.made-from-lock
# Files in the order of tests/conftest.py, the longest first.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-config --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(UPGRADE)

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): requirements/all.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/all.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

venv: $(STAMP) ## .venv with everything in it, .venv/bin/star57 included

lock: venv ## pin every dependency anew, with hashes (UPGRADE=--upgrade for the newest)
	$(LOCK) --all-extras -o requirements/all.txt
	$(LOCK) --extra agent -c requirements/all.txt -o requirements/agent.txt

demo: venv ## a phone world in motion, portal included (ARGS="--once" ends by itself)
	$(BIN)/star57 demo $(ARGS)

lab: venv ## five carriers on real SIP switches, traced while calls ring (needs Kamailio and SIPp; ARGS="--calls 20 --once")
	$(BIN)/star57 lab $(ARGS)

serve: venv ## the hub alone, as a person would run it (ARGS for its options)
	$(BIN)/star57 hub serve $(ARGS)

test: venv ## the default suite, at most 90 seconds
	$(PYTEST) $(ARGS)

check: venv ## lint, types, imports, both databases, browser, short stress
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	STAR57_TEST_DEPTH=ci $(PYTEST) -m "not deep" $(ARGS)

check-deep: venv ## everything in full counts; takes its time
	STAR57_TEST_DEPTH=deep $(PYTEST) -m "" --timeout 3600 $(ARGS)

bench: venv ## measure what has a promised speed (ARGS for its options)
	@for program in $(filter-out bench/bench_store.py bench/bench_portal.py,$(wildcard bench/bench_*.py)); do echo "== $$program"; $(BIN)/python "$$program" $(ARGS) || exit 1; done

bench-trace: venv ## opening to outcome of 3 to 8 hops with 100 M records behind each agent (RECORDS=1000000 for fewer)
	$(BIN)/python bench/bench_trace.py --hops 3 4 5 6 7 8 --records $${RECORDS:-100000000} $(ARGS)

bench-portal: venv ## the portal's pages with 100,000 tracebacks (needs PostgreSQL; ARGS="--tracebacks 10000" for fewer)
	$(BIN)/python bench/bench_portal.py $(ARGS)

bench-store: venv ## the store of call records beside other engines (ROWS=1000000 for a small run; 100 M takes 50 GB and a quarter of an hour)
	$(BIN)/python bench/bench_store.py

release-sample: venv ## keep a backup of a lived-in hub of this version, which every later one must bring forward
	STAR57_TEST_DEPTH=ci $(PYTEST) -n 0 -m "" tests/upkeep/keep_release.py

docs: venv ## write the generated pages anew: schemas, rules, the picture
	$(BIN)/python -m star57.wire.schemas docs/wire/schemas
	$(BIN)/python -m star57.hub.domain.lifecycle_page > docs/rules/lifecycle.md
	$(BIN)/python -m star57.hub.domain.access_pages docs/rules
	$(BIN)/python -m star57.world.handbook_picture docs/handbook

messages: ## collect every text anew for the translators, and compile what they wrote (needs gettext)
	@cd src/star57/hub && DJANGO_SETTINGS_MODULE=tests.settings PYTHONPATH=../..:../../.. ../../../$(BIN)/python -m django makemessages --all --extension html,txt,py --no-location --no-obsolete --verbosity 0
	@for catalog in src/star57/hub/portal/locale/*/LC_MESSAGES; do sed -i "/^\"POT-Creation-Date/d;/^\"Report-Msgid/d" $$catalog/django.po; msgfmt -c -o $$catalog/django.mo $$catalog/django.po 2>/dev/null || exit 1; done

screenshots: venv ## the handbook's pictures of the portal and the agent's page, taken anew (needs Chromium)
	$(BIN)/python -m tests.journeys.screenshots
	$(BIN)/python -m tests.agent.operator.screenshots
