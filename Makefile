# The two commands are `make grade` and `make test`. Each sets everything up on first use.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SUBMISSIONS ?= $(wildcard tests/submissions/*/*)
REPORTS ?= dist/reports.json
JOBS ?=
BENCH ?=
SHARED := -n auto --dist loadfile  # see tests/support/sharing.py
WORKFLOWS := $(wildcard .github/workflows/*.yml autograder/template/given/.github/workflows/*.yml)

.PHONY: grade test test-quick check verify parity bench bundle template format setup clean

grade: $(READY)  ## grade the sample class (or SUBMISSIONS=…) and write dist/reports.json
	@mkdir -p $(dir $(REPORTS))
	@$(BIN)/autograder grade $(if $(JOBS),--jobs $(JOBS)) --json $(REPORTS) $(SUBMISSIONS); \
	  code=$$?; echo "The reports are in $(REPORTS)."; \
	  test $$code -le 1  # 1: some were refused, as some of the sample class should be

test: $(READY)  ## run the tests, the slow ones first, and say which took longest
	@$(BIN)/python -m pytest $(SHARED) --durations=10

test-quick: $(READY)  ## only what needs no torch and is not slow
	@$(BIN)/python -m pytest $(SHARED) --quick

check: $(READY)  ## lint, format, types and workflows
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/actionlint $(WORKFLOWS)
	@$(BIN)/zizmor --offline --quiet .github autograder/template/given/.github

verify: $(READY)  ## let the course grade itself
	@$(BIN)/autograder verify

parity: $(READY)  ## compare `otter run` with `autograder grade` on every submission here: long
	@cd tests; ../$(BIN)/python -m support.parity 2>/dev/null

bench: $(READY)  ## measure where time and memory go, and write the figures into the documents
	@$(BIN)/python -m benchmarks $(BENCH)

bundle: $(READY)  ## pack dist/*-students.zip and dist/*-autograder.zip
	@$(BIN)/autograder bundle

template: $(READY)  ## write student_template/ anew from solutions/
	@$(BIN)/autograder template

format: $(READY)  ## put the code into shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

setup: $(READY)  ## install everything into .venv

# Installed again only when pyproject.toml has changed.
$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name it: make PYTHON=python3.12"; exit 1; }
	@echo "Setting up .venv: torch is large, this takes a few minutes the first time."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --editable '.[dev]'  # -qq: errors only
	@touch $@

clean:  ## remove what was built
	rm -rf dist build .pytest_cache .mypy_cache .ruff_cache
