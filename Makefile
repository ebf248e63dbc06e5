# SPDX-License-Identifier: Apache-2.0
# The commands of README.md. Everything is built once, in release mode, under .build.

.PHONY: quickstart build test soak bench schemas clean help

BIN = .build/release

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

quickstart: build ## install what is missing, build, render recipes/quickstart.yaml
	@$(BIN)/recipe render recipes/quickstart.yaml --output out

build: ## the programs recipe and braynsService
	@scripts/build.sh

test: ## install what tests need, build, run every test
	@scripts/test.sh

soak: ## the tests with the full seeded counts
	@SOAK=1 scripts/test.sh

bench: build ## speed and memory as ratios against peers and limits
	@scripts/bench.sh

schemas: build ## rewrite schemas/ and the reference page from the declarations
	@scripts/schemas.sh

clean: ## forget what was built and rendered
	@rm -rf .build out
