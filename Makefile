# The two commands a newcomer needs: `make demo` and `make test`. Everything is installed into .venv from one hash-pinned lock.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help install demo test test-all lint types docs screenshots lock bench bench-match bench-web bench-components bench-memory clean

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Dragoman needs Python 3.11 or newer: make PYTHON=python3.11")'
	@echo "installing into $(VENV): a minute or two"
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all: -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

install: $(VENV)/.installed  ## install everything into .venv

demo: install  ## reports in examples/ -> demo/record.db and demo/dossier.html
	mkdir -p demo
	$(BIN)/dragoman build examples --record demo/record.db
	$(BIN)/dragoman dossier --record demo/record.db --out demo/dossier.html
	@echo "record:  demo/record.db"
	@echo "dossier: demo/dossier.html (open it in any browser)"

# Which tests run: `make test MARKS=` runs all of them.
MARKS ?= not slow

test: install lint types  ## lint, types and the tests but the slow ones
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "$(MARKS)"

test-all:  ## lint, types and all tests
	@$(MAKE) --no-print-directory test MARKS=

lint: install
	$(BIN)/ruff check src tests benchmarks training docs
	$(BIN)/lint-imports

types: install
	$(BIN)/mypy

docs: install  ## write the reference pages that come from the program itself
	$(BIN)/python docs/commands.py
	$(BIN)/python docs/codebook.py

screenshots: demo  ## remake the pictures in docs/images (needs Debian's Chromium)
	$(BIN)/python docs/screenshots.py

# sqlalchemy2-stubs, which followthemoney asks for, hides the types that SQLAlchemy 2 has of itself.
lock:  ## rebuild requirements.lock from pyproject.toml
	$(BIN)/pip-compile --quiet --extra dev --generate-hashes --unsafe-package sqlalchemy2-stubs --strip-extras --no-emit-options \
	  --no-header --output-file requirements.lock pyproject.toml

bench: install  ## speed of `code` beside bare spaCy
	$(BIN)/python benchmarks/speed.py --coder rules
	$(BIN)/python benchmarks/speed.py --coder both
	$(BIN)/python benchmarks/speed.py --coder rules --elsewhere benchmarks/elsewhere --rounds 3
	$(BIN)/python benchmarks/speed.py --coder both --elsewhere benchmarks/elsewhere --rounds 3

bench-components: install  ## the parts of reading beside libraries made for the same
	$(BIN)/python benchmarks/components.py

bench-web: install  ## the workspace under 20 clients, on a record of 100,000 claims
	$(BIN)/python benchmarks/web.py

bench-match: install  ## matching against gold, at scale, beside comparing all pairs
	$(BIN)/python benchmarks/match.py --quality
	$(BIN)/python benchmarks/match.py --coded
	$(BIN)/python benchmarks/match.py --scale

bench-memory: install  ## memory of matching, by how many claims a record holds
	$(BIN)/python benchmarks/memory.py

train: install  ## rebuild the model coder from training/ and gold/ (two to three hours on two cores)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[train]'
	$(BIN)/python training/relevance.py
	$(BIN)/python training/stages.py
	$(BIN)/python training/sides.py
	$(BIN)/python training/train.py
	$(BIN)/python training/tune.py

bench-aiddata: install  ## how much of AidData's records the coder finds in their narratives
	$(BIN)/python benchmarks/aiddata.py

clean:  ## remove what was built
	rm -rf $(VENV) demo build src/*.egg-info .mypy_cache .ruff_cache .pytest_cache
