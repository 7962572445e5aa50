# A thin shell: bootstrap.sh makes what is missing, build.py does the work.

PYTHON := .venv/bin/python
PRETTIER := node_modules/.bin/prettier
STYLED := static refit/author/dev docs/site/*.css docs/site/pages 'tests/**/*.{js,mjs}' '*.json'

.DEFAULT_GOAL := help
.PHONY: help serve build test bench check format lock hooks clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 10

serve: ## build the site, serve it, and build again what you save
	@./bootstrap.sh
	@$(PYTHON) build.py serve

build: ## build the site into dist/
	@./bootstrap.sh
	@$(PYTHON) build.py build

test: ## build the site, then check style and types and run every test
	@./bootstrap.sh --browser
	@$(PYTHON) build.py build
	@$(MAKE) --no-print-directory check
	node --test tests/js/*.test.*js
	$(PYTHON) -m pytest -n auto --maxprocesses 4

check: ## lint, formatting and types only
	@./bootstrap.sh --no-runtime
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	$(PRETTIER) --check --no-error-on-unmatched-pattern $(STYLED)

format: ## write the formatting that check asks for
	@./bootstrap.sh --no-runtime
	.venv/bin/ruff check --fix-only .
	.venv/bin/ruff format .
	$(PRETTIER) --write --no-error-on-unmatched-pattern --log-level=warn $(STYLED)

bench: ## measure bytes, time to a live model and build time
	@./bootstrap.sh --browser
	@$(PYTHON) build.py build
	$(PYTHON) -m bench

lock: ## write both lock files anew, without addresses
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.12 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate --no-config --quiet \
	  --output-file requirements.lock
	npm install --package-lock-only
	@# .npmrc makes npm leave out where packages come from; for their funding pages it has no setting.
	node --eval "const lock = JSON.parse(fs.readFileSync('package-lock.json')); \
	  const text = JSON.stringify(lock, (key, value) => key === 'funding' ? undefined : value, 2); \
	  fs.writeFileSync('package-lock.json', text + '\n')"

hooks: ## check lint and formatting before every commit
	git config core.hooksPath .githooks

clean: ## delete what was made here, but not the runtime's cache
	rm -rf .venv node_modules dist dist-gallery look-out .pytest_cache .ruff_cache .mypy_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
