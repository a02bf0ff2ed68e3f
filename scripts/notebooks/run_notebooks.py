"""Executes notebooks under the tslab kernel and fails when a cell fails.

    .venv/bin/python scripts/notebooks/run_notebooks.py --output build/notebooks notebooks/*.ipynb

The environment (FLEETLAB_BUDGET among it) reaches the kernels. The executed copy of a notebook is written to the output
folder only when every cell passed; one that failed leaves what is there untouched, and so does one whose outputs say what those
there say (see outputs.py).
Exit code: 0 every notebook passed, 1 a cell failed, 2 bad input, 130 interrupted.

tslab needs more care than nbclient alone gives: a failed cell is told only by the status of its reply, with the error on
stderr; a cell behind it is "aborted", which nbclient lets pass; and an unhandled rejection is printed after the cell has
ended well, when nobody listens any more.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import signal
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, DeadKernelError
from outputs import lasting_outputs, same_notebook

KERNEL = "tslab"
#: What tslab prints for an error that no cell awaited.
UNHANDLED = re.compile(r"(?:UnhandledPromiseRejection|UncaughtException): ?")
#: A compiler's message as tslab prints it: "line:column - text".
DIAGNOSTIC = re.compile(r"(?:\S+ )?\d+:\d+ - ")
#: The line of a printed error that names it.
ERROR_LINE = re.compile(r"^\w*Error\b.*", re.MULTILINE)
#: Runs behind the last cell, so that a rejection it left behind still has time to be reported.
LAST_WORDS = "await new Promise((resolve) => setTimeout(resolve, 200));"
#: A long cell says so this often, in s.
HEARTBEAT = 20


class CellFailed(Exception):
    """A cell failed; the message is the one line to print."""


class KernelDied(CellFailed):
    """The kernel died of a cell; what it wrote to its own stderr may say why."""


@dataclass
class Listener:
    """What the kernel wrote to stderr, by the request that was the last one when it wrote."""

    writes: dict[str, list[str]] = field(default_factory=dict)

    def hear(self, message: dict) -> None:
        if message["msg_type"] == "stream" and message["content"]["name"] == "stderr":
            parent = message["parent_header"].get("msg_id", "")
            self.writes.setdefault(parent, []).append(message["content"]["text"])

    def unhandled(self) -> tuple[str, str] | None:
        """(request, error) of the first rejection that nobody handled."""
        for parent, texts in self.writes.items():
            for text in texts:
                if found := UNHANDLED.match(text):
                    return parent, f"unhandled rejection: {first_line(text[found.end():])}"
        return None


def shown(path: Path) -> str:
    """The path as messages show it: from here, where it lies below."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "no message")


def error_of(writes: list[str]) -> str:
    """First line of the error among a failed cell's writes to stderr; warnings may stand before it."""
    if not writes:
        return "the kernel gave no message"
    if DIAGNOSTIC.match(writes[-1]):
        return first_line(next(text for text in writes if DIAGNOSTIC.match(text)))
    named = ERROR_LINE.search(writes[-1])  # the thrown line and a caret may stand before it
    return named.group() if named else first_line(writes[-1])


class Runner:
    """One notebook, one kernel."""

    def __init__(self, path: Path, timeout: int) -> None:
        self.path = path
        self.notebook = nbformat.read(path, as_version=4)
        self.count = len(self.notebook.cells)
        self.listener = Listener()
        self.cell_of: dict[str, int] = {}
        self.reply: dict = {}
        self.client = NotebookClient(
            self.notebook,
            kernel_name=KERNEL,
            timeout=timeout,
            allow_errors=True,  # this class judges the replies
            on_cell_executed=self.note_reply,
            record_timing=False,
            coalesce_streams=True,
            shutdown_kernel="immediate",
            resources={"metadata": {"path": str(path.parent.resolve())}},
        )

    async def execute(self) -> None:
        """Runs every cell; raises CellFailed at the first one that fails."""
        client = self.client
        client.create_kernel_manager()
        self.notebook.cells.append(nbformat.v4.new_code_cell(LAST_WORDS))
        # A kernel that is asked something before all its sockets are bound complains, and is asked again: that is nobody's failure.
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints:
            try:
                await client.async_start_new_kernel(stderr=complaints)
                await client.async_start_new_kernel_client()
                self.tap_messages()
                for index, cell in enumerate(self.notebook.cells):
                    if cell.cell_type == "code" and cell.source.strip():
                        await self.execute_cell(index, cell)
            except (RuntimeError, KernelDied):
                complaints.seek(0)
                sys.stderr.write(complaints.read())
                raise
            finally:
                self.notebook.cells.pop()
                if client.km is not None:
                    await client._async_cleanup_kernel()

    async def execute_cell(self, index: int, cell) -> None:
        heartbeat = asyncio.ensure_future(self.beat(index))
        try:
            await self.client.async_execute_cell(cell, index, execution_count=self.client.code_cells_executed + 1)
        except TimeoutError:
            raise CellFailed(f"{self.place(index)}: took longer than {self.client.timeout} s") from None
        except DeadKernelError:
            if asyncio.current_task().cancelling():  # nbclient takes being cancelled for a dead kernel
                raise asyncio.CancelledError from None
            raise KernelDied(f"{self.place(index)}: the kernel died") from None
        finally:
            heartbeat.cancel()
        if unhandled := self.listener.unhandled():
            request, error = unhandled
            raise CellFailed(f"{self.place(self.cell_of.get(request, index))}: {error}")
        if self.reply["content"]["status"] != "ok":
            writes = self.listener.writes.get(self.reply["parent_header"]["msg_id"], [])
            raise CellFailed(f"{self.place(index)}: {error_of(writes)}")

    def tap_messages(self) -> None:
        """Lets the listener hear every message, also those of requests that nbclient has done with."""
        channel = self.client.kc.iopub_channel
        get_message = channel.get_msg

        async def get_and_hear(*args, **kwargs):
            message = await get_message(*args, **kwargs)
            self.listener.hear(message)
            return message

        channel.get_msg = get_and_hear

    def note_reply(self, cell, cell_index: int, execute_reply: dict) -> None:
        self.cell_of[execute_reply["parent_header"]["msg_id"]] = cell_index
        self.reply = execute_reply

    def place(self, index: int) -> str:
        return f"{shown(self.path)}: cell {min(index + 1, self.count)} of {self.count}"

    async def beat(self, index: int) -> None:
        started = time.monotonic()
        while True:
            await asyncio.sleep(HEARTBEAT)
            say(f"{self.place(index)} runs, {time.monotonic() - started:.0f} s")


