# make run   opens the app      make test   checks everything      make bench   measures speed
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: .venv run test bench lint messages clean

run: .venv/run-ready
	$(BIN)/streamlit run app.py

# The run environment alone; a failed install leaves nothing half-made behind.
.venv: .venv/run-ready

.venv/run-ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(INSTALL) -e . || (rm -rf .venv; exit 1)
	touch $@

.venv/test-ready: .venv/run-ready tests/browser/install_chromium.sh
	$(INSTALL) -e ".[test]"
	PATH="$(CURDIR)/$(BIN):$$PATH" sh tests/browser/install_chromium.sh
	touch $@

lint: .venv/test-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy -n auto

test: lint
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

bench: .venv/test-ready
	$(BIN)/python -m tests.benchmarks

# Collect the texts of the app into the catalogue; then translate the empty entries of loyalty.po.
messages: .venv/test-ready
	$(BIN)/python -m tests.messages

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache
