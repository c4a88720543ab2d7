"""Where the build's files lie."""

from __future__ import annotations

import platform
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "android_demo"
APP = DEMO / "app"
CORE = DEMO / "core"
BUILD = DEMO / "build"
TOOLS = BUILD / "tools"

CATALOGUE = ROOT / "gradle" / "libs.versions.toml"
BUNDLES = ROOT / "edge_runtime" / "bundles"

NAMESPACE = "edge.deepfake.app"
"""Package of the app's classes and of R."""

APPLICATION_ID = "edge.deepfake.scan"
"""Name under which a phone installs the app."""

ABIS = ("arm64-v8a", "armeabi-v7a", "x86_64")
"""Processors with an APK of their own; the universal one has them all."""

ANDROID_JAR = TOOLS / "android-all.jar"
AAPT2 = TOOLS / ("aapt2.exe" if platform.system() == "Windows" else "aapt2")
FRAMEWORK = TOOLS / "android-framework.jar"
APP_JAR = APP / "build" / "maven" / "app.jar"
CLASSPATH = APP / "build" / "maven" / "classpath"
"""What the APK has beside the app's own classes, as Maven leaves it."""

AARS = DEMO / "tflite" / "build" / "maven" / "aars"


def bundle_folder() -> Path:
    """Folder of the bundle that the app carries: the one that bundles/DEFAULT names."""
    return BUNDLES / (BUNDLES / "DEFAULT").read_text(encoding="utf-8").strip()
