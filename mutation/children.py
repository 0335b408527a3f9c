"""Work done in forked children: each is one process, limited in time and memory, that answers in one line of JSON."""

import contextlib
import json
import os
import resource
import selectors
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any, Final, Generic, TypeVar

import attrs

__all__ = ["Answer", "Job", "run_all"]

About = TypeVar("About")
_MEMORY: Final = 3 << 30
_WALL: Final = 8
"""How much longer than its own time a child may take on a busy machine, before it is held for asleep."""


@attrs.frozen
class Job(Generic[About]):
    """What one child does.

    Args:
        about: Whom it is for.

        work: What it does; what it returns is JSON.

        seconds: How much CPU time it may take.
    """

    about: About
    work: Callable[[], Any]
    seconds: float


@attrs.frozen
class Answer(Generic[About]):
    """What came of a job: what its child said, or why it said nothing: ``timeout`` or ``crash``."""

    about: About
    said: Any
    died: str | None


@attrs.frozen
class _Child(Generic[About]):
    job: Job[About]
    pid: int
    pipe: int
    folder: str
    until: float
    heard: bytearray = attrs.field(factory=bytearray)


def run_all(jobs: Iterator[Job[About]], workers: int) -> Iterator[Answer[About]]:
    """Do *jobs* in as many children at once as there are *workers*; answers come as they are ready."""
    with selectors.DefaultSelector() as waiting:
        children: dict[int, _Child[About]] = {}
        try:
            while True:
                while len(children) < workers and (job := next(jobs, None)) is not None:
                    child = _fork(job)
                    children[child.pipe] = child
                    waiting.register(child.pipe, selectors.EVENT_READ)
                if not children:
                    return
                for pipe in _ready(waiting, children):
                    waiting.unregister(pipe)
                    yield _reaped(children.pop(pipe))
        finally:
            for child in children.values():
                _reaped(child)


def _ready(waiting: selectors.BaseSelector, children: dict[int, _Child[Any]]) -> list[int]:
    """The pipes of children that ended, or whose time is over."""
    left = min(child.until for child in children.values()) - time.monotonic()
    ended = []
    for key, _ in waiting.select(max(left, 0)):
        heard = os.read(key.fd, 1 << 20)
        children[key.fd].heard.extend(heard)
        if not heard:
            ended.append(key.fd)
    over = [pipe for pipe, child in children.items() if child.until <= time.monotonic()]
    return list(dict.fromkeys([*ended, *over]))


def _fork(job: Job[About]) -> _Child[About]:
    folder = tempfile.mkdtemp(prefix="mutant-")
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if not pid:
        os.close(reading)
        _be_a_child(job, writing, folder)
    os.close(writing)
    return _Child(job, pid, reading, folder, time.monotonic() + _WALL * job.seconds)


def _be_a_child(job: Job[Any], writing: int, folder: str) -> None:
    """Do the job and end; whatever happens, nothing of the parent's goes on in here."""
    status = 1
    try:
        os.setpgid(0, 0)
        os.environ["PYTEST_DEBUG_TEMPROOT"] = folder
        tempfile.tempdir = folder
        seconds = int(job.seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        quiet = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(quiet, stream)
        said = json.dumps(job.work()).encode()
        while said:
            said = said[os.write(writing, said) :]
        status = 0
    finally:
        os._exit(status)


def _reaped(child: _Child[About]) -> Answer[About]:
    late = child.until <= time.monotonic()
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    os.close(child.pipe)
    _, status = os.waitpid(child.pid, 0)
    shutil.rmtree(child.folder, ignore_errors=True)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0 and child.heard:
        return Answer(child.job.about, json.loads(child.heard), None)
    slow = late or (os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL))
    return Answer(child.job.about, None, "timeout" if slow else "crash")
