# `make run` and `make test` need nothing but this checkout, Debian 12 and root or sudo.
SHELL := /bin/bash
python := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help run test mutants lint format types messages lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## set up, load the demo county and serve it (PORT=8000, HOST, DATABASE_URL, DEMO=0)
	@exec scripts/run

test: ## set up and run all tests on SQLite and PostgreSQL (ARGS="tests/centres -k import")
	@scripts/setup test
	@scripts/test $(ARGS)

mutants: ## change the cores one expression at a time and see the tests fail (ARGS="appraisal.core.totals*"; see docs/mutation.md)
	@scripts/setup test
	@.venv/bin/mutmut run --max-children 1 $(ARGS)

lint: ## check style, formatting and templates
	@scripts/setup test
	@scripts/lint

format: ## format code and templates
	@scripts/setup test
	@scripts/lint --fix

types: ## check types
	@scripts/setup test
	@$(python) -m mypy

messages: ## collect the strings to translate into config/locale, and compile them
	@scripts/setup test
	@scripts/messages

lock: ## resolve pyproject.toml into the lock files (ARGS=--upgrade takes the newest versions)
	@scripts/lock $(ARGS)

clean: ## remove environments and caches; var/, where the data are, stays
	@rm -rf .venv .venv-tools .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage htmlcov
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
