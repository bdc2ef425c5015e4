# Everything a person does with this project. `make help` lists it.
SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help run check test soak bench lint lint-templates hooks format status down clean

ZZ := .venv/bin/zz
WITHOUT_SERVER := tests/contract tests/unit
STRUCK := $(addprefix tests/faults/test_,backing_away.py business_time.py held_up.py repeats_of_all.py every_step.py)

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Set up, start everything in the background, load the demonstration, say where to look
	@deploy/setup runtime
	@$(ZZ) up
	@test -e var/demo.json || $(ZZ) demo
	@$(ZZ) where

check: lint ## Set up, then check all that needs no server: style, types, imports, rules, contracts (two minutes)
	@.venv/bin/pytest $(WITHOUT_SERVER)

test: check ## The same, and every test with servers
	@tests/in-lanes

soak: export ZZ_TEST_SEED := $(or $(ZZ_TEST_SEED),$(shell shuf -i 1-999999999 -n 1))
soak: ## Run what takes longer: 200 kills, one at every step of every command and event, long outages, every payload, every view, five days at six stations
	@deploy/setup dev
	@echo "ZZ_TEST_SEED=$(ZZ_TEST_SEED)"
	@ZZ_TEST_STEPS=all .venv/bin/pytest $(STRUCK)
	@ZZ_TEST_KILLS=200 .venv/bin/pytest tests/faults/test_kills.py
	@ZZ_TEST_STATIONS=6 ZZ_TEST_DAYS=5 .venv/bin/pytest tests/journey/test_simulate.py
	@ZZ_TEST_PAYLOADS=all .venv/bin/pytest tests/attacks/test_injection.py
	@ZZ_TEST_IDLE=all .venv/bin/pytest tests/badinput/test_slow.py
	@ZZ_TEST_VIEWS=all .venv/bin/pytest tests/browser/test_axe.py
	@ZZ_TEST_AT_ONCE=all .venv/bin/pytest tests/wire/test_at_once.py
	@ZZ_TEST_EXAMPLES=100 .venv/bin/pytest tests/badinput/test_schema.py

bench: ## Set up, measure, write docs/performance.md (half an hour; ONLY=receive,read some figures, BIG=no without the million)
	@deploy/setup dev
	@.venv/bin/python -m tests.bench $(if $(ONLY),--only $(ONLY)) $(if $(filter no,$(BIG)),--no-big)

lint: ## Check style, types, imports and templates
	@deploy/setup dev
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@$(MAKE) --silent lint-templates

# j2lint reads no settings file. Off are S3, which wants nesting shown inside the delimiters, and S7, which wants each
# statement on a line of its own: on a page, a new line is a space.
lint-templates:
	@.venv/bin/j2lint --extensions html,txt --ignore S3 S7 -- gateway services

hooks: ## Have git check style, types, imports and templates at every commit
	@deploy/setup dev
	@.venv/bin/pre-commit install

format: ## Put the code into the one form, and mend what can be mended automatically
	@deploy/setup dev
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

status: ## Show what runs and how it is
	@$(ZZ) status

down: ## Stop everything; the data stays
	@$(ZZ) down

clean: ## Stop everything and remove all that was made here, data and demonstration included
	@test ! -x $(ZZ) || $(ZZ) down
	@test ! -x .venv/bin/pre-commit || .venv/bin/pre-commit uninstall >/dev/null 2>&1 || true
	@rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .hypothesis .schemathesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
