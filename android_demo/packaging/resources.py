"""Compiles resources, manifest and assets into an APK without code, and writes R.java."""

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
"""Folder of R.java, which app/pom.xml compiles with the app."""

KEEP_RULES = BUILD / "resources" / "keep.pro"
MANIFEST = APP / "src" / "main" / "AndroidManifest.xml"


def compile_resources() -> None:
    """Compile app/src/main/res.

    Raises:
        BuildError: If aapt2 reports an error.
    """
    shutil.rmtree(COMPILED.parent, ignore_errors=True)
    COMPILED.parent.mkdir(parents=True)
    resources = APP / "src" / "main" / "res"
    run([AAPT2, "compile", "--dir", resources, "-o", COMPILED], "compiling resources")


def link_resources(
    variant: str, overlay: Path | None, versions: dict[str, str], name: str, code: int
) -> Path:
    """Link a variant's APK without code: its manifest, its resources, and the bundle as assets.

    Models are not compressed, so that they can be mapped into memory.

    Args:
        variant: Name of the variant, used as file name.
        overlay: Manifest of the build type, if it has one.
        versions: Versions of the catalogue.
        name: Version name of the app.
        code: Version code of the app.

    Returns:
        Path of the APK.

    Raises:
        BuildError: If aapt2 reports an error.
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
