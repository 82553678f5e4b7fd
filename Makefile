# Two commands do everything on a fresh machine: `make demo` and `make test`.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
RUN := .venv/bin/python
STAGE ?=
CLIP ?= localcloud/clips/harbour.gif
STYLE ?= starry-night
EMAIL ?= visitor@example.com
PACKAGES := app.py chalicelib statemachine gpu_task infrastructure localcloud benchmarks tests

.PHONY: website/dist help set-up set-up-page set-up-check set-up-test demo local test torture check format styles deploy image wheelhouse smoke destroy clean

help:  ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

set-up:
	@PYTHON=$(PYTHON) localcloud/set_up.sh demo

set-up-page:
	@PYTHON=$(PYTHON) localcloud/set_up.sh page

set-up-check:
	@PYTHON=$(PYTHON) localcloud/set_up.sh check

set-up-test:
	@PYTHON=$(PYTHON) localcloud/set_up.sh test

demo: set-up  ## Paint a clip on this machine, the whole workflow once: CLIP=… STYLE=… EMAIL=…
	@$(RUN) -m localcloud demo --clip "$(CLIP)" --style "$(STYLE)" --email "$(EMAIL)"

website/dist: set-up-page
	@cd website && npm run --silent build

local: website/dist  ## The local cloud and the page, until Ctrl-C
	@$(RUN) -m localcloud serve

test: set-up-test  ## All tests
	cd website && npm run --silent test
	cd website && npm run --silent e2e
	cd website && npm run --silent e2e:cloud
	$(RUN) -m pytest

torture: set-up  ## Faults, load and a long soak, into docs/reliability.md, and broken files; two hours
	$(RUN) -m tests.torture matrix --write
	$(RUN) -m tests.torture load --write
	$(RUN) -m tests.torture soak --write
	$(RUN) -m tests.fuzzing

check: set-up-check  ## Lint, types, template, workflow, shell scripts
	.venv/bin/ruff check $(PACKAGES)
	.venv/bin/ruff format --check $(PACKAGES)
	.venv/bin/mypy $(PACKAGES)
	$(RUN) -m statemachine
	$(RUN) -m infrastructure check
	$(RUN) -m infrastructure scan
	.venv/bin/shellcheck localcloud/set_up.sh chalicelib/user_data.sh .ci/run
	cd website && npm run --silent check

format: set-up  ## Put the code into its form
	.venv/bin/ruff check --fix $(PACKAGES)
	.venv/bin/ruff format $(PACKAGES)

styles: set-up  ## Fetch public-domain reproductions of the paintings
	$(RUN) -m gpu_task.styles.fetch

deploy: website/dist  ## Put a stage into an AWS account: STAGE=dev|prod
	$(RUN) -m infrastructure deploy --stage "$(STAGE)"

image: set-up  ## Build the painter's machine image and use it: STAGE=dev|prod
	$(RUN) -m infrastructure image --stage "$(STAGE)"

wheelhouse: website/dist  ## Let machines without that image install the painter: STAGE=dev|prod
	$(RUN) -m infrastructure wheelhouse --stage "$(STAGE)"
	$(RUN) -m infrastructure deploy --stage "$(STAGE)"

smoke: set-up  ## Try a deployed stage as a visitor does: STAGE=dev|prod EMAIL=…
	$(RUN) -m infrastructure smoke --stage "$(STAGE)" --email "$(EMAIL)"

destroy: set-up  ## Take a stage out of an AWS account: STAGE=dev|prod
	$(RUN) -m infrastructure destroy --stage "$(STAGE)"

clean:  ## Remove what the commands above made
	rm -rf .venv .venv-cloud .venv-lambda .venv-checkov build demo website/node_modules website/dist
