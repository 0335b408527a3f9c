"""What prose says of the product is so: printed diagnostics, links, commands."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from medsales_core import check_playbook

ROOT = Path(__file__).parents[2]
PROSE = [
    ROOT / name
    for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "plugins/README.md")
]
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
SAID = re.compile(r"^\S+\.toml:\d+:\d+: error: .*\[[a-z-]+\]$", re.MULTILINE)


@pytest.mark.parametrize("path", PROSE, ids=lambda path: path.name)
def test_a_link_leads_to_a_file_of_the_repository(path: Path) -> None:
    assert [link for link in LINK.findall(path.read_text("utf-8")) if not (path.parent / link).exists()] == []


def test_every_page_has_a_place_in_the_table_of_contents() -> None:
    listed = (ROOT / "docs/index.md").read_text("utf-8").splitlines()
    pages = {
        path.relative_to(ROOT / "docs").with_suffix("").as_posix() for path in (ROOT / "docs").rglob("*.md")
    }
    assert {page for page in pages if not page.startswith("_")} - {"index"} - set(listed) == set()


@pytest.mark.parametrize("page", ["README.md", "docs/reference/diagnostics.md", "docs/reference/cli.md"])
def test_a_diagnostic_shown_to_the_reader_is_what_the_checker_says(
    page: str, write_playbook: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    (said,) = SAID.findall((ROOT / page).read_text("utf-8"))
    readme = (ROOT / "README.md").read_text("utf-8")
    layer = readme if page == "README.md" else f"```toml\n{_company()}\n```"
    toml = re.search(r"```toml\n(.*?)```", layer, re.DOTALL)
    assert toml is not None
    written = write_playbook(toml.group(1).replace("budget.status", "budget.statsu"), said.partition(":")[0])
    monkeypatch.chdir(written.parent)
    found = check_playbook(written.name)[1]
    assert said in [str(diagnostic) for diagnostic in found]


def _company() -> str:
    return (ROOT / "examples/03_company_layer/company.toml").read_text("utf-8")


def test_the_readme_runs_both_commands_in_one_line_each() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    commands = re.findall(r"^```\n(python3 .*)\n```$", readme, re.MULTILINE)
    assert len(commands) == 4
    assert all(command.startswith("python3 -m pip install uv && python3 -m uv run ") for command in commands)
