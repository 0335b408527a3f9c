# What a contributor does every day. `just` alone lists it; `.ci/run` does all of it on a clean machine.

default:
    @just --list

# The main job on a made-up portfolio
demo:
    uv run medsales demo

# All tests
test *ARGS:
    uv run pytest -n auto {{ ARGS }}

# The examples, printed
examples:
    for example in examples/*.py examples/*/*.py; do uv run python "$example"; done

# Ruff, formatting, mypy and the import contracts
lint:
    uv run --group dev ruff check
    uv run --group dev ruff format --check
    uv run --group dev mypy
    uv run --group dev lint-imports

# Mend what ruff can mend
fix:
    uv run --group dev ruff check --fix
    uv run --group dev ruff format

# The documentation, as HTML
docs:
    uv run --group dev sphinx-build -W --keep-going -b html docs docs/_build/html

# The speed of the engine beside its peers
bench:
    uv run --group benchmarks python benchmarks/attempts.py

# Small faults in the rooms that judge: which of them does no test notice? Goes on where it was
mutants *ARGS:
    uv run python -m mutation --page docs/reference/mutation.md {{ ARGS }}

# The three wheels
build:
    uv build --all-packages --wheel

# What the next release will say
changes:
    uv run --group changelog towncrier build --draft --version next

# Everything, as the server runs it
ci:
    .ci/run