def say(line: str) -> None:
    print(line, flush=True)


def strip(notebook) -> None:
    """Removes what changes from run to run although nothing else has."""
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        for name in ("execution", "ExecuteTime", "collapsed", "scrolled"):
            cell.metadata.pop(name, None)
        if cell.cell_type == "code":
            cell.outputs = lasting_outputs(cell)


def is_written(notebook, path: Path) -> bool:
    """Whether `path` holds the notebook with outputs that say the same."""
    try:
        return same_notebook(nbformat.read(path, as_version=4), notebook)
    except Exception:  # missing, or whatever a damaged file makes the reader throw
        return False


def write_notebook(notebook, path: Path) -> None:
    """Writes to a temporary name beside `path`, then renames."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(nbformat.writes(notebook).rstrip("\n") + "\n")
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


async def run_one(path: Path, output: Path | None, timeout: int, slots: asyncio.Semaphore) -> bool:
    async with slots:
        started = time.monotonic()
        say(f"{shown(path)}: starts")
        try:
            runner = Runner(path, timeout)
            await runner.execute()
        except CellFailed as failure:
            print(f"FAILED {failure}", file=sys.stderr, flush=True)
            return False
        except (CellControlSignal, RuntimeError, OSError) as failure:
            print(f"FAILED {shown(path)}: {first_line(str(failure))}", file=sys.stderr, flush=True)
            return False
        strip(runner.notebook)
        if output is not None and not is_written(runner.notebook, output / path.name):
            write_notebook(runner.notebook, output / path.name)
        say(f"{shown(path)}: {len(runner.notebook.cells)} cells passed in {time.monotonic() - started:.1f} s")
        return True


async def run_all(paths: list[Path], output: Path | None, timeout: int, jobs: int) -> int:
    slots = asyncio.Semaphore(jobs)
    tasks = [asyncio.ensure_future(run_one(path, output, timeout, slots)) for path in paths]
    interrupted = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, interrupted.set)
    waiting = asyncio.ensure_future(interrupted.wait())
    everything = asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.wait([everything, waiting], return_when=asyncio.FIRST_COMPLETED)
    if interrupted.is_set():
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        print("interrupted: the kernels are stopped, unfinished notebooks are as they were", file=sys.stderr)
        return 130
    waiting.cancel()
    results = await everything
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return 0 if all(results) else 1


def bad_input(line: str) -> None:
    print(line, file=sys.stderr)
    sys.exit(2)


def main() -> None:
    parser = argparse.ArgumentParser(description="Execute notebooks under the tslab kernel; fail when a cell fails.")
    parser.add_argument("notebooks", nargs="+", type=Path)
    parser.add_argument("--output", type=Path, help="folder for the executed notebooks (default: they aren't written)")
    parser.add_argument("--timeout", type=int, default=600, help="most seconds a cell may take (default: %(default)s)")
    parser.add_argument("--jobs", type=int, default=2, help="notebooks at once (default: %(default)s)")
    options = parser.parse_args()
    if options.timeout < 1 or options.jobs < 1:
        bad_input("--timeout and --jobs must be whole numbers of at least 1")
    for path in options.notebooks:
        try:
            nbformat.validate(nbformat.read(path, as_version=4))
        except FileNotFoundError:
            bad_input(f"{shown(path)}: no such notebook; give paths of .ipynb files")
        except Exception as error:  # whatever a damaged file makes the reader throw
            bad_input(f"{shown(path)}: not a readable notebook ({first_line(str(error))}); restore it from version control")
    sys.exit(asyncio.run(run_all(options.notebooks, options.output, options.timeout, options.jobs)))


if __name__ == "__main__":
    main()
