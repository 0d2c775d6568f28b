# make code NOTE=path   code a note           make test    all tests
# make lint             style and types       make bench   speed
# make lock             renew requirements/ (LOCK_FLAGS=--upgrade for newer versions)
NOTE ?= sample_notes/tfesi_two_levels.txt
PYTEST_FLAGS ?= -q -n 2
LOCK_FLAGS ?=
# The first of these that is Python 3.11 to 3.13 and can make a venv; PYTHON=... chooses another.
PYTHONS := python3.11 python3 python3.12 python3.13

BIN := .venv/bin
READY := .venv/.ready
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: code test lint bench lock
.DELETE_ON_ERROR:

code: $(READY)
	@$(BIN)/cac code "$(NOTE)"

test: $(READY)
	@$(BIN)/python -m pytest $(PYTEST_FLAGS)

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/mypy

bench: $(READY)
	@$(BIN)/python benchmarks/run.py

# Once, and again when the lock or pyproject.toml changes. Quiet unless something fails.
$(READY): pyproject.toml requirements/py311.txt requirements/py312.txt
	@echo "Setting up .venv (once, about a minute)" >&2
	@fits='import ensurepip, sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))'; \
	if ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
	  for python in $(PYTHON) $(PYTHONS) none; do "$$python" -c "$$fits" >/dev/null 2>&1 && break; done; \
	  if [ "$$python" = none ]; then echo "Python 3.11, 3.12 or 3.13 with venv is needed: make PYTHON=..." >&2; exit 1; fi; \
	  "$$python" -m venv --clear .venv; \
	fi
	@lock=$$($(BIN)/python -c 'import sys; print("py311" if sys.version_info < (3, 12) else "py312")') && \
	$(BIN)/python -m pip install -qq --require-hashes -r "requirements/$$lock.txt" && \
	$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@

# One lock for Python 3.11 (spaCy 3.7) and one for 3.12 and 3.13 (spaCy 3.8).
lock:
	@uv=$$(command -v uv) || { uv=.uv/bin/uv; test -x $$uv || { python3 -m venv .uv && .uv/bin/pip install --quiet uv; }; } && \
	for version in 3.11 3.12; do \
	  $$uv pip compile --quiet --generate-hashes --no-emit-index-url --extra dev --extra postgres --python-version $$version \
	    --custom-compile-command "make lock" $(LOCK_FLAGS) \
	    --output-file "requirements/py$$(echo $$version | tr -d .).txt" pyproject.toml || exit 1; \
	done
