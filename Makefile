# Phúc Đáp. `make help` lists what there is. PORT= and STATE_DIR= can be given to all.
PYTHON ?= python3
export STATE_DIR ?= $(CURDIR)/.state
export PORT ?= 8000
export PYTHONPATH := $(CURDIR)
APP := $(STATE_DIR)/app/bin/python
.DEFAULT_GOAL := help

help: ## list the targets
	@awk -F':.*## ' '/^[a-z -]+:.*## /{printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## the two environments, the browser assets, the trained model
	@$(PYTHON) -m ops.setup app rasa assets model

setup-dev: ## the same, with the tools for tests and checks
	@$(PYTHON) -m ops.setup dev rasa assets model

run: setup ## the whole system on one machine; Ctrl-C stops it
	@exec $(APP) -m ops.run

chat: setup ## talk to the running system in the terminal; a number taps a button
	@$(APP) -m ops.chat

demo: ## fill the running system with a generated year (REMOVE=1 removes it)
	@$(APP) -m ops.demo $(if $(REMOVE),remove,fill)

test: setup-dev ## all tests
	@$(APP) -m pytest

test-fast: ## the quick tests: no Rasa, no browser
	@$(PYTHON) -m ops.setup dev assets
	@$(APP) -m pytest tests/unit tests/pg tests/http

check: ## ruff, mypy, import rules, training data
	@$(PYTHON) -m ops.setup dev rasa
	@$(APP) -m ops.check

predict: setup ## IN=in.jsonl OUT=out.jsonl: act, topic, place and agency of each message
	@$(APP) -m ops.predict "$(IN)" "$(OUT)"

place due route answer: setup ## IN= OUT=: places, deadlines, first handlers, entries that answer a question
	@$(APP) -m ops.lines $@ "$(IN)" "$(OUT)"

replay: setup ## FOLDER= [FROM= TO=]: tickets of a period against a changed data folder; nothing is kept
	@$(APP) -m ops.replay "$(FOLDER)" "$(FROM)" "$(TO)"

succession: setup ## open tickets of agencies that have ended go to their successors (DRY=1 only says which)
	@$(APP) -m ops.succession "$(DRY)"

train: setup ## learn what officers corrected in the console, if it helps
	@$(APP) -m ops.train

eval: setup ## figures of the understanding on labelled messages (DATA=...)
	@$(APP) -m ops.evaluate "$(or $(DATA),../shared/eval/dev.jsonl)"

answers: setup ## figures of the search for answers (DATA=...)
	@$(APP) -m ops.answers measure "$(or $(DATA),tests/answers/measure.jsonl)"

bench: setup-dev ## speed and memory
	@$(APP) -m ops.bench

admin: setup ## make the first administrator (USERNAME=... NAME=...)
	@$(APP) -m ops.database admin "$(USERNAME)" "$(NAME)"

.PHONY: help setup setup-dev run chat demo test test-fast check predict place due route answer answers replay succession train eval bench admin
