"""Paths and names of the build."""

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
"""Application id of the app on a phone."""

ABIS = ("arm64-v8a", "armeabi-v7a", "x86_64")
"""Processors that have an APK of their own. The universal APK supports all of them."""

ANDROID_JAR = TOOLS / "android-all.jar"
AAPT2 = TOOLS / ("aapt2.exe" if platform.system() == "Windows" else "aapt2")
FRAMEWORK = TOOLS / "android-framework.jar"
APP_JAR = APP / "build" / "maven" / "app.jar"
CLASSPATH = APP / "build" / "maven" / "classpath"
"""Folder to which Maven copies the jars of the app's dependencies."""

AARS = DEMO / "tflite" / "build" / "maven" / "aars"


def bundle_folder() -> Path:
    """Folder of the default bundle, which the app contains."""
    return BUNDLES / (BUNDLES / "DEFAULT").read_text(encoding="utf-8").strip()
