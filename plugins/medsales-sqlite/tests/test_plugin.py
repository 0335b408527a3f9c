"""The plugin is what its manifest and its distribution say."""

import tomllib
from pathlib import Path

import medsales_sqlite
from medsales_core.ports.store import Store
from medsales_core.text import LANGUAGES
from medsales_sqlite.hooks import medsales_stores

PACKAGE = Path(medsales_sqlite.__file__).parent
MANIFEST = tomllib.loads((PACKAGE / "medsales.toml").read_text(encoding="utf-8"))
DISTRIBUTION = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_hooks_provide_what_the_manifest_says() -> None:
    assert [provider.scheme for provider in medsales_stores()] == MANIFEST["provides"]["store"]
    assert MANIFEST["hooks"] == "medsales_sqlite.hooks"


def test_the_entry_point_is_the_package_of_the_manifest() -> None:
    assert DISTRIBUTION["project"]["entry-points"]["medsales.plugins"] == {
        MANIFEST["name"]: "medsales_sqlite"
    }


def test_titles_are_in_every_language() -> None:
    (provider,) = medsales_stores()
    assert set(MANIFEST["title"]) == set(provider.title) == set(LANGUAGES)


def test_the_provider_opens_a_store(tmp_path: Path) -> None:
    (provider,) = medsales_stores()
    with provider.open(tmp_path / "x.db", ledger="north", create=True) as store:
        assert isinstance(store, Store)
        assert store.version("s") == 0
