# Everything starts from Python >= 3.11 and make. REPATRIA_PYTHON names another Python than `python3`.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

PYTHON := $(or $(REPATRIA_PYTHON),python3)
BIN := $(CURDIR)/.venv/bin
WORKERS ?= 2
export PATH := $(BIN):$(PATH)
# A slow line is not a failure.
export UV_HTTP_TIMEOUT ?= 300
export npm_config_fetch_timeout ?= 300000
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := $(CURDIR)/.venv

LOCKED := pyproject.toml uv.lock gate/uv-requirements.txt gate/bootstrap.py
CLIENT := $(shell find web/src web/build web/public web/*.ts web/index.html web/tsconfig.json \
            src/repatria/reference src/repatria/cli/locales src/repatria/screening/model.json src/repatria/screening/own_lists.json src/repatria/screening/measured_kinds.json src/repatria/screening/commonness.json src/repatria/server/alarms/mail.json -type f -not -name '*.py' -not -name '*.test.*' -not -name '*.pyc' 2>/dev/null)

.PHONY: crash fuzz help system setup build demo test check check-style check-types check-imports check-client check-client-style \
        check-client-types bench shape sbom clean \
        test-python test-sqlite test-postgres test-s3 test-client test-browser test-browser-slow test-reproducible

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 28

# What the demo needs, and on top of it what developing needs. Each stamp is newer than what it was made from.
.venv/.run-ready: $(LOCKED)
	@echo 'setup: Python packages (pinned by hash)'
	@uv=$$("$(PYTHON)" gate/bootstrap.py); \
	  gate/again.sh 'installing Python packages' "$$uv" sync --quiet --frozen --inexact --no-default-groups --group build \
    --python "$(PYTHON)"
	@touch $@

.venv/.dev-ready: $(LOCKED)
	@echo 'setup: Python packages with the test tools (pinned by hash)'
	@uv=$$("$(PYTHON)" gate/bootstrap.py); \
  gate/again.sh 'installing Python packages' "$$uv" sync --quiet --frozen --python "$(PYTHON)"
	@touch $@ .venv/.run-ready

web/node_modules/.ready: web/package.json web/package-lock.json | .venv/.run-ready
	@echo 'setup: client packages (pinned by hash)'
	@cd web && ../gate/again.sh 'installing client packages' npm ci --ignore-scripts --no-audit --no-fund \
	  --loglevel=error >/dev/null
	@touch $@

web/dist/manifest.json: $(CLIENT) web/node_modules/.ready
	@echo 'build: browser client'
	@cd web && npm run --silent build

setup: .venv/.dev-ready web/node_modules/.ready ## install everything for developing

system: ## the system packages that the tests drive (Debian, where it may)
	@gate/system-packages.sh

build: web/dist/manifest.json ## build the browser client into web/dist

demo: .venv/.run-ready web/dist/manifest.json ## start the invented network on this machine
	@repatria demo

test: ## everything, quickest to fail first, with a summary at the end
	@"$(PYTHON)" gate/suite.py

# A file's tests run on one worker in their order: what they share is made once. Files in their order too, so that the
# longest do not come last. One run for all but browsers, because each worker reads all tests before it begins.
PYTEST := pytest --quiet
BY_FILE := -n $(WORKERS) --dist loadfile --no-loadscope-reorder
test-python: setup .cache/swift/.ready
	@$(PYTEST) $(BY_FILE) -m 'not browser and not long'

test-client: setup
	@cd web && npm run --silent test -- --reporter=dot
	@cd web && npm run --silent size

# Parts of test-python, to look at one of them alone.
test-sqlite: setup
	@$(PYTEST) $(BY_FILE) -m 'not postgres and not s3 and not browser and not long'

test-postgres: setup
	@$(PYTEST) $(BY_FILE) -m 'postgres and not s3 and not browser and not long'

# OpenStack Swift with its S3 API, in an environment of its own: its packages would move ours.
.cache/swift/.ready: tests/s3/requirements.txt | .venv/.run-ready
	@echo 'setup: an S3 server to test against (pinned by hash)'
	@uv=$$("$(PYTHON)" gate/bootstrap.py); "$$uv" venv --quiet --clear --python "$(PYTHON)" .cache/swift; \
	  gate/again.sh 'installing Swift' "$$uv" pip install --quiet --python .cache/swift/bin/python --require-hashes -r $<
	@touch $@

test-s3: setup .cache/swift/.ready
	@$(PYTEST) -m 's3 and not browser and not long'

# tests/conftest.py holds that no other folder has any.
JOURNEYS := tests/browser tests/ground
test-browser: setup build
	@$(PYTEST) -n $(WORKERS) --dist loadfile -m 'browser and not long' $(JOURNEYS)

# SLOWER=1 or LINE= leaves one of the two out; LINE is the seed of the answers' delays.
SLOWER ?= 6
LINE ?= 1
test-browser-slow: setup build ## the journeys in six times slower pages, on a line whose answers overtake each other
	@REPATRIA_SLOW_BROWSER=$(SLOWER) REPATRIA_SLOW_LINE=$(LINE) $(PYTEST) -m 'browser and not long' $(JOURNEYS)

test-reproducible: setup
	@gate/reproducible.sh

# The longest first: beside it, on another core, all others.
check: check-client-style check-style check-types check-client-types check-imports shape ## linters, types, import contracts, shape

check-style: .venv/.dev-ready
	@ruff check --quiet
	@ruff format --check --quiet

check-types: .venv/.dev-ready
	@mypy --no-error-summary

check-imports: .venv/.dev-ready
	@report=$$(lint-imports) || { echo "$$report"; exit 1; }

check-client: check-client-style check-client-types

check-client-style: setup
	@cd web && npm run --silent lint

check-client-types: setup
	@cd web && npm run --silent types

crash: setup ## kill the server a thousand times, cut its power, fill its disk (REPATRIA_KILLS, REPATRIA_CUTS; as root)
	@$(PYTEST) -m long tests/server/test_crash.py tests/server/test_power.py tests/server/test_full_disk.py

fuzz: setup ## a long schemathesis run (REPATRIA_FUZZ_EXAMPLES moves it)
	@REPATRIA_FUZZ_EXAMPLES=$(or $(REPATRIA_FUZZ_EXAMPLES),400) $(PYTEST) --timeout 7200 tests/server/test_schema.py

bench: setup build ## measure against the peers, writes bench/results.json
	@python -m bench.run

sbom: .venv/.run-ready ## what runs, with versions and hashes, as CycloneDX, into dist/sbom
	@python gate/sbom.py

shape: setup ## size, skipped tests and broad excepts against gate/shape.json
	@python gate/shape.py

clean: ## remove what was built (keeps nothing but the sources)
	@rm -rf .venv .cache web/node_modules web/dist dist
