# Nautilus. `make` alone shows what there is. Nothing but Python 3.13 is needed: every target sets up .venv from the
# locks when it is missing or a lock has changed. The page is built with the system's Node, or with one that
# web/build.py installs into .venv.

SHELL := /bin/sh
.DEFAULT_GOAL := help
WORKERS ?= 2
BIN := .venv/bin
INSTALL = $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-input --progress-bar off

.PHONY: help up web test check bench clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

up: .venv/installed ## start everything and print the page's address; Ctrl-C stops all of it
	@$(BIN)/python web/build.py
	@exec $(BIN)/nautilus up

web: .venv/installed ## serve the page from web/ on port 3000, renewed with every change; the platform must run
	@exec $(BIN)/python web/build.py serve

test: check ## everything that CI runs: check, then all tests
	@$(BIN)/python web/build.py
	@$(BIN)/pytest -n $(WORKERS) --dist loadfile -q

check: .venv/installed-dev ## lint, formatting, types, import contracts; and of the page its unit tests
	@echo "ruff, mypy, import contracts"
	@$(BIN)/ruff check --quiet --output-format concise .
	@$(BIN)/ruff format --check --quiet . || { echo "Not formatted; run: $(BIN)/ruff format ." >&2; exit 1; }
	@$(BIN)/mypy --no-error-summary src/nautilus web/build.py
	@$(BIN)/lint-imports --no-logo > .venv/contracts 2>&1 || { cat .venv/contracts >&2; exit 1; }
	@echo "the page: tsc, oxlint, prettier, vitest"
	@$(BIN)/python web/build.py check

bench: .venv/installed-dev ## run all benchmarks (about 25 minutes) and store their numbers in benchmarks/results
	@$(BIN)/nautilus bench

clean: ## remove .venv, the built page and caches; the home with its data stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	rm -rf web/node_modules web/dist src/nautilus/gateway/page
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A .venv whose Python has gone, or is another by now, counts as missing.
ifneq ($(wildcard .venv/installed),)
ifneq ($(shell $(BIN)/python -c 'import sys; print(sys.version_info[:2] == (3, 13))' 2>/dev/null),True)
.PHONY: .venv/python .venv/installed
endif
endif

# The first command named here that is Python 3.13, or none but that of `make PYTHON=…`. Under pyenv .python-version
# makes python3.13 resolve.
NAMED = $(findstring command,$(origin PYTHON))
PYTHONS = "$(PYTHON)" $(if $(NAMED),,python3.13 python3 python "$$HOME"/.pyenv/versions/3.13*/bin/python)
FIND_PYTHON = for python in $(PYTHONS); do \
		if "$$python" -c 'import sys, venv; sys.exit(sys.version_info[:2] != (3, 13))' 2>/dev/null; then break; fi; \
		python=; \
	done

.venv/python:
	@if $(BIN)/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' 2>/dev/null; then touch $@; exit; fi; \
	$(FIND_PYTHON); \
	if [ -z "$$python" ]; then \
		echo "Nautilus needs Python 3.13 and $(if $(NAMED),$(PYTHON) is not it,found none). Install it (pyenv install 3.13, or python.org), or name it: make PYTHON=/path/to/python3.13 $(MAKECMDGOALS)" >&2; \
		exit 1; \
	fi; \
	echo "setting up .venv with $$("$$python" -V)"; \
	"$$python" -m venv --clear .venv && touch $@

# The page is built meanwhile: neither needs the other. Whether that worked is seen when it is needed.
.venv/installed: requirements.lock pyproject.toml | .venv/python
	@echo "installing what the platform needs (requirements.lock), which takes about a minute"
	@{ $(BIN)/python web/build.py || :; } & \
	$(INSTALL) --require-hashes -r requirements.lock && $(INSTALL) --no-deps --no-build-isolation --editable .; \
	failed=$$?; wait; exit $$failed
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.lock
	@echo "installing what the tests need (requirements-dev.lock), which takes about a minute"
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@
