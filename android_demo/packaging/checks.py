"""Checks of a finished APK."""

from __future__ import annotations

import hashlib
import re
import struct
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from android_demo.packaging.failure import BuildError
from android_demo.packaging.layout import AAPT2, APPLICATION_ID, NAMESPACE, bundle_folder
from android_demo.packaging.program import run

PERMISSIONS = {"android.permission.CAMERA"}
"""All permissions of the app; the internet permission is not one of them."""

PAGE_BYTES = 16_384
WORD_BYTES = 4
MAX_BYTES = {"arm64-v8a": 12 * 1024 * 1024}


def check_apk(apk: Path, abis: Iterable[str], versions: dict[str, str], bench: bool) -> None:
    """Check badging, permissions, entry points, libraries, assets, layout and size.

    Args:
        apk: Signed APK.
        abis: Processors that the APK supports.
        versions: Versions of the catalogue.
        bench: Whether other programs may start the benchmark.

    Raises:
        BuildError: If a check fails; the message lists every problem.
    """
    abis = list(abis)
    badging = run([AAPT2, "dump", "badging", apk], "reading the APK")
    tree = run([AAPT2, "dump", "xmltree", apk, "--file", "AndroidManifest.xml"], "reading the APK")
    with zipfile.ZipFile(apk) as archive:
        names = archive.namelist()
        problems = [
            *_badging_problems(badging, versions, abis),
            *_bench_problems(tree, bench),
            *_library_problems(names, abis),
            *_asset_problems(archive),
            *_layout_problems(apk, archive),
        ]
    limit = MAX_BYTES.get(abis[0]) if len(abis) == 1 else None
    if limit is not None and apk.stat().st_size > limit:
        problems.append(f"{apk.stat().st_size} bytes, at most {limit} are allowed")
    if problems:
        raise BuildError(f"{apk.name}:\n" + "\n".join(f"  {problem}" for problem in problems))


def _badging_problems(badging: str, versions: dict[str, str], abis: list[str]) -> list[str]:
    wanted = {
        f"package: name='{APPLICATION_ID}'": "the application id",
        f"minSdkVersion:'{versions['min-sdk']}'": "the minimum Android version",
        f"targetSdkVersion:'{versions['target-sdk']}'": "the target Android version",
        f"launchable-activity: name='{NAMESPACE}.": "an activity to launch",
    }
    problems = [f"no {what}: {text}" for text, what in wanted.items() if text not in badging]
    asked = set(re.findall(r"uses-permission[^:]*: name='([^']+)'", badging))
    if asked != PERMISSIONS:
        problems.append(f"permissions {sorted(asked)}, not {sorted(PERMISSIONS)}")
    native = re.search(r"^native-code: (.*)$", badging, re.MULTILINE)
    found = set(re.findall(r"'([^']+)'", native[1])) if native else set()
    if found != set(abis):
        problems.append(f"native code for {sorted(found)}, not {sorted(abis)}")
    if "application-debuggable" in badging:
        problems.append("debuggable")
    return problems


def _bench_problems(tree: str, bench: bool) -> list[str]:
    """Check whether other programs may start the benchmark's activity."""
    blocks = re.split(r"\n\s*E: ", tree)
    name = f'"{NAMESPACE}.bench.BenchActivity"'
    block = next((block for block in blocks if block.startswith("activity") and name in block), "")
    exported = re.search(r":exported\(0x01010010\)=(\w+)", block)
    if exported is None:
        return ["no benchmark activity"]
    wanted = "true" if bench else "false"
    return [] if exported[1] == wanted else [f"benchmark exported: {exported[1]}, not {wanted}"]


def _library_problems(names: list[str], abis: list[str]) -> list[str]:
    files = ("libtensorflowlite_jni.so", "libtensorflowlite_gpu_jni.so")
    wanted = {f"lib/{abi}/{file}" for abi in abis for file in files}
    found = {name for name in names if name.startswith("lib/")}
    return [] if found == wanted else [f"native libraries differ: {sorted(found ^ wanted)}"]


def _asset_problems(archive: zipfile.ZipFile) -> list[str]:
    """Check that the assets are the bundle's files, by SHA-256."""
    folder = bundle_folder()
    wanted = {file.name: _sha256(file.read_bytes()) for file in folder.iterdir() if file.is_file()}
    found = {
        name.removeprefix("assets/"): _sha256(archive.read(name))
        for name in archive.namelist()
        if name.startswith("assets/")
    }
    differing = sorted({name for name, _ in wanted.items() ^ found.items()})
    return [f"assets differ from the bundle's files: {differing}"] if differing else []


def _layout_problems(apk: Path, archive: zipfile.ZipFile) -> list[str]:
    """Check that models and libraries are not compressed, and libraries start on 16 KB pages."""
    problems = []
    with apk.open("rb") as file:
        for info in archive.infolist():
            is_library = info.filename.endswith(".so")
            if info.compress_type != zipfile.ZIP_STORED:
                if is_library or info.filename.endswith(".tflite"):
                    problems.append(f"{info.filename} is compressed")
                continue
            step = PAGE_BYTES if is_library else WORD_BYTES
            if _data_offset(file, info) % step:
                problems.append(f"{info.filename} does not start at a multiple of {step} bytes")
    return problems


def _data_offset(file: BinaryIO, info: zipfile.ZipInfo) -> int:
    file.seek(info.header_offset + 26)
    name, extra = struct.unpack("<HH", file.read(4))
    return info.header_offset + 30 + int(name) + int(extra)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
