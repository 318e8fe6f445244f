# Every verb sets up what it needs. `make` alone lists the verbs.
.DEFAULT_GOAL := help
.PHONY: help run test check lint bench wheel docs clean
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# Text is UTF-8 whatever the locale says.
export PYTHONUTF8 := 1

python   := .venv/bin/python
myograph := $(python) -m myograph
# The stamp carries the place of the checkout: an environment does not survive a move.
ready    := .venv/.ready-$(shell pwd | cksum | cut -d ' ' -f 1)
# The text the claims were taken from is not part of the project. Who has it can check the passages against it.
shared   := $(or $(MYOGRAPH_SHARED),../shared)
article  := $(wildcard $(shared)/source/article.txt)

help:
	@printf '%s\n' \
	  'make run      install, build the graph, explain why muscles twitch, ask one question, serve the explorer' \
	  'make test     lint, types and all tests with coverage' \
	  'make check    check the content: shapes, one-graph rule, passages' \
	  'make lint     only lint and types' \
	  'make bench    time the commands and the catalogue of queries' \
	  'make wheel    build dist/*.whl' \
	  'make docs     write the answers in README.md and docs/ again' \
	  'make clean    remove what the verbs made (.venv stays)'

$(ready): pyproject.toml requirements/constraints.txt requirements/install.sh
	@requirements/install.sh
	@rm -f .venv/.ready-* && touch $@

# What make run does in the end: yes serves until Ctrl-C, no does not, try starts the server, asks it once and stops it.
# By default whoever has a terminal is served; where nobody could press Ctrl-C, it is tried.
SERVE ?=

question := queries/causes/causes-through-imbalances.rq

run: $(ready)
	@requirements/bundle-editor.sh
	$(myograph) build
	$(myograph) explain --evidence qualified
	$(myograph) query $(question)
	@printf '%s\n' '' \
	  'What to try next (after: source .venv/bin/activate):' \
	  '  myograph --help                         all commands' \
	  '  myograph explain                        all that is said, whatever the evidence' \
	  '  myograph query --help                   formats, parameters, named graphs' \
	  '  myograph query queries/FOLDER/FILE.rq   any question of the catalogue' \
	  "  myograph query -e 'SELECT ?s WHERE { ?s a myo:Symptom }'" \
	  '  make check                              is the content sound?' ''
	@case "$(SERVE)" in \
	  no) ;; \
	  yes) $(myograph) serve ;; \
	  try) $(myograph) serve --port 0 --try ;; \
	  *) if [ -t 1 ]; then $(myograph) serve; else $(myograph) serve --port 0 --try; fi ;; \
	esac

lint: $(ready)
	$(python) -m ruff check --no-cache
	$(python) -m ruff format --check
	$(python) -m mypy
	@requirements/check-scripts.sh

test: lint
	$(python) -m pytest -n 2 --cov --cov-report=term

check: $(ready)
	$(myograph) check $(if $(article),--source $(article))

bench: $(ready)
	$(python) -m bench.run

wheel: $(ready)
	@requirements/bundle-editor.sh
	$(python) -m build --wheel --no-isolation --outdir dist

docs: $(ready)
	$(python) -m tests.docs.refresh

clean:
	rm -rf viz/pages/static/editor.js build dist htmlcov .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
