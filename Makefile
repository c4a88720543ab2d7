# On a fresh machine with Python >= 3.10 and make: `make scan` and `make test` do all the set-up.
PYTHON ?= python3
RUN := .venv/bin
DEV := .venv-dev/bin
PIP := -m pip --disable-pip-version-check install --quiet --require-hashes
BUNDLE ?= $(shell cat edge_runtime/bundles/DEFAULT)
SAMPLES := edge_runtime/samples
REPORT := build/scan/report.html
BATCH_TESTS := $(addprefix tests/edge_runtime/batch/test_,s3.py http.py cluster.py)
TARGET ?= picture
SECONDS ?= 60
RESOLVE := uv pip compile --generate-hashes --no-emit-index-url --no-header
UNIVERSAL := --universal --python-version 3.10 -c requirements/constraints.in

RESULTS ?= benchmarks/results
PAGES ?= README.md benchmarks/results/README.md
NOISY := || [ $$? -eq 1 ] # figures that are not good are kept, and say so

.PHONY: help scan test test-slow test-batch check audit fuzz model golden lock qat wheel web web-check android pi \
  bench figures clean python-found

help: ## Show what can be made.
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

scan: .venv/ready ## Scan the bundled samples; writes build/scan/report.html.
	@mkdir -p build/scan
	@rm -f $(REPORT)
	@$(RUN)/edge-runtime scan $(SAMPLES) --report $(REPORT); code=$$?; \
	if [ $$code -eq 1 ] && [ -f $(REPORT) ]; then echo "broken.jpg is broken on purpose: one failure is right."; \
	else echo "expected one failed picture (exit code 1) and a report, got exit code $$code"; exit 1; fi
	@echo "report: $(REPORT)"

test: .venv-dev/ready ## Run all quick tests.
	$(DEV)/python -m pytest -m "not slow and not batch"

test-slow: .venv-dev/ready ## Run the tests that take minutes.
	$(DEV)/python -m pytest -m "slow and not batch"

test-batch: .venv-batch/ready ## Run the tests of stores and clusters: an S3 server and Ray, on this machine.
	.venv-batch/bin/python -m pytest -m batch $(BATCH_TESTS)

check: .venv-dev/ready ## Lint, format check, types.
	$(DEV)/ruff check .
	$(DEV)/ruff format --check .
	$(DEV)/mypy

audit: .venv-audit/ready ## Hold the lock files against known advisories; says so where none can be reached.
	.venv-audit/bin/python requirements/audit.py

fuzz: .venv-fuzz/ready ## Fuzz what reads strangers' bytes (Linux, Python 3.11): make fuzz TARGET=form SECONDS=600
	PYTHONPATH=. .venv-fuzz/bin/python -m tests.fuzz $(TARGET) --seconds $(SECONDS)

model: .venv-dev/ready ## Rebuild the quantized model from the committed checkpoint, byte for byte.
	$(DEV)/model-dev rebuild --id $(BUNDLE) --out build/$(BUNDLE)/model.tflite

golden: .venv-dev/ready ## Make the golden vectors again: make golden REASON="why"
	$(DEV)/python -m tests.golden.make --reason "$(REASON)"

lock: ## Resolve the lock files again (needs uv).
	$(RESOLVE) $(UNIVERSAL) pyproject.toml -o requirements/runtime.lock
	$(RESOLVE) $(UNIVERSAL) --extra server pyproject.toml -o requirements/server.lock
	$(RESOLVE) $(UNIVERSAL) --extra train pyproject.toml -o requirements/train.lock
	$(RESOLVE) $(UNIVERSAL) -c requirements/train.lock --extra server --extra dev pyproject.toml \
	  -o requirements/dev.lock
	$(RESOLVE) $(UNIVERSAL) requirements/build.in -o requirements/build.lock
	$(RESOLVE) --python-version 3.11 --python-platform linux requirements/tflite-runtime.in \
	  -o requirements/tflite-runtime.lock
	$(RESOLVE) --python-version 3.11 --python-platform linux -c requirements/constraints.in \
	  --extra train --extra qat pyproject.toml -o requirements/qat.lock
	$(RESOLVE) $(UNIVERSAL) -c requirements/runtime.lock --extra batch --extra s3 --extra ray pyproject.toml \
	  requirements/batch.in -o requirements/batch.lock
	$(RESOLVE) --universal --python-version 3.10 requirements/audit.in -o requirements/audit.lock
	$(RESOLVE) --python-version 3.11 --python-platform linux -c requirements/constraints.in \
	  -c requirements/server.lock --extra server pyproject.toml requirements/fuzz.in \
	  -o requirements/fuzz.lock

qat: .venv-qat/ready ## Set up the environment of `model-dev qat` (Linux, Python 3.11).

