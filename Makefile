# make run: set up what is missing and start everything. make test: all tests.
PYTHON ?= python3
VENV = .venv/bin
# Some thirty processes of a test run load our modules: compiled once they are kept, whatever the machine's habit.
export PYTHONDONTWRITEBYTECODE =

.PHONY: run test lint census bench bench-million backup restore doctor docs shots lock

run:
	@$(PYTHON) -m tools.install run
	@exec $(VENV)/python -m tools.run with-parent

# Three on two cores: while a story waits for its browser, two others work.
test:
	@$(PYTHON) -m tools.install test
	@$(VENV)/pytest -n 3

lint:
	@$(PYTHON) -m tools.install test
	@./.ci/run lint

# The measures of the structure: lines per app, who names a room, lengths of functions, rows of workflow tables.
census:
	@$(VENV)/python -W ignore::RuntimeWarning -m tools.census

# How long pages take with ten thousand matters and with a hundred thousand: docs/performance.md. A quarter of an hour.
bench:
	@$(PYTHON) -m tools.install test
	@$(VENV)/python -m bench.pages
	@$(VENV)/python -m bench.mediations
	@$(VENV)/python -m bench.grid
	@$(VENV)/python -m bench.petitions
	@$(VENV)/python -m bench.watch

# A million matters, of which nine hundred thousand are copied: an hour, ten gigabytes of temporary files.
bench-million:
	@$(PYTHON) -m tools.install test
	@$(VENV)/python -m bench.pages 10000 1000000

# make backup [TO=directory]    make restore FROM=directory
backup:
	@$(PYTHON) -m tools.install run
	@$(VENV)/python manage.py backup $(TO)

restore:
	@$(PYTHON) -m tools.install run
	@$(VENV)/python manage.py restore $(FROM)

doctor:
	@$(PYTHON) -m tools.install run
	@$(VENV)/python manage.py doctor

# Print docs/tables from the code; take the pictures of README and handbook from a running demo.
docs:
	@$(VENV)/python manage.py print_docs

shots:
	@$(VENV)/python -m tools.shots $(AT)

# For maintainers: write the lock files anew, without the address of any index in them.
COMPILE = $(VENV)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-annotate --no-emit-index-url
lock:
	@$(PYTHON) -m tools.install test
	@$(VENV)/python -m pip install --quiet uv
	$(COMPILE) --extra local pyproject.toml -o requirements.lock
	$(COMPILE) --extra local --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
