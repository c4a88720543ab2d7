"""Stores the screenshots that the README shows."""

from __future__ import annotations

import shutil
from pathlib import Path

from android_demo.packaging.layout import APP, DEMO

DRAWN = APP / "build" / "maven" / "screenshots"
"""Folder to which ScreenshotTest writes."""

KEPT = DEMO / "screenshots"
LOOKS = ("light", "dark")


def keep_screenshots() -> list[Path]:
    """Replace the stored screenshots by those of the last test run (light and dark theme)."""
    drawn = sorted(file for look in LOOKS for file in DRAWN.glob(f"*-{look}.png"))
    shutil.rmtree(KEPT, ignore_errors=True)
    KEPT.mkdir()
    return [Path(shutil.copy(file, KEPT)) for file in drawn]