wheel: .venv-dev/ready ## Build the wheel into dist/.
	rm -rf build/lib build/bdist.*
	$(DEV)/python -m build --wheel --no-isolation

web: ## Build the web page and what it needs to judge in the browser (Node 20, npm).
	npm --prefix edge_runtime/web ci --no-audit --no-fund
	npm --prefix edge_runtime/web run build
	npm --prefix edge_runtime/web run runtime

web-check: web ## Types, generated types and tests of the web page.
	npm --prefix edge_runtime/web run check
	npm --prefix edge_runtime/web test

android: .venv-dev/ready ## Build, test and pack the Android app (JDK 17, Maven; no Android SDK).
	$(DEV)/python -m android_demo.packaging

pi: .venv-dev/ready wheel ## Prove the wheel on an emulated arm64 Debian (root, debootstrap, qemu-user-static; else skipped).
	$(DEV)/edge-bench pi-emulated

bench: .venv-dev/ready ## Measure this machine (ten minutes, nothing else running); put the figures into the READMEs.
	$(DEV)/edge-bench host --vs mobilenet_v2 --vs original $(HOST) --out $(RESULTS)/host.json $(NOISY)
	$(DEV)/edge-bench ratio startup detector-still detector-camera scan-1mp scan-12mp scan-12mp-close \
	  workers faces outside-crop $(PAIRS) \
	  --out $(RESULTS)/ratios.json $(NOISY)
	$(DEV)/edge-bench memory $(SCANS) --out $(RESULTS)/memory.json $(NOISY)
	$(MAKE) figures

figures: .venv-dev/ready ## Draw the measured figures, and put them into the READMEs.
	$(DEV)/edge-bench report $(wildcard $(RESULTS)/host.json $(RESULTS)/ratios.json \
	  $(RESULTS)/memory.json) --out $(RESULTS) $(if $(PAGES),--into $(PAGES))

clean: ## Remove environments and everything built.
	rm -rf .venv .venv-dev .venv-qat .venv-batch .venv-audit .venv-fuzz build dist *.egg-info

python-found:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 10) <= sys.version_info < (3, 14))' || \
	  { echo "Python 3.10 to 3.13 is needed; name it with: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' || \
	  { echo "Python's venv is missing; on Debian: apt-get install python3-venv"; exit 1; }

.venv/ready: requirements/runtime.lock requirements/build.lock pyproject.toml | python-found
	$(PYTHON) -m venv .venv
	$(RUN)/python $(PIP) -r requirements/build.lock
	$(RUN)/python $(PIP) -r requirements/runtime.lock
	$(RUN)/python -m pip --disable-pip-version-check install --quiet --no-deps \
	  --no-build-isolation --editable .
	@touch $@

.venv-dev/ready: requirements/dev.lock requirements/train.lock requirements/build.lock pyproject.toml | python-found
	$(PYTHON) -m venv .venv-dev
	$(DEV)/python $(PIP) --no-compile -r requirements/build.lock
	$(DEV)/python $(PIP) --no-compile -r requirements/dev.lock
	@echo "$(DEV)/python $(PIP) --no-compile -r requirements/train.lock"; \
	$(DEV)/python $(PIP) --no-compile -r requirements/train.lock || { [ "$$CI" != true ] && echo \
	  "TensorFlow could not be installed: tests that need it are skipped by name."; }
	$(DEV)/python -m pip --disable-pip-version-check install --quiet --no-deps \
	  --no-build-isolation --editable .
	@touch $@

.venv-qat/ready: requirements/qat.lock requirements/build.lock pyproject.toml | python-found
	$(PYTHON) -m venv .venv-qat
	.venv-qat/bin/python $(PIP) --no-compile -r requirements/build.lock
	.venv-qat/bin/python $(PIP) --no-compile -r requirements/qat.lock
	.venv-qat/bin/python -m pip --disable-pip-version-check install --quiet --no-deps \
	  --no-build-isolation --editable .
	@touch $@

.venv-batch/ready .venv-fuzz/ready: .venv-%/ready: requirements/%.lock requirements/build.lock pyproject.toml | python-found
	$(PYTHON) -m venv .venv-$*
	.venv-$*/bin/python $(PIP) --no-compile -r requirements/build.lock
	.venv-$*/bin/python $(PIP) --no-compile -r requirements/$*.lock
	.venv-$*/bin/python -m pip --disable-pip-version-check install --quiet --no-deps \
	  --no-build-isolation --editable .
	@touch $@

.venv-audit/ready: requirements/audit.lock | python-found
	$(PYTHON) -m venv .venv-audit
	.venv-audit/bin/python $(PIP) --no-compile -r requirements/audit.lock
	@touch $@
