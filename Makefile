# `make demo` and `make test` are all a newcomer needs; `make help` lists the rest.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
# pip stays outside the environment: 25 MB of the demo's 600.
PIP := $(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --no-compile -c constraints.txt
# Tests of one file stay together: they share what was ingested for them. The long files come first, as collected.
SPREAD := -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder
DEBIAN := redis-server postgresql chromium fonts-noto-cjk

.PHONY: help demo test lint serve bench bench-gpu verify-qwen miniature torture
help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | column -t -s $$'\t'

.venv/bin/python:
	$(PYTHON) -m venv --without-pip .venv

.venv/demo: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) -e '.[ocr]'
	touch $@

.venv/dev: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) -e '.[dev]'
	touch $@ .venv/demo

# Gradio wants an older Pillow than we do, so the real web UI of the tests has an environment of its own.
.venv/webui/bin/python: tests/vlm/gradio.txt .venv/bin/python
	$(PYTHON) -m venv --without-pip .venv/webui
	$(PYTHON) -m pip --python $@ install --quiet --disable-pip-version-check --no-compile -r $<
	touch $@

demo: .venv/demo ## a cited answer from the sample manuals, in both languages and from a photo
	$(BIN)/python -m api.demo

# The Debian packages are installed where CI or SYSTEM=1 says so; elsewhere the tests that want them say they skip.
test: .venv/dev .venv/webui/bin/python ## install everything into .venv and run all tests
	@if [ -n "$(CI)$(SYSTEM)" ]; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(DEBIAN) >/dev/null; \
	else echo "Debian packages that some tests want (make test SYSTEM=1 installs them): $(DEBIAN)"; fi
	$(BIN)/python -m pytest -q $(SPREAD)

lint: .venv/dev ## ruff, mypy, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.venv/serve: .venv/demo
	$(PIP) -e '.[ocr,heic]'
	touch $@

serve: .venv/serve ## the service with its page on http://127.0.0.1:8000
	$(BIN)/kb-serve

# DATA: folder of the public sets; what needs them says so when they are not there.
DATA ?= ../shared/data
bench: .venv/dev ## every number that the README and docs name
	$(BIN)/python benchmarks/structure.py
	$(BIN)/python benchmarks/speed.py
	-$(BIN)/python benchmarks/checks.py
	-$(BIN)/kb-eval perturb
	-$(BIN)/python benchmarks/drafted.py
	$(BIN)/python benchmarks/in_flight.py
	$(BIN)/python benchmarks/readings_side_by_side.py
	$(BIN)/python benchmarks/second_reading.py
	$(BIN)/python benchmarks/reading.py --data kb_sources/samples --pages 30
	$(BIN)/kb-eval run samples --baseline --out out/samples
	$(BIN)/kb-eval report out/samples
	$(BIN)/python benchmarks/confidence.py --run out/samples
	$(BIN)/kb-eval run samples --spoil 0.5 --without-check figures --out out/open >/dev/null
	$(BIN)/kb-eval run samples --spoil 0.5 --out out/shut >/dev/null
	$(BIN)/kb-eval compare out/open out/shut
	$(BIN)/python benchmarks/reading.py --data $(DATA)/manuals-pdf --pages 44
	$(BIN)/kb-eval run manuals_pdf --baseline --data $(DATA) --out out/manuals_pdf
	$(BIN)/python benchmarks/sufficiency.py --run out/samples evaluation/cases/samples.jsonl \
	  --run out/manuals_pdf $(DATA)/manuals-pdf/cases.jsonl
	$(BIN)/python benchmarks/finding.py --data $(DATA)
	$(BIN)/python benchmarks/mtrag_un.py --data $(DATA)
	$(BIN)/python benchmarks/follow_ups.py --data $(DATA)
	$(BIN)/kb-eval run open_repair --data $(DATA) --out out/open_repair
	$(BIN)/python benchmarks/hostile.py $(DATA)/hostile-pdf $(DATA)/hostile-images
	for set in ohr_manual emanual_samsung cmrc2018 repair_zh_home; do \
	  $(BIN)/kb-eval run $$set --baseline --data $(DATA) --out out/$$set || exit 1; done

bench-gpu: .venv/dev ## speed of the Qwen3-VL-4B shape with random weights on this GPU, bf16 and int8
	$(BIN)/python benchmarks/gpu.py

# KB_VLM_NAME: folder of a checkpoint; or KB_VLM_URL and KB_VLM_NAME of a server. Without either it says so.
verify-qwen: .venv/dev ## what a real Qwen3-VL does with every use: a report and a recording in docs/qwen3vl
	$(BIN)/python -m evaluation.verify_qwen

# One thread: two wait for each other, and on a busy machine the fit takes ten times the processor.
miniature: .venv/dev ## a real checkpoint of Qwen3-VL's shape, fitted in two minutes, reads, sees, drafts and judges: in process and over HTTP
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -q -m slow tests/acceptance/test_miniature.py

torture: .venv/dev ## kill -9 of ingest at 100 moments and at every named step; 200,000 texts as a model may write them; 200 runs of each server fault; 300 injected texts; all that is marked slow
	$(BIN)/python -m pytest -q -s tests/acceptance/test_kill.py --kills 100
	$(BIN)/python -m pytest -q tests/vlm/test_qwen_fuzz.py --fuzz 200000
	$(BIN)/python -m pytest -q tests/vlm/test_http_faults.py tests/api/test_ask_faults.py --faults 200
	$(BIN)/python -m pytest -q tests/api/test_injection.py --attacks 300
	$(BIN)/python -m pytest -q -m slow
