"""Builds, tests and checks the app without an SDK: ``python3 -m android_demo.packaging``.

It needs Python 3.10, JDK 17 and Maven; everything else comes from Maven Central. It writes to
android_demo/build: deepfake-scan.apk (for every processor), deepfake-scan-<abi>.apk, and
deepfake-scan-benchmark.apk, whose benchmark other programs may start.
"""

from __future__ import annotations

import argparse
import os
import sys

from android_demo.packaging.build import build
from android_demo.packaging.failure import BuildError
from android_demo.packaging.layout import ROOT
from android_demo.packaging.machine import missing_tools
from android_demo.packaging.screenshots import keep_screenshots


def main(arguments: list[str]) -> int:
    """Run every step of the build.

    Returns:
        0 if every step succeeded, or if a tool is missing and CI is not set; otherwise 1.
    """
    parser = argparse.ArgumentParser(prog="android_demo.packaging", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="pack only: no tests, no lint")
    parser.add_argument(
        "--screenshots", action="store_true", help="store the screenshots that the tests drew"
    )
    options = parser.parse_args(arguments)
    if missing := missing_tools():
        in_ci = os.environ.get("CI") == "true"
        print(f"{'error' if in_ci else 'SKIPPED'}: the Android app: {missing}", file=sys.stderr)
        return int(in_ci)
    try:
        apks = build(options.quick)
    except BuildError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    if options.screenshots:
        print(f"{len(keep_screenshots())} screenshots stored")
    for apk in apks:
        print(f"{apk.relative_to(ROOT)}: {apk.stat().st_size / 1024**2:.1f} MiB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
