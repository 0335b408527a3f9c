"""The reference pages are complete: what the code knows and a page does not name fails here."""

import ast
import inspect
import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest

import medsales_core as ms
from medsales_core.cli.app import app
from medsales_core.engine.process import TransitionKind
from medsales_core.errors import MedsalesError
from medsales_core.importing.rejects import _REASONS
from medsales_core.playbook.lint.codes import CODES
from medsales_core.plugins import Manifest, hookspecs
from medsales_core.plugins.kind import KINDS, Kind
from medsales_core.plugins.problem import CODES as PROBLEMS
from medsales_core.plugins.setting import TYPES as SETTING_TYPES
from medsales_core.rules.operators import OPERATORS
from medsales_core.rules.period import UNITS
from medsales_core.rules.reading_fields import LIST_WORDS, SCALAR_WORDS
from medsales_core.rules.requirement import Outcome

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "medsales_core"
PAGES = ROOT / "docs" / "reference"
FENCE = re.compile(r"^[ ]*```toml\n(.*?)^[ ]*```", re.MULTILINE | re.DOTALL)


def page(name: str) -> str:
    """The text of one reference page."""
    return (PAGES / f"{name}.md").read_text("utf-8")


def unnamed(names: Iterable[str], text: str) -> list[str]:
    """The *names* that *text* does not have between backquotes."""
    return [name for name in sorted(set(names)) if f"`{name}`" not in text]


# ---- codes


@cache
def every_call() -> tuple[tuple[str, ast.Call], ...]:
    """Every call in the source, with the name of what is called."""
    trees = (ast.parse(path.read_text("utf-8")) for path in sorted(SOURCE.rglob("*.py")))
    found = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call))
    return tuple((getattr(call.func, "attr", "") or getattr(call.func, "id", ""), call) for call in found)


def calls(*functions: str) -> Iterator[ast.Call]:
    """Every call of something named so."""
    return (call for name, call in every_call() if name in functions)


def literal(node: ast.expr) -> str | None:
    """The text that an expression writes out, None where it does not."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def literals(node: ast.expr) -> set[str]:
    """The texts that an expression may come to: one, or either of two."""
    either = (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,)
    return {text for part in either if (text := literal(part)) is not None}


def diagnostic_codes() -> set[str]:
    """The code stands second, or third where a path stands before it; the linter's rules list theirs."""
    found: set[str] = set()
    for call in calls("error", "warning"):
        written = [codes for argument in call.args[1:3] if (codes := literals(argument))]
        found.update(written[0] if written else ())
    return found | set(CODES)


def codes_of(function: str) -> set[str]:
    """The codes that stand first in the calls of *function*."""
    return {code for call in calls(function) if call.args and (code := literal(call.args[0])) is not None}


def test_the_codes_are_found_in_the_source() -> None:
    assert {"undefined-field", "illustrative-blocks", "same-position", "bad-version"} <= diagnostic_codes()
    assert {"stale-version", "own-deal"} <= codes_of("_objection")
    assert {"undated", "undeclared-move"} <= codes_of("_told")


