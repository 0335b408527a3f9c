"""``medsales verify``: whether a store is as it was written."""

import json as reading
import os
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from medsales_core.cli.common import Json, Lang, StoreOption, registry
from medsales_core.cli.exits import FOUND, OK
from medsales_core.cli.output import bar, print_json, say
from medsales_core.errors import ValueRefused
from medsales_core.ports.flaw import Flaw
from medsales_core.ports.head import Head
from medsales_core.ports.proof import Proof
from medsales_core.ports.proof import verify as verify_ledger
from medsales_core.text import LangText, text

__all__ = ["verify"]

_READING = text("events verified", "已核验事件")
_MORE = text("... and {count} more; --top 0 lists all", "……另有{count}处，--top 0 列出全部")
_NO_HEAD = text(
    "held against no head that was kept elsewhere: missing last events, or a ledger rewritten as a whole, would not show",
    "未与另存的末尾凭据比对：末尾缺失的事件或整体重写的账本无法发现",
)


def verify(
    *,
    store: StoreOption,
    head: Annotated[
        Path | None,
        Parameter(help="Hold the store against the head in this file, written earlier by `--write-head`."),
    ] = None,
    write_head: Annotated[
        Path | None, Parameter(help="Write the head here if nothing is wrong; may be the file of `--head`.")
    ] = None,
    top: Annotated[int, Parameter(help="How many flaws to print; 0 for all.")] = 20,
    json: Json = False,
    lang: Lang = "en",
) -> int:
    """Prove that no event of a store was changed, left out, put in or moved since it was written.

    Keep the head where nobody who can write to the store can change it: on another machine, or in the mail of an
    auditor. Only with such a head does it show that the last events are missing, or that all was written anew.

    Exits with 1 if something is wrong.

    Example: `medsales verify --store deals.db --head 2026-03.json --write-head 2026-04.json`
    """
    kept = None if head is None else _read(head)
    if top < 0:
        raise ValueRefused("--top is a number from 0")
    with (
        registry().open_store(store, create=False) as opened,
        bar(_READING, lang, opened.head().position) as progress,
    ):
        proof = verify_ledger(opened, kept, progress=progress)
    if write_head is not None and proof.is_whole:
        _write(write_head, proof.head)
    if json:
        print_json(proof.as_dict())
    else:
        _tell(proof, top, lang)
        if write_head is not None:
            say(str(write_head) if proof.is_whole else _unwritten(write_head).pick(lang))
    return OK if proof.is_whole else FOUND


def _tell(proof: Proof, top: int, lang: str) -> None:
    """The proof in a few lines, the first place first."""
    flaws, position = len(proof.flaws) + proof.more, proof.head.position
    if not proof.is_whole:
        say(
            text(
                f"{proof.events} events; flaws: {flaws}, the first at position {proof.flaws[0].position}",
                f"共{proof.events}个事件，{flaws}处问题，首处在位置{proof.flaws[0].position}",
            ).pick(lang)
        )
        shown = proof.flaws[: top or None]
        for flaw in shown:
            say(f"  ✗ {_place(flaw).pick(lang)}{flaw.message.pick(lang)}")
        if flaws > len(shown):
            say(f"  {_MORE.format(count=str(flaws - len(shown))).pick(lang)}")
        say(_rest(proof).pick(lang))
        return
    say(
        text(
            f"{proof.events} events, each follows the one before it; head {position} {proof.head.hash}",
            f"共{proof.events}个事件，逐一衔接；末尾凭据：{position} {proof.head.hash}",
        ).pick(lang)
    )
    held = proof.against
    if held is None:
        say(_NO_HEAD.pick(lang))
    else:
        say(
            text(
                f"all up to position {held.position} is as it was when the head was kept",
                f"位置{held.position}及之前的内容与另存末尾凭据时一致",
            ).pick(lang)
        )


def _place(flaw: Flaw) -> LangText:
    if not flaw.stream:
        return text(f"position {flaw.position}: ", f"位置{flaw.position}：")
    return text(
        f"position {flaw.position} ({flaw.stream}, version {flaw.version}): ",
        f"位置{flaw.position}（{flaw.stream}，版本{flaw.version}）：",
    )


def _rest(proof: Proof) -> LangText:
    """Whether what comes after the last break follows on."""
    start, end = proof.follows_from, proof.head.position
    if start > end:
        return text("no event after that follows on", "此后没有衔接的事件")
    if start == 1:
        return text("every event follows the one before it", "每个事件都与前一事件衔接")
    return text(
        f"from position {start} to {end} every event follows the one before it",
        f"位置{start}至{end}逐一衔接",
    )


def _unwritten(file: Path) -> LangText:
    return text(f"{file} was not written: the store is not whole", f"未写入{file}：存储不完整")


def _read(file: Path) -> Head:
    try:
        return Head.from_data(reading.loads(file.read_text("utf-8")))
    except OSError as problem:
        raise ValueRefused(f"{file} cannot be read: {problem.strerror or problem}") from problem
    except ValueRefused as problem:
        problem.where = str(file)
        raise
    except (ValueError, RecursionError) as problem:
        raise ValueRefused(f"{file} is no JSON", hint="name a file that --write-head wrote") from problem


def _write(file: Path, head: Head) -> None:
    """Put *head* in place of what is there, whole or not at all: it may be the only one there is."""
    beside = file.with_name(f"{file.name}.new")
    try:
        beside.write_text(f"{reading.dumps(head.as_dict(), indent=2)}\n", encoding="utf-8", newline="\n")
        os.replace(beside, file)
    except OSError as problem:
        raise ValueRefused(f"{file} cannot be written: {problem.strerror or problem}") from problem
