# `make demo` and `make test` are all anyone needs. Each sets up what it needs in .venv, and nothing outside this folder.
.DEFAULT_GOAL := help
.PHONY: help setup demo run test test-all check lint bench lock clean

VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
# The first Python that is new enough: `make setup PYTHON=/path/to/python` chooses another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

help: ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.base ## Install Klar into .venv

$(VENV)/.uv: requirements/uv.txt
	@test -n "$(PYTHON)" || { echo "Klar needs Python 3.11 or newer; none was found. Install one, or say: make setup PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python could not make $(VENV). On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@ln -sf "$$(command -v uv || true)" $(UV) 2>/dev/null; $(UV) --version >/dev/null 2>&1 || \
		{ rm -f $(UV); $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt; }
	@touch $@

$(VENV)/.base: $(VENV)/.uv requirements/base.txt pyproject.toml
	@$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/base.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements/dev.txt
	@$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

demo: setup ## Start Klar with an example municipality, on a page in the browser
	@$(BIN)/klar demo

run: setup ## Start Klar with config.toml
	@$(BIN)/klar run

test: $(VENV)/.dev ## Run the tests (under two minutes)
	@$(BIN)/python -m pytest -n auto -m "not slow and not browser"

test-all: $(VENV)/.dev ## Run all tests, also the slow ones and those in a browser
	@$(BIN)/python -m pytest -n auto --cov --cov-report=term
	@$(BIN)/python -m tests.coverage_floor

lint: $(VENV)/.dev ## Check style, types and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

check: lint test ## What to run before a commit

bench: $(VENV)/.dev ## Measure speed, as ratios within one run
	@$(BIN)/python -m tests.bench

lock: $(VENV)/.uv ## Pin the dependencies anew, with hashes
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade requirements/uv.in -o requirements/uv.txt
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade pyproject.toml requirements/build.in -o requirements/base.txt
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade -c requirements/base.txt pyproject.toml --group dev --group browser -o requirements/dev.txt

clean: ## Remove what was installed and built
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov
