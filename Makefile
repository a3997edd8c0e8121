# Everything is run from here: `make` explains. Each target installs what it needs, and is quick the second time.

PYTHON ?= python3
PORT ?= 8000
JOBS ?= 2

export PYTHON

# A stamp says that .venv holds what this requirements file names.
SITE := .venv/.site
TESTS := .venv/.tests
# Tests of one file stay in one process, in their order, and share what that file sets up.
# The longest files have few tests: sorted by their number, as is usual, they would come last and run alone.
PYTEST := .venv/bin/python -m pytest --numprocesses=$(JOBS) --dist=loadfile --no-loadscope-reorder
# All that touches the database runs a second time, on PostgreSQL, the journeys in a browser too; tests/conftest.py
# leaves out what does not. In these directories nothing does, so that they need not even be read.
SAME_EVERYWHERE := questionnaires docs setup
PYTEST_POSTGRESQL := $(PYTHON) setup/postgresql.py $(PYTEST) $(SAME_EVERYWHERE:%=--ignore=tests/%)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test test-postgresql campaign bench lint lock clean port packages packages-for-tests

help: ## Show this help
	@echo "make TARGET, where TARGET is:"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "PYTHON=python3.12 chooses the Python of a new .venv, PORT=8001 the port of the site, JOBS=4 the number"
	@echo "of processes that run tests. All state is in var/; a missing Debian package is installed (as root) or named."

# With samples to try, unless something says that this is a real site.
SETTINGS := $(if $(MODCHECK_HTTPS)$(MODCHECK_HOSTS)$(MODCHECK_SECRET_KEY),compliance.settings,compliance.demo.settings)
# The port is in the address that PDFs lead to. It is no part of the register's name, which never changes.
LOCAL := $(if $(MODCHECK_ADDRESS)$(MODCHECK_HTTPS)$(MODCHECK_HOSTS),,yes)

run: export DJANGO_SETTINGS_MODULE ?= $(SETTINGS)
run: export MODCHECK_ADDRESS ?= $(if $(LOCAL),http://localhost:$(PORT))
run: export MODCHECK_REGISTER_ORIGIN ?= $(if $(LOCAL),localhost:8000/register)
run: port packages $(SITE) ## Install what is missing and serve the site on http://localhost:8000
	.venv/bin/python manage.py migrate --noinput
	@if [ "$$DJANGO_SETTINGS_MODULE" = compliance.demo.settings ]; then .venv/bin/python manage.py samples; fi
	.venv/bin/python -m questionnaires check questionnaires/library
	.venv/bin/python manage.py collectstatic --noinput
	@echo
	@echo "Modcheck is at http://localhost:$(PORT) (Ctrl+C stops it)"
	@# Two processes, so that a page need not wait for a PDF. Granian takes an IP address; visit the name: a passkey needs it.
	@# Beside them a worker, which sends e-mails and clears up. When one of the two ends, both do.
	@exec .venv/bin/python setup/together.py \
		".venv/bin/granian --interface wsgi compliance.wsgi:application --host 127.0.0.1 --port $(PORT) \
		--workers 2 --blocking-threads 4 --no-ws --respawn-failed-workers --workers-kill-timeout 5" \
		".venv/bin/python manage.py work"

test: packages-for-tests lint ## Check and test everything, on SQLite (about ten minutes on two cores)
	.venv/bin/python -m questionnaires check
	.venv/bin/python manage.py makemigrations --check --dry-run
	$(PYTEST)

test-postgresql: packages-for-tests $(TESTS) ## Test what touches the database, on a PostgreSQL of its own
	$(PYTEST_POSTGRESQL)

campaign: packages-for-tests $(TESTS) ## The same tests with many thousand examples each (slow)
	HYPOTHESIS_PROFILE=campaign $(PYTEST)

bench: packages-for-tests $(TESTS) ## Measure against the floors of the same run
	.venv/bin/python -m tests.benchmarks
	$(PYTHON) setup/postgresql.py .venv/bin/python -m tests.benchmarks queue

lint: packages $(TESTS) ## Style, types and who may import whom
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo

lock: packages $(TESTS) ## Renew the hashed requirements files (make lock UPGRADE=--upgrade raises versions)
	$(call compile,requirements.in,requirements.txt)
	$(call compile,--constraints requirements.txt tests/requirements.in,tests/requirements.txt)

clean: ## Remove the environment and caches; data in var/ stays
	rm -rf .venv var/static .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find questionnaires compliance tests -name __pycache__ -prune -exec rm -rf {} +

port:
	@$(PYTHON) setup/port.py "$(PORT)"

packages:
	@setup/packages.sh run

packages-for-tests:
	@setup/packages.sh test

$(SITE): requirements.txt
	@setup/environment.sh $<
	@touch $@

$(TESTS): tests/requirements.txt
	@setup/environment.sh $<
	@touch $@ $(SITE)

# Wheels only (nothing is compiled on anybody's machine), for every Python from 3.11.
define compile
.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --only-binary :all: \
	--custom-compile-command "make lock" $(UPGRADE) $(1) --output-file $(2)
endef
