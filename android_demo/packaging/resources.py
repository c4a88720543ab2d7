"""Resources, manifest and assets to a first APK, and R.java."""

from __future__ import annotations

import shutil
from pathlib import Path

from android_demo.packaging.layout import (
    AAPT2,
    APP,
    APPLICATION_ID,
    BUILD,
    FRAMEWORK,
    bundle_folder,
)
from android_demo.packaging.manifest import write_manifest
from android_demo.packaging.program import run

COMPILED = BUILD / "resources" / "compiled.zip"
GENERATED = BUILD / "generated"
"""R.java; app/pom.xml compiles it with the app."""

KEEP_RULES = BUILD / "resources" / "keep.pro"
MANIFEST = APP / "src" / "main" / "AndroidManifest.xml"


def compile_resources() -> None:
    """Compile app/src/main/res.

    Raises:
        BuildError: If aapt2 finds a mistake.
    """
    shutil.rmtree(COMPILED.parent, ignore_errors=True)
    COMPILED.parent.mkdir(parents=True)
    resources = APP / "src" / "main" / "res"
    run([AAPT2, "compile", "--dir", resources, "-o", COMPILED], "compiling resources")


def link_resources(
    variant: str, overlay: Path | None, versions: dict[str, str], name: str, code: int
) -> Path:
    """Link a variant's APK without code: its manifest, resources, and the bundle as assets.

    Models are stored, not compressed, so that they can be mapped into memory.

    Args:
        variant: Word for the file name.
        overlay: Manifest of the build type, if it has one.
        versions: The catalogue's.
        name: Version of the app for people.
        code: Version of the app for Android.

    Returns:
        Path of that APK.

    Raises:
        BuildError: If aapt2 finds a mistake.
    """
    manifest = BUILD / "resources" / variant / "AndroidManifest.xml"
    write_manifest(MANIFEST, overlay, versions, manifest)
    target = BUILD / "resources" / f"{variant}.apk"
    run(
        [
            *(AAPT2, "link", "-I", FRAMEWORK, "--manifest", manifest, "-o", target, COMPILED),
            *("--rename-manifest-package", APPLICATION_ID),
            *("--version-name", name, "--version-code", str(code)),
            *("--java", GENERATED, "--proguard", KEEP_RULES, "--no-proguard-location-reference"),
            *("-A", bundle_folder(), "-0", "tflite"),
        ],
        "linking resources",
    )
    return target
