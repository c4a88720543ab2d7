"""``edge-runtime camera``: live verdicts on a camera's picture, until Ctrl-C."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any, TypeAlias

from edge_runtime.cli import exit_codes
from edge_runtime.cli.options import add_engine_options, engine_options, positive
from edge_runtime.errors import CameraError

if TYPE_CHECKING:
    from edge_runtime.camera.camera_loop import CameraLoop
    from edge_runtime.camera.frame import CameraFrame
    from edge_runtime.types import RgbImage

    Show: TypeAlias = Callable[[RgbImage, CameraFrame], bool]

SIZE = (1280, 720)


def add(verbs: Any) -> None:
    """Add the verb to argparse's subparsers."""
    parser = verbs.add_parser("camera", help="judge what a camera sees", description=__doc__)
    parser.add_argument(
        "--source",
        default="0",
        help="number or device file of a camera, picamera, rtsp:// or http:// address, or a video"
        " file (default: 0)",
    )
    parser.add_argument(
        "--size", type=_size, default=SIZE, metavar="WxH", help="of the camera (default: 1280x720)"
    )
    parser.add_argument("--headless", action="store_true", help="JSON lines instead of a window")
    parser.add_argument("--frames", type=positive, metavar="N", help="end after N judged frames")
    add_engine_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Judge frames until the source, the user or ``--frames`` ends it."""
    try:
        return _run(arguments)
    except CameraError as error:
        print(f"edge-runtime: {error}", file=sys.stderr)
        return exit_codes.SOME_FAILED


def _run(arguments: argparse.Namespace) -> int:
    from edge_runtime.camera.camera_loop import CameraLoop
    from edge_runtime.camera.newest_frame import NewestFrame
    from edge_runtime.camera.processor_heat import HeatSensor
    from edge_runtime.camera.source import open_source
    from edge_runtime.scan.scanner import Scanner

    with ExitStack() as stack:
        scanner = stack.enter_context(Scanner.open(arguments.bundle, engine_options(arguments)))
        show = _show(arguments.headless, stack)
        source = open_source(arguments.source, arguments.size)
        frames = stack.enter_context(NewestFrame(source))
        summary = _Summary()
        stack.callback(summary.tell)
        with suppress(KeyboardInterrupt):
            _watch(CameraLoop(scanner, frames, HeatSensor()), show, arguments.frames, summary)
    return exit_codes.OK


class _Summary:
    """Messages at the end, and when throttling begins or ends."""

    def __init__(self) -> None:
        self._last: CameraFrame | None = None
        self._slowing: tuple[str, ...] = ()

    def add(self, frame: CameraFrame) -> None:
        if frame.heat.slowing != self._slowing:
            self._slowing = frame.heat.slowing
            _tell_slowing(frame)
        self._last = frame

    def tell(self) -> None:
        if self._last is None:
            print("edge-runtime: no frame was judged", file=sys.stderr)
            return
        judged, seconds = self._last.number + 1, self._last.seconds
        frames = "1 frame" if judged == 1 else f"{judged} frames"
        told = f"{frames} judged in {seconds:.1f} s, {self._last.dropped} passed over"
        print(f"edge-runtime: {told}", file=sys.stderr)


def _watch(watch: CameraLoop, show: Show, most: int | None, summary: _Summary) -> None:
    for rgb, frame in watch:
        summary.add(frame)
        if not show(rgb, frame) or frame.number + 1 == most:
            return


def _tell_slowing(frame: CameraFrame) -> None:
    from edge_runtime.camera.overlay import SLOWING_WORDS

    words = ", ".join(SLOWING_WORDS[slowing] for slowing in frame.heat.slowing)
    heat = "" if frame.heat.celsius is None else f" at {frame.heat.celsius:.0f} °C"
    told = f"the processor is slowed down{heat}: {words}" if words else "full speed again"
    print(f"edge-runtime: {told}", file=sys.stderr)


def _show(headless: bool, stack: ExitStack) -> Show:
    from edge_runtime.camera.window import Window, has_display

    if headless:
        return _print
    if not has_display():
        print("edge-runtime: no display: JSON lines instead of a window", file=sys.stderr)
        return _print
    from edge_runtime.camera.overlay import draw_overlay

    window = Window()
    stack.callback(window.close)
    return lambda rgb, frame: window.show(draw_overlay(rgb, frame))


def _print(_: RgbImage, frame: CameraFrame) -> bool:
    print(json.dumps(frame.to_json(), allow_nan=False), flush=True)
    return True


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return positive(width), positive(height)
