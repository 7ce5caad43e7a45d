.DEFAULT_GOAL := help
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: help setup demo test nightly check lint types imports docs lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "fantasy needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

setup: $(STAMP) ## install the locked requirements and fantasy into .venv

demo: setup ## set everything up and recommend a roster in the simulated league
	$(BIN)/fantasy demo

test: setup ## set everything up and run the tests
	$(BIN)/pytest

nightly: setup ## the long tests: the soak of a season, kills, every fault
	$(BIN)/pytest -m nightly -n 0

lint: setup ## format and lint
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: setup ## mypy, strict
	$(BIN)/mypy

imports: setup ## the order of the rooms
	$(BIN)/lint-imports

check: lint types imports test ## everything CI runs

docs: setup ## the API reference from docstrings, into docs/api
	$(BIN)/pdoc --docformat google --output-directory docs/api fantasy

lock: ## renew requirements.lock (needs uv)
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header \
		--quiet --upgrade --output-file requirements.lock

clean: ## remove the environment and caches (never the lake)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage
