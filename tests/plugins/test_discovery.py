"""Plugins are found without being imported, however they are installed, and stand in one order."""

import subprocess
import sys
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest

from medsales_core.plugins import FoundPlugin, find_plugins
from medsales_core.plugins.order import in_order
from medsales_core.plugins.version import fits

Install = Callable[..., Path]


def found(name: str) -> FoundPlugin:
    return next(plugin for plugin in find_plugins("0.1.0") if plugin.name == name)


def test_listing_imports_no_plugin(install: Install) -> None:
    install("quiet")
    plugin = found("quiet")
    assert plugin.problem is None
    assert plugin.manifest is not None
    assert plugin.manifest.provides["score"] == ("quiet.score",)
    assert "fake_quiet" not in sys.modules


# ---- editable installations: the metadata lie in one place, the package in another


def moved(home: Path, site: Path) -> Path:
    """The package moved out of the site, as sources that an editable installation points to."""
    target = site.parent / "checkout" / "src" / home.name
    target.parent.mkdir(parents=True)
    return home.rename(target)


def find_in_fresh_process(site: Path, name: str) -> str:
    """What a fresh interpreter finds of the plugin; only there are .pth files of *site* read."""
    code = (
        f"import site, sys; site.addsitedir({str(site)!r})\n"
        "from medsales_core.plugins import find_plugins\n"
        f"(plugin,) = [p for p in find_plugins('0.1.0') if p.name == {name!r}]\n"
        "print(plugin.problem or plugin.home, 'fake_' + plugin.name in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return ran.stdout.strip()


def test_a_path_file_leads_to_the_manifest(install: Install, site: Path) -> None:
    source = moved(install("apart"), site)
    (site / "__editable__.apart.pth").write_text(f"{source.parent}\n")
    assert find_in_fresh_process(site, "apart") == f"{source} False"


def test_a_finder_as_of_setuptools_leads_to_the_manifest(install: Install, site: Path) -> None:
    source = moved(install("mapped"), site)
    (site / "__editable___mapped_finder.py").write_text(
        f"""
import sys
from importlib.util import spec_from_file_location

MAPPING = {{"fake_mapped": {str(source)!r}}}

class _EditableFinder:
    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        if fullname in MAPPING:
            init = MAPPING[fullname] + "/__init__.py"
            return spec_from_file_location(fullname, init, submodule_search_locations=[MAPPING[fullname]])

def install():
    sys.meta_path.append(_EditableFinder)
"""
    )
    (site / "__editable__.mapped.pth").write_text(
        "import __editable___mapped_finder; __editable___mapped_finder.install()\n"
    )
    assert find_in_fresh_process(site, "mapped") == f"{source} False"


def test_a_finder_as_of_hatch_leads_to_the_manifest(install: Install, site: Path) -> None:
    source = moved(install("redirected"), site)
    (site / "_editable_impl_redirected.py").write_text(
        f"""
import importlib.util, os, sys

class RedirectingFinder:
    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        if path is None and fullname == "fake_redirected":
            return importlib.util.spec_from_file_location(fullname, os.path.join({str(source)!r}, "__init__.py"))

sys.meta_path.append(RedirectingFinder)
"""
    )
    (site / "_redirected.pth").write_text("import _editable_impl_redirected\n")
    assert find_in_fresh_process(site, "redirected") == f"{source} False"


def test_metadata_of_a_checkout_beside_those_of_the_site_count_once(
    install: Install, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install("both")
    egg = site.parent / "checkout" / "fake_both.egg-info"
    egg.mkdir(parents=True)
    (egg / "PKG-INFO").write_text("Metadata-Version: 2.1\nName: fake-both\nVersion: 1.0\n")
    (egg / "entry_points.txt").write_text("[medsales.plugins]\nboth = fake_both\n")
    monkeypatch.syspath_prepend(str(egg.parent))
    assert [plugin.problem for plugin in find_plugins("0.1.0") if plugin.name == "both"] == [None]


# ---- order


def test_the_builtin_plugin_comes_first_and_the_rest_by_name(install: Install) -> None:
    install("zeta")
    install("alpha")
    names = [plugin.name for plugin in find_plugins("0.1.0")]
    assert names[0] == "builtin"
    assert names[1:] == sorted(names[1:])


def test_manifests_say_before_and_after_and_those_not_installed_do_not_count(install: Install) -> None:
    install("a", more='after = ["z", "never-heard-of"]\n')
    install("m")
    install("z", more='before = ["m"]\n')
    names = [plugin.name for plugin in find_plugins("0.1.0") if plugin.distribution.startswith("fake-")]
    assert names == ["z", "a", "m"]


def test_the_order_does_not_hang_on_what_is_found_first() -> None:
    wanted = {"a": {"d"}, "b": set(), "c": {"b"}, "d": set()}
    orders = {tuple(in_order({name: wanted[name] for name in names})) for names in permutations(wanted)}
    assert orders == {("b", "c", "d", "a")}


@pytest.mark.parametrize(
    ("version", "requirement", "expected"),
    [
        ("0.1.0", ">=0.1,<0.2", True),
        ("0.1", ">=0.1.0", True),
        ("0.2.0", ">=0.1,<0.2", False),
        ("0.10.0", ">=0.9", True),
        ("1.0", "!=1.0.0", False),
        ("1.2.3", "==1.2.3", True),
        ("2.0", "<=1.9", False),
        ("2.0", ">1.9", True),
    ],
)
def test_versions_are_compared_by_their_numbers(version: str, requirement: str, *, expected: bool) -> None:
    assert fits(version, requirement) is expected
