# Every command prepares what it needs; nothing has to be done by hand first.
.DEFAULT_GOAL := help
.PHONY: help run stop test check fix lock resetdb
PY := sh tools/python.sh
ARGS ?=

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1|/' | awk -F'|' '{printf "  make %-9s %s\n", $$1, $$2}'

run: ## start the portal with demo data and print its address (PORT=8123 make run)
	@exec $(PY) tools/run.py

stop: ## stop the portal from another terminal
	@exec $(PY) tools/stop.py

test: ## run all tests on a real PostgreSQL and Redis (ARGS="tests/partners -x")
	@exec $(PY) tools/run_tests.py $(ARGS)

check: ## rules, layout, types, layers, migrations, API schema, translations
	@exec $(PY) tools/check.py

fix: ## mend what the tools can mend
	@exec $(PY) tools/check.py --fix

lock: ## choose the newest allowed versions and write requirements/*.lock
	@exec $(PY) tools/lock.py $(ARGS)

resetdb: ## remove the trial's data; the next start begins anew
	@exec $(PY) tools/stop.py --reset
