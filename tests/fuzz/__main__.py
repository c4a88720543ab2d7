"""``python -m tests.fuzz TARGET``: fuzz with atheris, a libFuzzer for Python (`make fuzz`)."""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["edge_runtime", "PIL", "pillow_heif", "python_multipart"]):
    import pillow_heif
    from PIL import (  # noqa: F401 - imported here to be instrumented
        AvifImagePlugin,
        BmpImagePlugin,
        GifImagePlugin,
        JpegImagePlugin,
        PngImagePlugin,
        TiffImagePlugin,
        WebPImagePlugin,
    )

    from tests.fuzz.targets import TARGETS

    pillow_heif.register_heif_opener()

from tests.fuzz.seeds import seeds

FOUND = Path(__file__).with_name("found")
BUILD = Path(__file__).parents[2] / "build" / "fuzz"


def main() -> None:
    """Fuzz until the time is over or something is found, which is then kept in ``found``."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=60, metavar="S", help="how long (60)")
    given = parser.parse_args()
    corpus, found = BUILD / given.target, FOUND / given.target
    found.mkdir(parents=True, exist_ok=True)
    _sow(corpus, given.target)
    options = {
        "artifact_prefix": f"{found}/",
        "max_len": 20_000,
        "max_total_time": given.seconds,
        "rss_limit_mb": 2048,
        "timeout": 20,
    }
    flags = [f"-{name}={value}" for name, value in options.items()]
    atheris.Setup([sys.argv[0], *flags, str(corpus), str(found)], TARGETS[given.target])
    atheris.Fuzz()


def _sow(corpus: Path, target: str) -> None:
    corpus.mkdir(parents=True, exist_ok=True)
    for data in seeds()[target]:
        (corpus / hashlib.sha256(data).hexdigest()).write_bytes(data)


if __name__ == "__main__":
    main()
