# Needs Python 3.11 or later and nothing else; everything goes into .venv.

PYTHON ?= python3
PORT ?= 8000
# Three to a core: tests in a browser, and those that start whole machines, wait a good deal.
WORKERS ?= $(shell expr 3 \* $$(nproc 2>/dev/null || echo 2))
ARGS ?=
ROUNDS ?= 50

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check install -qq
APPS := newsdesk stories faqs entities

# Else each of the processes that share the tests compiles all of them anew: seven seconds of a core each.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:

.PHONY: help
help: ## Say what there is to make
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

# Running it

.PHONY: run
run: port-is-free $(VENV)/runtime ## Start a desk with demo content on 127.0.0.1:8000, or PORT=...
	@export NEWSDESK_DEBUG=1 NEWSDESK_SITE_URL=http://127.0.0.1:$(PORT) DJANGO_RUNSERVER_HIDE_WARNING=true \
	&& echo "Making the database and a desk with demo content ..." \
	&& $(PY) manage.py migrate --verbosity 0 \
	&& $(PY) manage.py demo_desk \
	&& $(PY) manage.py load_outlets \
	&& { $(PY) manage.py run_worker --beside --verbosity 0 >/dev/null & } \
	&& { $(PY) -c "$$SAY_WHEN_UP" $(PORT) & } \
	&& exec $(PY) manage.py runserver 127.0.0.1:$(PORT)

# Old Pythons must be able to parse these: no f-strings.
define CHECK_PYTHON
import sys
if sys.version_info < (3, 11):
    sys.exit("Newsdesk needs Python 3.11 or later and this is %s.%s; name another with: make PYTHON=python3.11"
             % sys.version_info[:2])
try:
    import ensurepip, venv
except ImportError:
    sys.exit("This Python cannot make virtual environments; on Debian: apt-get install python3-venv")
endef
export CHECK_PYTHON

# SO_REUSEADDR, as runserver sets it: without it a server stopped a moment ago looks like a taken port.
define CHECK_PORT
import socket, sys
port = sys.argv[1]
try:
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", int(port)))
except (ValueError, OverflowError):
    sys.exit("PORT=%s is not a port number." % port)
except PermissionError:
    sys.exit("Port %s is not allowed to you; name one above 1023, for example: make run PORT=8001" % port)
except OSError:
    sys.exit("Port %s is taken by another program; name a free one, for example: make run PORT=8001" % port)
endef
export CHECK_PORT

# Where to look, once there is something to see.
define SAY_WHEN_UP
import socket, sys, time
for _ in range(600):
    try:
        socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=1).close()
        break
    except OSError:
        time.sleep(0.2)
else:
    sys.exit("The server has not answered for two minutes; look above for why.")
print("The site: http://127.0.0.1:%s/\nThe desk: http://127.0.0.1:%s/admin/" % (sys.argv[1], sys.argv[1]), flush=True)
endef
export SAY_WHEN_UP

.PHONY: python-is-new port-is-free
python-is-new:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here; Newsdesk needs Python 3.11 or later." >&2; exit 1; }
	@$(PYTHON) -c "$$CHECK_PYTHON"

port-is-free: python-is-new
	@$(PYTHON) -c "$$CHECK_PORT" "$(PORT)"

# Stamps: pip runs again only when a list of requirements is newer. Nothing is installed whose bytes are
# not those of the lock.
$(VENV)/runtime: requirements.lock | python-is-new
	@$(PY) -c "" 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	@echo "Installing requirements.lock into $(VENV) ..."
	@$(PIP) --require-hashes --no-deps -r requirements.lock
	@touch $@

$(VENV)/tools: $(VENV)/runtime requirements-dev.lock
	@echo "Installing requirements-dev.lock into $(VENV) ..."
	@$(PIP) --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

# Without npm, or without a network, the tests of valid HTML say themselves that they are left out.
HTML_VALIDATE := tests/valid/node_modules/.installed
$(HTML_VALIDATE): tests/valid/package.json tests/valid/package-lock.json tests/valid/.npmrc
	@if command -v npm >/dev/null; then \
	    echo "Installing html-validate into tests/valid ..."; \
	    (cd tests/valid && npm ci --silent) && touch $@ || echo "npm could not install html-validate." >&2; \
	fi

# Checking it

.PHONY: check
check: lint types imports migrations test ## Everything below: lint, types, imports, migrations, test

# In the order of tests/conftest.py: what does without a browser comes first.
PYTEST := $(PY) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

