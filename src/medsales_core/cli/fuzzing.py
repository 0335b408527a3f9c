"""``medsales fuzz`` and ``medsales replay``: what a process hides, and stories played again."""

import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from medsales_core.cli.common import Json, Lang, open_playbook, registry
from medsales_core.cli.exits import FOUND, OK
from medsales_core.cli.fuzzing_output import as_dict, junit, print_run, print_story
from medsales_core.cli.machine import machine
from medsales_core.cli.output import bar, print_json, say
from medsales_core.errors import MedsalesError, ValueRefused
from medsales_core.fuzzing.coverage import Goal
from medsales_core.fuzzing.invariants import Invariant, built_in
from medsales_core.fuzzing.kept import ChainIsValid, StoreKeeps, StoreWorld
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.run import ENGINES, MACHINE, Effort, Fuzzed
from medsales_core.fuzzing.run import fuzz as run_fuzz
from medsales_core.fuzzing.scenario import SUFFIX, Scenario, read_scenario
from medsales_core.fuzzing.story import Failure, play
from medsales_core.playbook.built_in import BUILT_IN
from medsales_core.plugins.registry import Registry
from medsales_core.ports.store import Store
from medsales_core.text import text

__all__ = ["fuzz", "replay"]

_STORIES = text("stories", "故事")


def fuzz(
    playbook: Annotated[str, Parameter(help="A playbook file, or `reference`, `public`, `all` ...")],
    *,
    engine: Annotated[
        Literal["walk", "explore", "machine", "all"],
        Parameter(
            help="`walk` draws stories by lot, `explore` takes every step, `all` does both; "
            "`machine` lets Hypothesis draw them, more slowly, and needs the `testing` extra."
        ),
    ] = "all",
    examples: Annotated[int, Parameter(help="How many stories are drawn at most.")] = 300,
    seconds: Annotated[float, Parameter(help="Stop after so many seconds; 0 for no limit.")] = 0.0,
    seed: Annotated[int, Parameter(help="The same seed draws the same stories.")] = 0,
    until: Annotated[
        tuple[str, ...],
        Parameter(
            help="Draw no more stories when so much was seen: `requirement-coverage=1.0`; may be repeated."
        ),
    ] = (),
    store: Annotated[
        str, Parameter(help="Run every story on an empty store of this kind, for example `fuzz.db`.")
    ] = "",
    corpus: Annotated[
        Path | None, Parameter(help="Play the stories in this folder first, and write failing ones there.")
    ] = None,
    junit_out: Annotated[
        Path | None, Parameter(name="--junit", help="Write the outcome here as JUnit XML.")
    ] = None,
    json: Json = False,
    lang: Lang = "en",
) -> int:
    """Look for a way round the gates of a process: the shortest story that breaks what must hold.

    Exits with 1 if something breaks, or a goal of `--until` is not reached.

    Example: `medsales fuzz company.toml --seconds 10 --until requirement-coverage=1.0`
    """
    if examples < 1 or seconds < 0:
        raise ValueRefused("--examples is at least 1, and --seconds not below 0")
    goals = tuple(map(Goal.parse, until))
    engines = ENGINES if engine == "all" else (engine,)
    driver = machine() if engine == MACHINE else None
    effort = Effort(engines=engines, cases=examples, seed=seed, until=goals)
    plugins = registry()
    model = Model(open_playbook(playbook, plugins))
    with _world(model, plugins, store) as world, bar(_STORIES, lang, examples) as progress:
        of_the_store = () if world is None else (StoreKeeps(world), ChainIsValid(world))
        invariants = (*built_in(plugins), *of_the_store)
        again = [path for path in _stories(corpus) if _again(path, model, invariants)]
        run = run_fuzz(
            model,
            effort,
            invariants=invariants,
            world=world,
            go_on=_clock(seconds, effort.parts(model), progress),
            driver=driver,
        )
    unmet = run.unmet(goals)
    written = [_write(corpus, playbook, model, failure) for failure in run.failures] if corpus else []
    if junit_out is not None:
        junit_out.write_bytes(junit(run, invariants, lang))
    if json:
        print_json(as_dict(run, seed, unmet, again))
    else:
        print_run(run, seed, unmet, lang)
        for path in (*again, *written):
            say(str(path))
    return FOUND if run.failures or unmet or again else OK


