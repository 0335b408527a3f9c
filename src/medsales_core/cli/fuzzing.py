"""``medsales fuzz`` and ``medsales replay``: what a process hides, and stories played again."""

import datetime as dt
import math
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from medsales_core.cli.common import Json, Lang, open_playbook, registry
from medsales_core.cli.exits import BAD_INPUT, OK
from medsales_core.cli.fuzz_clock import Clock, keyboard
from medsales_core.cli.fuzz_outcome import FuzzOutcome
from medsales_core.cli.fuzzing_junit import junit
from medsales_core.cli.fuzzing_output import as_dict, print_outcome, print_retold, print_written
from medsales_core.cli.kept_stories import Retold, code_of, keep, retell, stories_in
from medsales_core.cli.machine import machine
from medsales_core.cli.output import bar, print_json, tell_error
from medsales_core.cli.places import see_that_file_can_be_written, see_that_folder_takes_files, write_bytes
from medsales_core.errors import ValueRefused
from medsales_core.fuzzing.coverage import Goal
from medsales_core.fuzzing.invariants import built_in
from medsales_core.fuzzing.kept import ChainIsValid, StoreKeeps, StoreWorld
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.run import ENGINES, MACHINE, Effort
from medsales_core.fuzzing.run import fuzz as run_fuzz
from medsales_core.fuzzing.scenario import SUFFIX, Scenario
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
    missing: Annotated[
        bool, Parameter(negative="", help="List all that was not seen, not the first of it.")
    ] = False,
    json: Json = False,
    lang: Lang = "en",
) -> int:
    """Look for a way round the gates of a process: the shortest story that breaks what must hold.

    Exits with 1 if something breaks, a story of the corpus comes out otherwise, or a goal of `--until` is not
    reached; with 2 if all is well but for a story that cannot be played, or a file that cannot be written.

    Example: `medsales fuzz company.toml --seconds 10 --until requirement-coverage=1.0`
    """
    if examples < 1 or not math.isfinite(seconds) or seconds < 0:
        raise ValueRefused("--examples is at least 1, and --seconds a number not below 0")
    if corpus is not None:
        see_that_folder_takes_files("--corpus", corpus)
    if junit_out is not None:
        see_that_file_can_be_written("--junit", junit_out)
    engines = ENGINES if engine == "all" else (engine,)
    driver = machine() if engine == MACHINE else None
    effort = Effort(engines=engines, cases=examples, seed=seed, until=tuple(map(Goal.parse, until)))
    plugins, begun = registry(), time.monotonic()
    model = Model(open_playbook(playbook, plugins))
    with (
        _world(model, plugins, store) as world,
        bar(_STORIES, lang, examples) as progress,
        keyboard() as stop,
    ):
        of_the_store = () if world is None else (StoreKeeps(world), ChainIsValid(world))
        invariants = (*built_in(plugins), *of_the_store)

        begun_at = {model.start: model}

        def begun_as(scenario: Scenario) -> Model:
            """Whatever playbook a kept story names, it is held against this one, from its own beginning."""
            if scenario.start not in begun_at:
                begun_at[scenario.start] = Model(model.playbook, start=scenario.start)
            return begun_at[scenario.start]

        again = [retell(path, begun_as, invariants) for path in stories_in(corpus) if not stop.asked]
        clock = Clock(seconds, effort.parts(model), progress, stop)
        run = run_fuzz(model, effort, invariants=invariants, world=world, go_on=clock.goes_on, driver=driver)
    outcome = FuzzOutcome(
        run=run,
        effort=effort,
        invariants=invariants,
        again=again,
        ended=clock.ended,
        store=store,
        seconds=seconds,
        took=time.monotonic() - begun,
        stopped=stop.asked,
    )
    if not json:
        print_outcome(outcome, lang, every_missing=missing)
    kept, refused = _kept(outcome, corpus, playbook, junit_out, lang)
    if json:
        print_json(as_dict(outcome, kept))
    else:
        print_written(kept, lang)
    for problem in (*(one.problem for one in again if one.problem is not None), *refused):
        tell_error(problem)
    return outcome.code(written=not refused)


def replay(
    *files: Annotated[Path, Parameter(help=f"Stories, `*{SUFFIX}`; of a folder all that are in it.")],
    lang: Lang = "en",
) -> int:
    """Play stories again, step by step, and say what came otherwise than it should.

    Exits with 1 if something did; else with 2 if a story could not be played, or a folder has none. All the
    others are played even so.

    Example: `medsales replay stories/won-unregistered.story.toml`
    """
    if not files:
        raise ValueRefused("nothing to replay", hint=f"name a file *{SUFFIX}, or a folder with such files")
    plugins, code = registry(), OK
    models: dict[tuple[str, dt.datetime], Model] = {}
    retold: list[Retold] = []

    def own(scenario: Scenario) -> Model:
        key = (scenario.playbook, scenario.start)
        if key not in models:
            models[key] = Model(scenario.opened(plugins), start=scenario.start)
        return models[key]

    for path in files:
        found = stories_in(path) if path.is_dir() else [path]
        if not found:
            tell_error(ValueRefused(f"{path}: there is no story in this folder, no file *{SUFFIX}"))
            code = BAD_INPUT
        for one in found:
            story = retell(one, own, built_in(plugins))
            print_retold(story, lang)
            if story.problem is not None:
                tell_error(story.problem)
            retold.append(story)
    return code_of(retold) or code


def _kept(
    outcome: FuzzOutcome, corpus: Path | None, playbook: str, junit_out: Path | None, lang: str
) -> tuple[list[Path], list[ValueRefused]]:
    """Write the failing stories and the XML: the files with stories, and what could not be written."""
    kept: list[Path] = []
    refused: list[ValueRefused] = []
    if corpus is not None:
        for failure in outcome.run.failures:
            try:
                kept.append(keep(corpus, playbook, outcome.run.model, failure))
            except ValueRefused as problem:
                refused.append(problem)
    if junit_out is not None:
        try:
            write_bytes("--junit", junit_out, junit(outcome, lang))
        except ValueRefused as problem:
            refused.append(problem)
    return kept, refused


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