.PHONY: test
test: $(VENV)/tools $(HTML_VALIDATE) ## All tests, in a browser too, and what depends on the database on a second one; ARGS="-k name"
	@$(PY) -m tests.both $(WORKERS) $(ARGS)

.PHONY: test-all
test-all: $(VENV)/tools $(HTML_VALIDATE) ## Every test on PostgreSQL and on SQLite, and those that take long with all their rounds
	@NEWSDESK_TEST_THOROUGH=1 $(PY) -m tests.postgres $(PYTEST) $(ARGS)
	@DATABASE_URL=sqlite:///test.sqlite3 NEWSDESK_TEST_THOROUGH=1 NEWSDESK_PROGRAMS=2000 $(PYTEST) $(ARGS)
	@$(MAKE) --no-print-directory kill savers

# The long proofs: minutes to hours, for the night.

.PHONY: kill
kill: $(VENV)/tools ## Kill publish, merge, import, bulk and rebuild in the middle, 50 times each; ROUNDS=10
	@$(PY) -m tests.kill $(ROUNDS)

.PHONY: savers
savers: $(VENV)/tools ## Let 100 people save one page at once on PostgreSQL and account for each
	@NEWSDESK_SAVERS=100 $(PY) -m tests.postgres $(PY) -m pytest tests/editing/test_parallel.py -k accounted_for -q -s

.PHONY: mutants
mutants: $(VENV)/tools ## Change the code of the guards line by line, list what no test notices; ARGS="--only FILE"
	@$(PY) -m tests.mutants $(ARGS)

.PHONY: programs
programs: $(VENV)/tools ## 2,000 random programs of merges and undos, for a night; SEED=... for those of another day
	@NEWSDESK_PROGRAMS=2000 NEWSDESK_SEED=$(or $(SEED),$$(date +%Y%m%d0000)) $(PY) -m pytest -n $(WORKERS) -s tests/merging/test_programs.py

.PHONY: lint
lint: $(VENV)/tools ## Format and lint of Python and templates; changes nothing
	@$(PY) -m ruff format --quiet --check . || { echo "make format mends the format." >&2; exit 1; }
	@$(PY) -m ruff check --quiet .
	@find templates -name '*.html' -exec $(VENV)/bin/djade --target-version 5.2 --check {} +
	@$(PY) -m djlint --lint --quiet --allow-empty-input templates

.PHONY: messages
messages: $(VENV)/tools ## Bring the catalogues of readers' words up to date, and say which have none yet
	@$(PY) -m tests.house.catalogues

.PHONY: format
format: $(VENV)/tools ## Rewrite Python and templates in the house format
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --quiet --fix .
	@# djade ends with 1 where it has rewritten something.
	@find templates -name '*.html' -exec $(VENV)/bin/djade --target-version 5.2 {} + || true

.PHONY: types
types: $(VENV)/tools ## Check the types
	@$(PY) -m mypy

.PHONY: imports
imports: $(VENV)/tools ## Check the layers: who may import whom
	@$(PY) -c "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_logo=True))"

.PHONY: migrations
migrations: $(VENV)/tools ## Check that no migration is missing
	@$(PY) manage.py makemigrations --check --dry-run

.PHONY: bench
bench: $(VENV)/tools ## Run the benchmarks on both databases, and print one table of their bars
	@$(PY) -m benchmarks $(ARGS)

# Tools that only these two need, and that the lock does not hold.
COMPILE = $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url

.PHONY: lock
lock: $(VENV)/tools ## Write the locks anew, with the hash of every file, after a list of requirements was changed
	@$(PIP) uv==0.13.9
	@$(COMPILE) requirements.txt -o requirements.lock
	@$(COMPILE) requirements-production.txt -o requirements-production.lock
	@$(COMPILE) requirements-dev.txt -o requirements-dev.lock

.PHONY: sbom
sbom: $(VENV)/runtime ## List every library with version, licence and hash, in var/newsdesk.cdx.json (CycloneDX)
	@$(PYTHON) -m venv $(VENV)/sbom && $(VENV)/sbom/bin/python -m pip --disable-pip-version-check install -qq cyclonedx-bom==7.5.0
	@mkdir -p var && $(VENV)/sbom/bin/cyclonedx-py environment $(PY) --pyproject pyproject.toml --of JSON -o var/newsdesk.cdx.json
	@echo "var/newsdesk.cdx.json"

.PHONY: clean
clean: ## Remove .venv and all caches; keeps var/ with its database and pictures
	@rm -rf $(VENV) tests/valid/node_modules .coverage htmlcov .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find $(APPS) tests -name __pycache__ -type d -prune -exec rm -rf {} +
