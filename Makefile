# `make` lists the commands. All that is needed is Python 3.11 or newer; packages come from PyPI and the npm registry.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
UV := .tools/uv/bin/uv
# The tests of a file share what they start. In the order of the folders: xdist begins files of few tests last, and these take longest.
IN_ORDER := --dist loadfile --no-loadscope-reorder
# Four workers on two cores: what waits for a process or a clock may be late. What failed and passed then is counted as "rerun".
ONCE_MORE := --reruns 1
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(not sys.version_info >= (3, 11))' 2>/dev/null && echo $$python && break; done)

export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := true
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run test dev check bench audit lock migration install install-dev system-packages

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: install ## install what is missing, build the frontend once, serve on http://localhost:3000
	@$(BIN)/python -m chat_app build
	@exec $(BIN)/python -m chat_app serve

dev: install ## the same, and again after each change of a file
	@exec $(BIN)/python -m chat_app dev

check: install-dev ## lint, types, import rules, container files; starts no server
	@$(BIN)/python tests/check.py

test: install-dev system-packages ## every check and test
	@$(BIN)/python -m chat_app build
	@$(BIN)/python tests/check.py
	@$(BIN)/python -m pytest -n 4 $(IN_ORDER) $(ONCE_MORE) --ignore=tests/architecture --ignore=tests/e2e
	@$(BIN)/python -m pytest -n 2 --dist loadfile tests/e2e

bench: install-dev system-packages ## measure, write bench/results and docs/performance.md
	@$(BIN)/python -m chat_app build
	@$(BIN)/python -m bench

audit: install-dev ## ask PyPI and OSV for known vulnerabilities of everything that is locked
	$(BIN)/pip-audit --strict --disable-pip --require-hashes -r requirements.txt

lock: $(UV) ## bring requirements*.txt and reflex.lock in step with what they are made from
	$(UV) pip compile $(COMPILE) requirements-uv.in -o requirements-uv.txt
	$(UV) pip compile $(COMPILE) requirements.in -o requirements.txt
	$(UV) pip compile $(COMPILE) requirements-dev.in -o requirements-dev.txt
	@$(MAKE) install
	@$(BIN)/python -m chat_app build --force
	@$(BIN)/python -m scripts.make_sbom

migration: install ## write a migration from the changed tables: make migration m="add a column"
	@test -n "$(m)" || { echo 'usage: make migration m="what it does"' >&2; exit 2; }
	@$(BIN)/python -m chat_app migrate
	@$(BIN)/alembic revision --autogenerate -m "$(m)"

COMPILE := --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate $(UPGRADE)

# Stamps: a second start installs nothing. The development stamp goes when the runtime packages were synchronised anew.
install: .venv/.installed
install-dev: .venv/.installed-dev

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and none was found. PYTHON=/path/to/python names one." >&2; exit 2; }
	@$(PYTHON) -m venv .venv

$(UV): requirements-uv.txt | .venv/bin/python
	@echo "Installing the Python packages …"
	@rm -rf .tools/uv
	@$(BIN)/python -m pip install --quiet --no-cache-dir --require-hashes --only-binary :all: --target .tools/uv -r requirements-uv.txt
	@touch $(UV)

.venv/.installed: requirements.txt $(UV)
	@$(UV) pip sync --quiet --no-cache --require-hashes --python $(BIN)/python requirements.txt
	@rm -f .venv/.installed-dev
	@touch $@

.venv/.installed-dev: requirements-dev.txt .venv/.installed
	@echo "Installing the tools for development …"
	@$(UV) pip sync --quiet --no-cache --require-hashes --python $(BIN)/python requirements.txt requirements-dev.txt
	@touch $@

# Real servers for the tests: a browser and Redis, from the system or its package manager.
system-packages:
	@command -v chromium-headless-shell >/dev/null && command -v redis-server >/dev/null || tests/system-packages
