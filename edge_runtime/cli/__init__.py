"""The command line tool ``edge-runtime``.

Each verb lives in its own file and imports what it needs when it runs, so that starting up costs
little more than the network itself.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from types import FrameType
from typing import NoReturn

from edge_runtime.cli import exit_codes
from edge_runtime.errors import EdgeRuntimeError, OutputError

VERBS = ("scan", "batch", "camera", "bundle", "doctor", "schema", "serve")
"""Each a module of this package."""

_OBJECTS_BETWEEN_COLLECTIONS = 50_000


class Terminated(KeyboardInterrupt):
    """SIGTERM came: files that are half written are to be removed, as after Ctrl-C."""


def run() -> NoReturn:
    """Run the tool as a process of its own, which starts and ends as fast as it can.

    It ends without taking networks and modules apart: that would cost a tenth of the time of one
    scan, and nothing is left to be written.
    """
    _start_light()
    signal.signal(signal.SIGTERM, _terminate)
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(BrokenPipeError):
            stream.flush()
    os._exit(code)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the tool.

    Args:
        argv: Arguments without the program's name; None for those of the process.

    Returns:
        One of `edge_runtime.cli.exit_codes`.
    """
    _write_any_name()
    try:
        words = sys.argv[1:] if argv is None else list(argv)
        arguments = _parser(words).parse_args(words, argparse.Namespace(argv=words))
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except SystemExit as stop:  # argparse: --help, or a usage error it has already explained
        return stop.code if isinstance(stop.code, int) else exit_codes.USAGE
    except OutputError as error:
        return _fail(str(error), exit_codes.USAGE)
    except EdgeRuntimeError as error:
        return _fail(str(error), exit_codes.BROKEN)
    except BrokenPipeError:
        _discard_stdout()
        return exit_codes.CLOSED_PIPE
    except OSError as error:
        return _fail(str(error), exit_codes.USAGE)
    except Terminated:
        return _fail("terminated", exit_codes.TERMINATED)
    except KeyboardInterrupt:
        return _fail("interrupted", exit_codes.INTERRUPTED)
    return code


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """Of the verb that comes first; of all where none does, as for ``--help``."""
    parser = argparse.ArgumentParser(
        prog="edge-runtime",
        description="Tell whether pictures are real or deepfake / AI-generated, on this machine.",
        epilog="Exit codes: 0 all scanned, 1 some file failed, 2 usage, 3 bundle or engine broken.",
    )
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
    for verb in words[:1] if words[:1] and words[0] in VERBS else VERBS:
        import_module(f"edge_runtime.cli.{verb}").add(verbs)
    return parser


def _fail(message: str, code: int) -> int:
    print(f"edge-runtime: {message}", file=sys.stderr)
    return code


def _write_any_name() -> None:
    """A character that the terminal's encoding lacks is escaped instead of raising."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _start_light() -> None:
    """Spare what importing NumPy and others would spend in vain.

    OpenBLAS starts a thread per processor, for which nothing here has work; the collector looks
    through new modules time and again, which are no garbage.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)


def _terminate(_: int, __: FrameType | None) -> NoReturn:
    """The next one ends the process on the spot, as it would have without this."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    raise Terminated


def _discard_stdout() -> None:
    """Keep the interpreter from writing the rest to the closed pipe when it exits."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