def replay(
    *files: Annotated[Path, Parameter(help=f"Stories, `*{SUFFIX}`; of a folder all that are in it.")],
    lang: Lang = "en",
) -> int:
    """Play stories again, step by step, and say what came otherwise than it should.

    Exits with 1 if something did.

    Example: `medsales replay stories/won-unregistered.story.toml`
    """
    if not files:
        raise ValueRefused("nothing to replay", hint=f"name a file *{SUFFIX}, or a folder with such files")
    wrong = 0
    for path in files:
        found = sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else [path]
        wrong += sum(not _replayed(one, lang) for one in found)
    return FOUND if wrong else OK


def _replayed(path: Path, lang: str) -> bool:
    scenario = read_scenario(path)
    plugins = registry()
    model = Model(open_playbook(scenario.playbook, plugins), start=scenario.start)
    invariants = built_in(plugins)
    with _told_of(path):
        missed = scenario.missed(model, invariants)
    say(f"{path}: {scenario.title}")
    print_story(model, play(model, scenario.story, invariants).taken, lang)
    for what in missed:
        say(f"  ✗ {what.pick(lang)}")
    if not missed:
        say(f"  ✓ {text('as it should be', '符合预期').pick(lang)}")
    return not missed


def _again(path: Path, model: Model, invariants: Sequence[Invariant]) -> bool:
    """Whether the story at *path* comes out otherwise than it should under *model*, whatever playbook it names."""
    scenario = read_scenario(path)
    begun = model if scenario.start == model.start else Model(model.playbook, start=scenario.start)
    with _told_of(path):
        return bool(scenario.missed(begun, invariants))


@contextmanager
def _told_of(path: Path) -> Iterator[None]:
    """An error in a story names its file: there may be hundreds in a folder."""
    try:
        yield
    except MedsalesError as problem:
        problem.where = problem.where or str(path)
        raise


@contextmanager
def _world(model: Model, plugins: Registry, store: str) -> Iterator[StoreWorld | None]:
    """A world whose stories each have an empty store like *store*, in a folder that is gone afterwards."""
    if not store:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        kind, _, name = store.rpartition(":")
        count = iter(range(1, 1_000_000_000))

        def opens() -> Store:
            place = str(Path(folder, f"{next(count)}-{Path(name).name}"))
            return plugins.open_store(f"{kind}:{place}" if kind else place, create=True)

        world = StoreWorld(model, opens)
        try:
            yield world
        finally:
            world.close()


def _clock(
    seconds: float, parts: Sequence[str], progress: Callable[[int], None]
) -> Callable[[str, Fuzzed], bool]:
    """Shows how far the run is, and ends each of its parts when their share of the time is up."""
    start, share = time.monotonic(), seconds / max(len(parts), 1)
    ends = {part: start + number * share for number, part in enumerate(parts, start=1)}

    def go_on(part: str, run: Fuzzed) -> bool:
        drawn = run.driven or run.walked
        if drawn is not None:
            progress(drawn.cases)
        return not seconds or time.monotonic() < ends[part]

    return go_on


def _stories(corpus: Path | None) -> list[Path]:
    return sorted(corpus.glob(f"*{SUFFIX}")) if corpus is not None and corpus.is_dir() else []


def _write(corpus: Path, playbook: str, model: Model, failure: Failure) -> Path:
    """Keep a failing story as a file, under a name that the same story has again."""
    corpus.mkdir(parents=True, exist_ok=True)
    named = f"medsales:{playbook}"
    place = named if named in BUILT_IN else os.path.relpath(playbook, corpus)
    scenario = Scenario(
        title=failure.broken.what["en"], playbook=place, story=failure.story, start=model.start
    )
    written = scenario.as_toml()
    mark = hashlib.sha256(written.encode()).hexdigest()[:8]
    path = corpus / f"{failure.broken.invariant}-{mark}{SUFFIX}"
    path.write_text(written, encoding="utf-8")
    return path
