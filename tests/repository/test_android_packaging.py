"""The packing of the Android app, as far as it needs neither a JDK nor Maven."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest

from android_demo.packaging import __main__ as command
from android_demo.packaging import layout, step
from android_demo.packaging.checks import _asset_problems, _layout_problems
from android_demo.packaging.failure import BuildError
from android_demo.packaging.manifest import ANDROID, write_manifest
from android_demo.packaging.program import run
from android_demo.packaging.step import digest_of
from android_demo.packaging.versions import read_versions, version_code, write_maven_config

MANIFEST = f"""<manifest xmlns:android="{ANDROID}" xmlns:tools="http://schemas.android.com/tools">
<application tools:targetApi="q"><activity android:name="a.B" android:exported="false"/>
<provider android:name="a.P" android:authorities="${{applicationId}}.p"/>
</application></manifest>"""


SDKS = {"min-sdk": "24", "target-sdk": "35"}


def test_the_catalogue_is_read() -> None:
    versions = read_versions(layout.CATALOGUE)
    assert versions["min-sdk"] == "24"
    assert int(versions["target-sdk"]) >= 35


def test_a_catalogue_of_another_form_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "libs.versions.toml"
    file.write_text('[versions]\nkotlin = { strictly = "2.0" }\n\n[libraries]\n', encoding="utf-8")
    with pytest.raises(ValueError, match="name = "):
        read_versions(file)


def test_maven_is_handed_the_versions(tmp_path: Path) -> None:
    write_maven_config({"kotlin": "2.0"}, tmp_path)
    text = (tmp_path / ".mvn" / "maven.config").read_text(encoding="utf-8")
    assert text == "-Dversion.kotlin=2.0\n"


def test_version_codes_grow() -> None:
    names = ["0.1.0", "0.1.9", "0.2.0", "1.0.0", "1.10.0"]
    codes = [version_code(name) for name in names]
    assert codes == sorted(set(codes))


def test_the_manifest_is_completed(tmp_path: Path) -> None:
    source, overlay, target = (tmp_path / name for name in ("m.xml", "o.xml", "t.xml"))
    source.write_text(MANIFEST, encoding="utf-8")
    overlay.write_text(
        f'<manifest xmlns:android="{ANDROID}"><application><profileable android:shell="true"/>'
        '<activity android:name="a.B" android:exported="true"/></application></manifest>',
        encoding="utf-8",
    )
    write_manifest(source, overlay, SDKS, target)
    text = target.read_text(encoding="utf-8")
    assert f'package="{layout.NAMESPACE}"' in text
    assert f"{layout.APPLICATION_ID}.p" in text
    assert 'exported="true"' in text
    assert "profileable" in text
    assert 'minSdkVersion="24"' in text
    assert "tools" not in text


def test_an_overlay_of_something_else_is_refused(tmp_path: Path) -> None:
    source, overlay = tmp_path / "m.xml", tmp_path / "o.xml"
    source.write_text(MANIFEST, encoding="utf-8")
    overlay.write_text(MANIFEST.replace("a.B", "a.C"), encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.C"):
        write_manifest(source, overlay, SDKS, tmp_path / "t.xml")


@pytest.fixture
def stamped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(step, "STAMPS", tmp_path / "done")
    monkeypatch.setattr(step, "ROOT", tmp_path)
    return tmp_path


def test_a_step_is_done_once_for_the_same_inputs(stamped: Path) -> None:
    source, output, runs = stamped / "in", stamped / "out", []
    source.write_text("1", encoding="utf-8")

    def work() -> None:
        runs.append(1)
        output.write_text("made", encoding="utf-8")

    for expected in (1, 1):
        step.step("work", [source], [output], work)
        assert len(runs) == expected
    source.write_text("2", encoding="utf-8")
    step.step("work", [source], [output], work)
    assert len(runs) == 2
    output.unlink()
    step.step("work", [source], [output], work)
    assert len(runs) == 3


def test_a_failed_step_is_done_again(stamped: Path) -> None:
    def fail() -> None:
        raise BuildError("no")

    runs = []
    step.step("work", [], [], lambda: None)
    (stamped / "in").write_text("1", encoding="utf-8")
    with pytest.raises(BuildError):
        step.step("work", [stamped / "in"], [], fail)
    step.step("work", [], [], lambda: runs.append(1))
    assert runs


def test_a_file_that_comes_or_goes_is_a_change(stamped: Path) -> None:
    before = digest_of([stamped / "in"])
    (stamped / "in").mkdir()
    (stamped / "in" / "a").write_text("", encoding="utf-8")
    one = digest_of([stamped / "in"])
    (stamped / "in" / "b").write_text("", encoding="utf-8")
    assert len({before, one, digest_of([stamped / "in"])}) == 3


def _apk(path: Path, assets: dict[str, bytes], compression: int) -> Path:
    with zipfile.ZipFile(path, "w") as apk:
        for name, data in assets.items():
            apk.writestr(f"assets/{name}", data, compression)
        apk.writestr("lib/arm64-v8a/libx.so", b"code" * 99, zipfile.ZIP_STORED)
    return path


def test_assets_must_be_the_bundle(tmp_path: Path) -> None:
    files = {file.name: file.read_bytes() for file in layout.bundle_folder().iterdir()}
    with zipfile.ZipFile(_apk(tmp_path / "a.apk", files, zipfile.ZIP_STORED)) as apk:
        assert _asset_problems(apk) == []
    files["model.tflite"] = files["model.tflite"][:-1] + b"\0"
    files["more"] = b""
    with zipfile.ZipFile(_apk(tmp_path / "b.apk", files, zipfile.ZIP_STORED)) as apk:
        problems = _asset_problems(apk)
    assert "['model.tflite', 'more']" in problems[0]


def test_what_is_mapped_must_be_stored_and_aligned(tmp_path: Path) -> None:
    path = _apk(tmp_path / "a.apk", {"model.tflite": b"weights" * 99}, zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile(path) as apk:
        problems = _layout_problems(path, apk)
    assert problems == [
        "assets/model.tflite is compressed",
        "lib/arm64-v8a/libx.so does not start at a multiple of 16384 bytes",
    ]


def test_a_failed_program_shows_the_end_of_its_output() -> None:
    with pytest.raises(BuildError, match=r"(?s)work failed \(exit code 3\).*the reason"):
        run([sys.executable, "-c", "print('the reason'); raise SystemExit(3)"], "work")
    with pytest.raises(BuildError, match="cannot be started"):
        run(["no-such-program"], "work")


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_a_missing_tool_is_skipped_by_name_and_fails_in_ci(
    ci: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "missing_tools", lambda: "Maven is needed; apt-get install maven")
    monkeypatch.setenv("CI", ci)
    assert command.main([]) == code
    assert "apt-get install maven" in capsys.readouterr().err
