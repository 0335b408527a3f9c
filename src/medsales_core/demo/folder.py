"""The folder of a demo: marked as synthetic, started over by the next run, and never one that holds other things."""

from pathlib import Path
from typing import Final

from medsales_core.errors import ValueRefused

__all__ = ["MARKER", "Folder"]

#: The file that says what the folder is; its list names what a next run may replace.
MARKER: Final = "SYNTHETIC.md"
#: What a store may leave beside its file.
_BESIDE: Final = ("", "-wal", "-shm", "-journal")
_HEAD: Final = """\
# SYNTHETIC DATA / 合成数据

Everything in this folder was made up by `medsales demo`: every customer, person, price and deal.
Nothing here is about anybody who exists.
The next run into this folder starts over: it replaces the files named below and leaves all others alone.

本文件夹的全部内容由 `medsales demo` 虚构生成：客户、人员、价格与商机均不存在。
再次运行将重新开始：替换下列文件，其他文件不受影响。

"""


class Folder:
    """Where one run of the demo writes.

    Args:
        path: The folder; it is made if it is not there.

    Raises:
        ValueRefused: It holds something that no demo wrote.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.written: list[Path] = []
        self._start_over()

    def _start_over(self) -> None:
        marker = self.path / MARKER
        if self.path.exists() and not self.path.is_dir():
            raise ValueRefused(
                f"{self.path} is a file, and the demo needs a folder", hint="name another folder"
            )
        if marker.is_file():
            for old in self._listed(marker):
                for ending in _BESIDE:
                    old.with_name(old.name + ending).unlink(missing_ok=True)
        elif self.path.is_dir() and any(self.path.iterdir()):
            raise ValueRefused(
                f"the folder {self.path} holds files that no demo wrote",
                hint="name an empty folder, or one that does not exist yet",
            )
        self.path.mkdir(parents=True, exist_ok=True)
        self._mark()

    def _listed(self, marker: Path) -> list[Path]:
        """The files of the run before; a line that leads out of the folder is not followed."""
        lines = marker.read_text("utf-8").splitlines()
        names = [line.removeprefix("- ") for line in lines if line.startswith("- ")]
        home = self.path.resolve()
        found = [self.path / name for name in names]
        return [path for path in found if home in path.resolve().parents]

    def _mark(self) -> None:
        """Write down what is written: at once, so that a run that is broken off can be started over too."""
        names = sorted(path.relative_to(self.path).as_posix() for path in self.written)
        (self.path / MARKER).write_text(_HEAD + "".join(f"- {name}\n" for name in names), "utf-8")

    def write(self, name: str, content: bytes) -> Path:
        """Write the file *name*, which may lie in a folder below."""
        path = self.place(name)
        path.write_bytes(content)
        return path

    def place(self, name: str) -> Path:
        """Where something else will write the file *name*."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self.written.append(path)
        self._mark()
        return path