def test_every_code_is_spelt_in_small_letters_and_hyphens() -> None:
    every = diagnostic_codes() | codes_of("_objection") | codes_of("_told") | set(_REASONS)
    assert [code for code in sorted(every) if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", code)] == []


def test_every_diagnostic_says_on_its_page_what_it_means_and_what_mends_it() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| ([^|]+) \| ([^|]+) \|$", page("diagnostics"), re.MULTILINE)
    explained = {code for code, means, mends in rows if means.strip() and mends.strip()}
    assert diagnostic_codes() - explained == set()


def test_no_page_explains_a_diagnostic_that_is_gone() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| [^|]+ \| [^|]+ \|$", page("diagnostics"), re.MULTILINE)
    assert set(rows) - diagnostic_codes() == set()


def test_every_objection_and_audit_code_is_on_its_page() -> None:
    kinds = {f"unknown-{kind}" for kind in codes_of("unknown_name")}
    assert "unknown-stage" in kinds
    assert unnamed(codes_of("_objection") | codes_of("_told") | kinds, page("findings")) == []


def test_every_outcome_is_on_its_page() -> None:
    assert unnamed((f"requirement.{outcome}" for outcome in Outcome), page("findings")) == []


def test_every_kind_of_event_is_on_its_page() -> None:
    assert unnamed(map(str, ms.EventKind), page("findings")) == []


def test_every_reason_of_a_rejected_row_is_on_its_page() -> None:
    assert unnamed(_REASONS, page("mapping")) == []


def test_every_kind_of_error_is_on_its_page() -> None:
    def below(kind: type[MedsalesError]) -> Iterator[type[MedsalesError]]:
        for child in kind.__subclasses__():
            yield child
            yield from below(child)

    own = {kind.code for kind in below(MedsalesError) if kind.__module__.startswith("medsales_core.")}
    assert "version-conflict" in own
    assert unnamed(own, page("diagnostics")) == []


# ---- hooks


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_hook_is_documented_in_its_fixed_parts(kind: Kind[Any]) -> None:
    spec = getattr(hookspecs, kind.hook)
    written = inspect.getdoc(spec) or ""
    parts = ["Args:", "Returns:", "Called:", "Order:", "Errors:", "Example::"]
    assert written.partition("\n")[0].endswith(".")
    assert [part for part in parts if f"\n{part}\n" not in written] == []
    arguments = inspect.signature(spec).parameters
    assert [name for name in arguments if f"\n    {name}: " not in written] == []
    assert f"hookspecs.{kind.hook}" in page("hooks")
    assert f"| `{kind.name}` | `{kind.hook}` | `{kind.of.__name__}` |" in page("hooks")


def test_no_hook_is_left_out_of_the_table_of_kinds() -> None:
    specs = {name for name, value in vars(hookspecs).items() if hasattr(value, "medsales_spec")}
    assert specs == {kind.hook for kind in KINDS.values()}


def test_every_problem_of_a_plugin_is_on_the_page() -> None:
    assert unnamed(PROBLEMS, page("hooks")) == []


def test_every_type_of_setting_and_key_of_the_manifest_is_on_the_page() -> None:
    keys = {field.name.replace("_", "-") for field in attrs.fields(Manifest)} | {"schema"}
    assert unnamed({*SETTING_TYPES, *keys}, page("hooks")) == []


# ---- the command line


def commands() -> dict[str, Any]:
    """Every command of ``medsales`` by its name."""
    return {name: app[name] for name in app if not name.startswith("-")}


def options(command: Any) -> set[str]:
    """The long options of a command, those that only switch something off left out."""
    arguments = command.assemble_argument_collection()
    names = {name for argument in arguments for name in argument.names if name.startswith("--")}
    return {name for name in names if not name.startswith(("--no-", "--empty-"))}


def test_every_command_and_its_options_are_on_the_page() -> None:
    assert {"demo", "check", "import", "advance"} <= set(commands())
    assert "--rejects" in options(commands()["import"])
    assert unnamed((f"medsales {name}" for name in commands()), page("cli")) == []
    named = set(re.findall(r"`(--[a-z-]+)[` ]", page("cli")))
    assert {
        name: options(command) - named for name, command in commands().items() if options(command) - named
    } == {}


# ---- the language


def keys_and_keywords(value: Any) -> Iterator[str]:
    """Every key of a TOML value, and every bare text that may be a keyword."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys_and_keywords(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_and_keywords(inner)
    elif isinstance(value, str):
        yield value


def test_every_word_of_the_language_stands_in_an_example_that_is_run() -> None:
    shown = {
        word for block in FENCE.findall(page("language")) for word in keys_and_keywords(tomllib.loads(block))
    }
    words = {
        *SCALAR_WORDS, *LIST_WORDS, *OPERATORS, *UNITS,
        "filled", "empty", "all_of", "any_of", "not", "when", "unless", "check", "with", "valid_on",
        "as_of", "path", "threshold", "min", "max", "equals", "of", "values", "records", "their", "after", "before",
    }  # fmt: skip
    assert words - shown == set()


def test_every_word_of_the_language_is_named_on_its_page() -> None:
    assert (
        unnamed({*SCALAR_WORDS, *LIST_WORDS, "valid_on", "check", "when", "unless"}, page("language")) == []
    )


def test_every_kind_of_transition_is_on_its_page() -> None:
    assert unnamed(map(str, TransitionKind), page("playbook")) == []


# ---- names


def test_every_public_name_is_on_the_page() -> None:
    assert unnamed(ms.__all__, page("api")) == []
