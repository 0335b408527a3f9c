"""Each rule of the linter with the smallest playbook that trips it, and the sound one that does not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from medsales_core.errors import ConfigError
from medsales_core.playbook.lint.walking import parts, thresholds
from medsales_core.playbook.load import check_playbook, load_playbook
from medsales_core.playbook.playbook import Playbook
from medsales_core.rules.reads import thresholds_read

SOUND = (Path(__file__).parents[1] / "data" / "sound.toml").read_text("utf-8")
Write = Callable[..., Path]


def found(path: Path) -> list[tuple[str, int]]:
    _, diagnostics = check_playbook(path)
    return [(d.code, d.line) for d in diagnostics]


def line_of(toml: str, text: str) -> int:
    assert toml.count(text) >= 1, text
    return toml[: toml.index(text)].count("\n") + 1


def test_a_sound_playbook_has_no_diagnostic(write_playbook: Write) -> None:
    playbook, diagnostics = check_playbook(write_playbook(SOUND))
    assert diagnostics == ()
    assert playbook is not None
    assert list(playbook.requirements) == ["named", "covered"]


#: What is replaced, by what; the code it trips; the text whose line it is reported at.
DEFECTS = [
    ("[stage.b.exit.covered]", "[stage.b.exit.named]", "duplicate-id", "[stage.b.exit.named]"),
    ('severity = "warn"', 'severity = "block"', "illustrative-blocks", "[stage.b.exit.covered]"),
    ('to = "b"', 'to = "a"', "unreachable-stage", "[stage.b]"),
    ('from = "b"\nkind = "win"', 'from = "a"\nkind = "win"', "dead-end", "[stage.b]"),
    ('kind = "win"', 'kind = "win"\n[transition.off]\nfrom = "a"\nto = "b"\nkind = "skip"', "shadowed-transition", "[transition.off]"),
    ("position = 2", "position = 1", "same-position", 'position = 1\nlabel = { en = "B"'),
    ('source = "S1-1"\n', "", "no-source", "[stage.a.exit.named]"),
    ('{ en = "It has a name", zh-Hans = "有名称" }', '{ en = "It has a name" }', "missing-language", 'label = { en = "It has'),
    ('zh-Hans = "有名称"', 'zh-Hans = " "', "missing-language", 'label = { en = "It has'),
    ('to = "b"', 'to = "bb"', "undefined-stage", 'to = "bb"'),
    ('from = "a"', 'from = "aa"', "undefined-stage", 'from = "aa"'),
    ('start = "a"', 'start = "aa"', "unknown-value", 'start = "aa"'),
    ('["boss"]', '["bos"]', "undefined-role", "waivable_by"),
    ('kind = "win"', 'kind = "win"\nwho = ["bos"]', "undefined-role", 'who = ["bos"]'),
    ('threshold = "cover"', 'threshold = "covr"', "undefined-threshold", "require = { \"deal.created_on"),
    ('{ "deal.name" = "filled" }', '{ check = "t.none" }', "undefined-check", 'require = { check'),
    ('"deal.name"', '"deal.nmae"', "undefined-field", 'require = { "deal.nmae"'),
    ('source = "S1-1"', 'source = "S1-1"\nsevrity = "warn"', "unknown-key", "sevrity"),
    ('source = "S1-1"', 'source = "S1-1"\nseverity = "fatal"', "unknown-value", 'severity = "fatal"'),
    ("position = 2", 'position = "2"', "wrong-type", 'position = "2"'),
    ('require = { "deal.name" = "filled" }\n', "", "missing-key", "[stage.a.exit.named]"),
    ('kind = "forward"', 'kind = "forwards"', "unknown-value", 'kind = "forwards"'),
    ('kind = "win"', 'kind = "win"\nto = "a"', "needless-key", 'kind = "win"\nto'),
    ('to = "b"\n', "", "missing-key", "[transition.on]"),
    ("schema = 1", "schema = 2", "newer-schema", "schema = 2"),
    ("value = 30", 'value = "many"', "wrong-type", 'value = "many"'),
    ("value = 30", "value = nan", "wrong-type", "value = nan"),
    ("value = 30", "value = -inf", "wrong-type", "value = -inf"),
    ("value = 30\n", "", "missing-key", "[threshold.cover]"),
    ("value = 30", "values = []", "missing-key", "values = []"),
    ("value = 30", "values = [1]", "wrong-type", "values = [1]"),
    ("value = 30", 'values = "x"', "wrong-type", 'values = "x"'),
    ("value = 30", "values = [{ value = 1, valid_form = 2026-01-01 }]", "unknown-key", "values = [{"),
    ("value = 30", 'value = 30\nvalid_from = "2026-01-01"', "wrong-type", "valid_from"),
    ("value = 30", "value = 30\nvalid_to = 2026-01-01T10:00:00", "wrong-type", "valid_to"),
    ("position = 2", "position = 2\nexpected = { days = inf }", "wrong-type", "expected"),
    ("position = 2", "position = 2\nproduct_scope = [\"implnt\"]", "unknown-value", "product_scope"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "at"), DEFECTS)
def test_a_defect_is_found_with_its_code_and_line(
    write_playbook: Write, old: str, new: str, code: str, at: str
) -> None:
    toml = SOUND.replace(old, new, 1)
    assert toml != SOUND
    line = line_of(toml, at) + (1 if at.endswith("\nto") else 0)
    assert (code, line) in found(write_playbook(toml))


def test_a_stage_of_no_process_is_found(write_playbook: Write) -> None:
    toml = SOUND.replace('process = "deal"\nposition = 2', 'process = "dael"\nposition = 2')
    _, diagnostics = check_playbook(write_playbook(toml))
    assert any(d.code == "unknown-value" and "did you mean 'deal'" in d.hint for d in diagnostics)


def test_a_transition_between_two_processes_is_found(write_playbook: Write) -> None:
    toml = (
        SOUND
        + """
