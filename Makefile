# `make demo` and `make test` are all anyone needs. Each sets up what it needs in .venv, and nothing outside this folder.
.DEFAULT_GOAL := help
.PHONY: help setup demo run test test-all check lint format docs bench audit lock upgrade clean

VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
INSTALL := $(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
# The first Python that is new enough: `make setup PYTHON=/path/to/python` chooses another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

# A .venv knows where it was made and by which Python: where either has moved, it is made anew.
ifneq ($(shell test "$$(cat $(VENV)/.uv 2>/dev/null)" = "$(CURDIR)" && $(BIN)/python -c 'print(1)' 2>/dev/null),1)
.PHONY: $(VENV)/.uv
endif

help: ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.compiled ## Install Klar into .venv
	@:

$(VENV)/.uv: requirements/uv.txt
	@test -n "$(PYTHON)" || { echo "Klar needs Python 3.11 or newer, and there is none here. Install one, or name it: make setup PYTHON=/path/to/python" >&2; exit 1; }
	@echo "Setting up Klar in $(VENV); the first time takes about half a minute." >&2
	@rm -rf $(VENV)
	@if uv --version >/dev/null 2>&1; then \
		$(PYTHON) -m venv --without-pip $(VENV) && ln -s "$$(command -v uv)" $(UV); \
	elif $(PYTHON) -m venv $(VENV) >/dev/null 2>&1; then \
		$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/uv.txt; \
	else \
		rm -rf $(VENV); echo "$(PYTHON) cannot make a virtual environment here. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; \
	fi
	@echo "$(CURDIR)" > $@

$(VENV)/.base: $(VENV)/.uv requirements/base.txt pyproject.toml
	@$(INSTALL) -r requirements/base.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

# Some machines let Python keep nothing compiled: then each start would compile all of Klar again.
$(VENV)/.compiled: $(VENV)/.base $(foreach depth,* */* */*/*,$(wildcard $(addsuffix /$(depth).py,bot commands store)))
	@$(BIN)/python -m compileall -q bot commands store
	@touch $@
test test-all bench: $(VENV)/.compiled

$(VENV)/.dev: $(VENV)/.base requirements/dev.txt
	@$(INSTALL) -r requirements/dev.txt
	@touch $@

demo: setup ## Start Klar with an example municipality, on a page in the browser (PORT=8090 for another port)
	@$(BIN)/klar demo $(if $(PORT),--port $(PORT))

run: setup ## Start Klar with config.toml
	@$(BIN)/klar run

test: $(VENV)/.dev ## Run the tests (under two minutes; needs no browser)
	@$(BIN)/python -m pytest -n auto -m "not slow and not browser"

test-all: $(VENV)/.dev ## Run all tests, also the slow ones and those in a browser, and show the coverage
	@$(BIN)/python -m pytest -n auto -m "not browser" --cov --cov-report=
	@# By themselves: the browser's driver keeps an event loop running, in which no other test could start one.
	@$(BIN)/python -m pytest -n auto -m browser --cov --cov-append --cov-report=term
	@$(BIN)/python -m tests.coverage_floor

lint: $(VENV)/.dev ## Check style, types and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/.dev ## Put the code in its style
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .

check: lint test ## What to run before a commit

docs: $(VENV)/.dev ## Write docs/commands.md anew, from the commands' own help
	@$(BIN)/python -m tests.docs.commands

bench: $(VENV)/.dev ## Measure speed, as ratios within one run
	@$(BIN)/python -m tests.bench

audit: $(VENV)/.dev ## Ask whether a pinned dependency has a known hole
	@$(BIN)/pip-audit --require-hashes --disable-pip -r requirements/base.txt

lock: $(VENV)/.uv ## Pin the dependencies, with hashes; what is pinned and still fits stays as it is
	@$(COMPILE) $(UPGRADE) requirements/uv.in -o requirements/uv.txt
	@$(COMPILE) $(UPGRADE) pyproject.toml requirements/build.in -o requirements/base.txt
	@$(COMPILE) $(UPGRADE) -c requirements/base.txt pyproject.toml --group dev --group browser -o requirements/dev.txt

upgrade: ## Pin the newest dependencies that fit
	@$(MAKE) --no-print-directory lock UPGRADE=--upgrade

clean: ## Remove what was installed and built
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov
