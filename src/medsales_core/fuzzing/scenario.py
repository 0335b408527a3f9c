"""Stories in files: given, when, then, in TOML that a sales manager reads and a program plays again."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from os import PathLike
from pathlib import Path
from typing import Any, Final

import attrs
import tomli_w

from medsales_core.config import Diagnostics, Document, Table, read_toml
from medsales_core.engine.progress import Status
from medsales_core.errors import ConfigError, MedsalesError
from medsales_core.fuzzing.invariants.invariant import Invariant
from medsales_core.fuzzing.model import START, Model
from medsales_core.fuzzing.step import Step, StepRefused, step_from_data
from medsales_core.fuzzing.story import Played, Story, play
from medsales_core.fuzzing.strangers import strangers
from medsales_core.playbook.built_in import BUILT_IN, REFERENCE
from medsales_core.playbook.load import load_playbook
from medsales_core.playbook.playbook import Playbook
from medsales_core.plugins.registry import Registry
from medsales_core.text import LangText, closest, text

__all__ = ["SUFFIX", "Expected", "Scenario", "read_scenario"]

#: How the names of files with stories end.
SUFFIX: Final = ".story.toml"
_ANSWERS: Final = ("accepted", "refused")


@attrs.frozen(kw_only=True)
class Expected:
    """What is to come of a story; what is not said may be anything.

    Args:
        answer: ``accepted`` or ``refused``: what becomes of the last thing that is asked.

        lacks: The requirements that stop it, all of them.

        objections: The codes of the engine's own reasons, all of them.

        stage: The stage at the end.

        status: The status at the end.
    """

    answer: str = ""
    lacks: tuple[str, ...] | None = None
    objections: tuple[str, ...] | None = None
    stage: str = ""
    status: str = ""

    def as_data(self) -> dict[str, Any]:
        """Plain data for TOML."""
        return {name: value for name, value in attrs.asdict(self).items() if value not in ("", None)}

    def missed(self, played: Played) -> Iterator[LangText]:
        """What came otherwise."""
        progress = played.taken[-1].after.progress if played.taken else None
        stage = progress.stage if progress is not None else ""
        status = str(progress.status) if progress is not None else ""
        for wanted, found, what in (
            (self.stage, stage, text("stage at the end", "结束阶段")),
            (self.status, status, text("status at the end", "结束状态")),
        ):
            if wanted and wanted != found:
                yield _otherwise(what, wanted, found)
        yield from self._missed_answer(played)

    def _missed_answer(self, played: Played) -> Iterator[LangText]:
        decisions = [decision for taken in played.taken for decision in taken.decisions]
        if not decisions:
            if self.answer or self.lacks is not None or self.objections is not None:
                yield text("nothing was asked", "没有提出任何请求")
            return
        last = decisions[-1]
        answer = _ANSWERS[0] if last.accepted else _ANSWERS[1]
        stopping = [finding for finding in last.failures if finding.blocks]
        lacks = sorted(finding.requirement for finding in stopping if finding.requirement)
        codes = sorted(finding.code for finding in stopping if not finding.requirement)
        if self.answer and self.answer != answer:
            because = f" ({', '.join((*codes, *lacks))})" if stopping else ""
            yield _otherwise(text("the last answer", "最后的答复"), self.answer, answer + because)
        if self.lacks is not None and sorted(self.lacks) != lacks:
            yield _otherwise(text("what it lacks", "所缺"), ", ".join(sorted(self.lacks)), ", ".join(lacks))
        if self.objections is not None and sorted(self.objections) != codes:
            yield _otherwise(text("objections", "异议"), ", ".join(sorted(self.objections)), ", ".join(codes))


def _otherwise(what: LangText, wanted: str, found: str) -> LangText:
    return text("{what}: wanted {wanted!r}, found {found!r}", "{what}：应为{wanted!r}，实为{found!r}").format(
        what=what, wanted=wanted, found=found
    )


@attrs.frozen(kw_only=True)
class Scenario:
    """A story with what is to come of it.

    Args:
        title: The story in a sentence.

        playbook: The playbook that it is about: a file beside it, or a name as ``medsales:reference``.

        story: What is done.

        then: What is to come of it. Whatever it says, the invariants must hold.

        start: When it begins.

        document: The file that it was read from, to tell where in it something is wrong.
    """

    title: str
    story: Story
    playbook: str = REFERENCE
    then: Expected = Expected()
    start: dt.datetime = START
    document: Document | None = attrs.field(default=None, eq=False, repr=False)

    def opened(self, registry: Registry | None = None) -> Playbook:
        """The playbook that it names.

        Args:
            registry: The plugins that the playbook may enable; all that are installed by default.

        Raises:
            ConfigError: There is none, or it cannot be used.
        """
        if self.playbook not in BUILT_IN and not Path(self.playbook).is_file():
            beside = "" if self.playbook.startswith("medsales:") else "a file beside the story, or one of "
            short = {name.removeprefix("medsales:"): name for name in BUILT_IN}
            near = closest(Path(self.playbook).name.removeprefix("medsales:"), short)
            mean = f"did you mean {short[near]!r}? " if near else ""
            hint = f"{mean}known: {beside}{', '.join(BUILT_IN)}"
            found = Diagnostics()
            found.error(
                self._source,
                ("playbook",),
                "unknown-value",
                f"there is no playbook {self.playbook!r}",
                hint=hint,
            )
            raise self._unplayable(found)
        return load_playbook(self.playbook, registry=registry)

    def check(self, model: Model) -> None:
        """See that *model* has all that the story names.

        Raises:
            ConfigError: It names a requirement, a way to break one, a role, a process or a stage that the playbook
                does not have; every one is told with its place.
        """
        found = Diagnostics()
        for path, message, hint in strangers(model, self.story, attrs.asdict(self.then)):
            found.error(self._source, path, "unknown-value", message, hint=hint)
        if found.has_errors:
            raise self._unplayable(found)

    @property
    def _source(self) -> Document:
        return self.document or Document(self.title, "", {})

    def _unplayable(self, found: Diagnostics) -> ConfigError:
        return _unplayable(self._source.name, found)

    def missed(self, model: Model, invariants: Sequence[Invariant] = ()) -> tuple[LangText, ...]:
        """What came otherwise than it should, nothing where all is well.

        Args:
            model: The playbook as a model, which begins when the story does.

            invariants: What must hold besides.

        Raises:
            ConfigError: It names something that the playbook does not have.
        """
        self.check(model)
        played = play(model, self.story, invariants)
        if played.broken is not None:
            return (played.broken.what,)
        return tuple(self.then.missed(played))

    def as_toml(self) -> str:
        """The file."""
        told = self.story.as_data()
        head = {"story": self.title, "playbook": self.playbook, "start": self.start, "given": told["given"]}
        then = self.then.as_data()
        return tomli_w.dumps({**head, "when": told["when"], **({"then": then} if then else {})})


def read_scenario(path: str | PathLike[str]) -> Scenario:
    """The story in the file at *path*.

    Raises:
        ConfigError: It cannot be read, or something in it is wrong; every defect is told with its place.
    """
    document = read_toml(Path(path).read_bytes(), name=str(path)) if Path(path).is_file() else None
    if document is None:
        raise ConfigError(f"there is no file {path}")
    found = Diagnostics()
    scenario = _scenario(document, found)
    if found.has_errors or scenario is None:
        raise _unplayable(str(path), found)
    return scenario


def _unplayable(name: str, found: Diagnostics) -> ConfigError:
    errors = [diagnostic for diagnostic in found if diagnostic.level == "error"]
    return ConfigError(f"{name}: {len(errors)} defect(s) keep this story from being played", errors)


def _scenario(document: Document, found: Diagnostics) -> Scenario | None:
    root = Table(document, (), document.data, found)
    title, playbook = root.text("story"), root.text("playbook", REFERENCE)
    bare = root.choice("given", ("sound", "bare"), "sound") == "bare"
    start = root.raw("start")
    if start is not None and not (isinstance(start, dt.datetime) and start.tzinfo is not None):
        root.error(
            "start", "wrong-type", f"'start' takes a moment with its zone, not {_written(start)!r}",
            hint="2026-06-30T09:00:00+08:00, without quotes",
        )  # fmt: skip
        return None
    rows = root.rows("when")
    if not rows and not found.has_errors:
        root.error(
            "when", "missing-key", "a story without steps: there is nothing to play",
            hint='[[when]] with do = "open", process = "deal", by = "li"',
        )  # fmt: skip
    steps = tuple(step for row in rows if (step := _step(row, found)) is not None)
    then = _expected(root.table("then"))
    root.finish()
    return Scenario(
        title=title,
        playbook=_beside(playbook, document.name),
        story=Story(steps=steps, bare=bare),
        then=then,
        start=start or START,
        document=document,
    )


def _beside(playbook: str, file: str) -> str:
    if playbook.startswith("medsales:"):
        return playbook
    return str(Path(file).parent / playbook)


def _step(row: Table, found: Diagnostics) -> Step | None:
    try:
        return step_from_data(_plain(row.data))
    except MedsalesError as problem:
        key = problem.key if isinstance(problem, StepRefused) else ("do",)
        found.error(row.document, (*row.path, *key), "bad-step", problem.message, hint=problem.hint)
        return None


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """TOML's own days and times are taken as well as texts."""
    return {
        name: _plain(value) if isinstance(value, dict) else _written(value) for name, value in data.items()
    }


def _written(value: Any) -> Any:
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def _expected(table: Table) -> Expected:
    lacks, objections = table.texts("lacks"), table.texts("objections")
    then = Expected(
        answer=table.choice("answer", _ANSWERS, "") or "",
        lacks=lacks if "lacks" in table.data else None,
        objections=objections if "objections" in table.data else None,
        stage=table.text("stage", ""),
        status=table.choice("status", tuple(map(str, Status)), "") or "",
    )
    table.finish()
    return then
