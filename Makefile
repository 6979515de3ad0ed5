# Needs Python 3.11 or newer and nothing else: `make run` serves the demonstration, `make test` tests everything.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

BIN := .venv/bin
READY := .venv/.ready
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard gongfang/locale/*/LC_MESSAGES/*.po))
export PATH := $(CURDIR)/$(BIN):$(PATH)
# In the order of the folders: the longest files come first, and no worker is left alone with one in the end.
# On a larger machine: make test WORKERS=8
WORKERS ?= 2
PYTEST := pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder
export DJANGO_SETTINGS_MODULE ?= gongfang.settings.dev
# Keep bytecode whatever the environment says: the tests start many processes, and each would compile everything anew.
export PYTHONDONTWRITEBYTECODE =

.PHONY: help setup run test test-everywhere check lock bench screenshots clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

setup: $(READY) $(CATALOGUES) ## Make .venv and node_modules from the lock files

$(READY): requirements.txt package.json package-lock.json pyproject.toml tools/set_up
	tools/set_up
	touch $@

%.mo: %.po tools/compile_messages.py | $(READY)
	python tools/compile_messages.py $< $@

run: setup ## Seed the demonstration on SQLite, once, and serve it on http://localhost:8000
	tools/system_packages fonts pango || echo "==> 继续运行：文书仍可制成 Word，暂不能制成 PDF（页面会说明缺少什么）。" >&2
	python manage.py migrate --no-input --verbosity 0
	if [ ! -e var/.demonstration ]; then gongfang demo && touch var/.demonstration; fi
	gongfang serve

test: setup ## Run every test on SQLite, then all that a database can change on a throw-away PostgreSQL
	tools/system_packages
	env -u DATABASE_URL $(PYTEST)
	tools/with_postgres $(PYTEST) --second-database

test-everywhere: setup ## Before a release: run every test on both databases, nothing left out
	tools/system_packages
	env -u DATABASE_URL $(PYTEST)
	tools/with_postgres $(PYTEST)

check: setup ## Lint, types, layers, templates, migrations, generated documents, lock files
	ruff check .
	ruff format --check .
	mypy gongfang
	lint-imports
	djlint gongfang/templates --lint --quiet
	python manage.py makemigrations --check --dry-run
	gongfang docs --check
	tools/check_locks

lock: $(READY) ## Renew requirements.txt and package-lock.json
	uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-header --upgrade -o requirements.txt
	npm update --package-lock-only
	tools/check_locks

bench: setup ## Measure, as ratios within one run, on generated data
	python -m bench

screenshots: setup ## Take docs/screenshots/ from the seeded demonstration
	tools/system_packages chromium fonts
	python -m tools.screenshots

clean: ## Remove what was made here, except var/ (your data)
	rm -rf .venv node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage
	find gongfang -name '*.mo' -delete