[process.order]
moves = "order"
label = { en = "O", zh-Hans = "订" }
start = "c"

[stage.c]
process = "order"
position = 1
label = { en = "C", zh-Hans = "丙" }

[transition.done]
from = "c"
kind = "complete"

[transition.over]
from = "b"
to = "c"
kind = "forward"
"""
    )
    assert ("crosses-processes", line_of(toml, "[transition.over]")) in found(write_playbook(toml))


def test_a_playbook_without_a_process_is_found(write_playbook: Write) -> None:
    toml = 'schema = 1\nid = "t"\nversion = "1"\ntitle = { en = "T", zh-Hans = "试" }\n'
    assert [code for code, _ in found(write_playbook(toml))] == ["no-process"]


def test_all_defects_are_told_at_once_in_the_order_of_the_file(write_playbook: Write) -> None:
    toml = SOUND
    for old, new, *_ in (DEFECTS[0], DEFECTS[9], DEFECTS[12], DEFECTS[16], DEFECTS[17]):
        toml = toml.replace(old, new, 1)
    path = write_playbook(toml)
    _, diagnostics = check_playbook(path)
    assert {"duplicate-id", "undefined-stage", "undefined-role", "undefined-field", "unknown-key"} <= {
        d.code for d in diagnostics
    }
    places = [(d.line, d.column) for d in diagnostics]
    assert places == sorted(places)
    assert all(d.file == str(path) for d in diagnostics)
    assert all(str(d).startswith(f"{path}:{d.line}:{d.column}: ") for d in diagnostics)


def test_loading_refuses_with_every_error_and_checking_gives_them_as_data(write_playbook: Write) -> None:
    path = write_playbook(SOUND.replace('"deal.name"', '"deal.nmae"').replace('["boss"]', '["bos"]'))
    playbook, diagnostics = check_playbook(path)
    assert playbook is None
    with pytest.raises(ConfigError) as refused:
        load_playbook(path)
    assert [str(d) for d in refused.value.diagnostics] == [str(d) for d in diagnostics]
    assert "did you mean 'name'" in str(refused.value)


def test_a_warning_keeps_no_playbook_from_being_used(write_playbook: Write) -> None:
    playbook = load_playbook(write_playbook(SOUND.replace('source = "S1-1"\n', "")))
    assert [str(w.level) for w in playbook.warnings] == ["warning"]


def test_a_playbook_nested_without_end_is_an_error_and_no_crash(write_playbook: Write) -> None:
    deep = ".not" * 3000
    toml = (
        SOUND
        + f'\n[stage.b.exit.deep]\nlabel = {{ en = "D", zh-Hans = "深" }}\n[stage.b.exit.deep.require{deep}]\n"deal.name" = "filled"\n'
    )
    path = write_playbook(toml)
    with pytest.raises(ConfigError, match=r"too-deep|nested too deeply"):
        load_playbook(path)


@pytest.mark.parametrize("number", ["1" * 5000, "1e99999999999999999999"])
def test_a_number_too_large_to_be_made_is_refused_in_place(write_playbook: Write, number: str) -> None:
    toml = SOUND.replace("value = 30", f"value = {number}")
    path = write_playbook(toml)
    with pytest.raises(ConfigError) as refused:
        check_playbook(path)
    assert str(refused.value).startswith(f"{path}:{line_of(toml, 'value = ')}:9: ")


@pytest.mark.parametrize("number", ["1e5000", "1e-5000", "0." + "3" * 5000])
def test_a_number_that_nobody_needs_is_told_at_once(write_playbook: Write, number: str) -> None:
    toml = SOUND.replace("value = 30", f"value = {number}")
    assert found(write_playbook(toml)) == [("value-too-large", line_of(toml, "value = "))]


@pytest.mark.parametrize("way", ['from = "a"\nto = ""', 'from = ""\nto = "b"', 'from = ["a", ""]\nto = "b"'])
def test_an_empty_name_is_no_stage(write_playbook: Callable[..., Path], way: str) -> None:
    path = write_playbook(f'{SOUND}\n[transition.odd]\nkind = "forward"\n{way}\n')
    playbook, found = check_playbook(path)
    assert playbook is None
    assert ["there is no stage ''" in d.message for d in found if d.code == "undefined-stage"] == [True]


def test_the_linter_sees_every_threshold_that_a_requirement_reads(every_standard: Playbook) -> None:
    seen = {
        name: [threshold for part, _ in parts(requirement.condition) for threshold in thresholds(part)]
        for name, requirement in every_standard.requirements.items()
    }
    read = {name: list(thresholds_read(r.condition)) for name, r in every_standard.requirements.items()}
    assert seen == read
    assert sum(map(len, read.values())) > 50
