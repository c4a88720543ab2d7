"""The steps from sources to tested, signed APKs."""

from __future__ import annotations

import shutil
from pathlib import Path

from android_demo.packaging.apk import assemble
from android_demo.packaging.checks import check_apk
from android_demo.packaging.dex import DEX, RULES, shrink
from android_demo.packaging.layout import (
    AAPT2,
    AARS,
    ABIS,
    ANDROID_JAR,
    APP,
    APP_JAR,
    BUILD,
    BUNDLES,
    CATALOGUE,
    CLASSPATH,
    CORE,
    DEMO,
    FRAMEWORK,
    ROOT,
    bundle_folder,
)
from android_demo.packaging.lint import check_android, check_style
from android_demo.packaging.maven import maven
from android_demo.packaging.resources import KEEP_RULES, compile_resources, link_resources
from android_demo.packaging.robolectric import TARGET, write_test_config
from android_demo.packaging.signing import KEY, make_key, sign
from android_demo.packaging.step import step
from android_demo.packaging.toolbox import fetch_tools
from android_demo.packaging.versions import (
    project_version,
    read_versions,
    version_code,
    write_maven_config,
)

PYPROJECT = ROOT / "pyproject.toml"
PACKAGING = Path(__file__).parent
POMS = [DEMO / "pom.xml", *(DEMO / name / "pom.xml" for name in ("core", "app", "tflite"))]
COMPILED = [
    module / "build" / "maven" / part
    for module in (CORE, APP)
    for part in ("classes", "test-classes", "classpath")
]
"""Folders that are emptied before Maven runs, because it keeps outputs of deleted sources."""

OVERLAYS = {"release": None, "benchmark": APP / "src" / "benchmark" / "AndroidManifest.xml"}
LINKED = {variant: BUILD / "resources" / f"{variant}.apk" for variant in OVERLAYS}
MANIFEST = BUILD / "resources" / "release" / "AndroidManifest.xml"
RUNTIME = ROOT / "edge_runtime"
TESTED = [
    ROOT / "tests" / "golden",
    RUNTIME / "samples",
    RUNTIME / "result" / "result.schema.json",
    *sorted(RUNTIME.rglob("*.py")),
]
"""Files outside of android_demo that the tests read, apart from the bundle."""

OUTPUTS = {
    **{f"deepfake-scan-{abi}.apk": ("release", (abi,)) for abi in ABIS},
    "deepfake-scan.apk": ("release", ABIS),
    "deepfake-scan-benchmark.apk": ("benchmark", ABIS),
}
"""Variant and processors of each APK, by file name."""


def build(quick: bool) -> list[Path]:
    """Download tools, compile, test, check, pack and sign; steps that are up to date are skipped.

    Args:
        quick: Whether tests, style checks and lint are skipped.

    Returns:
        The APKs.

    Raises:
        BuildError: If a step fails.
    """
    versions = read_versions(CATALOGUE)
    write_maven_config(versions, DEMO)
    settings = [CATALOGUE, PYPROJECT, PACKAGING]
    sources = [CORE / "src", APP / "src"]
    toolbox = [CATALOGUE, DEMO / "pom.xml", DEMO / "toolbox" / "pom.xml", PACKAGING / "toolbox.py"]
    step("tools", toolbox, [AAPT2, FRAMEWORK, ANDROID_JAR], fetch_tools)
    _resources(versions, [*settings, APP / "src", BUNDLES / "DEFAULT", bundle_folder()])
    _code(quick, [*settings, *POMS, *sources, TARGET, *TESTED, bundle_folder()])
    if not quick:
        _checks(versions, settings)
    _pack(versions, settings)
    return [BUILD / file for file in OUTPUTS]


def _resources(versions: dict[str, str], inputs: list[Path]) -> None:
    name = project_version(PYPROJECT)

    def work() -> None:
        compile_resources()
        for variant, overlay in OVERLAYS.items():
            link_resources(variant, overlay, versions, name, version_code(name))
        write_test_config(LINKED["release"], MANIFEST)

    step("resources", inputs, [*LINKED.values(), KEEP_RULES, TARGET], work)


def _code(quick: bool, inputs: list[Path]) -> None:
    def work() -> None:
        for folder in COMPILED:
            shutil.rmtree(folder, ignore_errors=True)
        maven(DEMO, "package", *(["-DskipTests"] if quick else []))

    step("code" if quick else "code and tests", inputs, [APP_JAR], work)


def _checks(versions: dict[str, str], settings: list[Path]) -> None:
    rules = [DEMO / ".editorconfig", DEMO / "detekt.yml"]
    step("style", [*settings, CORE / "src", APP / "src", *rules], [], check_style)
    step(
        "lint",
        [*settings, APP / "src", APP / "lint.xml", MANIFEST, APP_JAR],
        [],
        lambda: check_android(versions, MANIFEST),
    )


def _pack(versions: dict[str, str], settings: list[Path]) -> None:
    code = [*settings, APP_JAR, CLASSPATH, ANDROID_JAR, RULES, KEEP_RULES]
    step("R8", code, [DEX / "classes.dex"], lambda: shrink(versions["min-sdk"]))
    make_key()

    def work() -> None:
        for file, (variant, abis) in OUTPUTS.items():
            unsigned, target = BUILD / "unsigned.apk", BUILD / file
            assemble(LINKED[variant], DEX, abis, unsigned)
            sign(unsigned, target, versions["min-sdk"])
            unsigned.unlink()
            check_apk(target, abis, versions, bench=variant == "benchmark")

    parts = [*settings, *LINKED.values(), DEX, AARS, KEY]
    step("APKs", parts, [BUILD / file for file in OUTPUTS], work)
