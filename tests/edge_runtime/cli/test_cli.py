"""The command line: verdicts on stdout, faults as exit codes, outputs whole or absent."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import pytest
from jsonschema import Draft202012Validator
from PIL import Image

from edge_runtime.bundle.bundle import BUNDLES, Bundle
from edge_runtime.cli import exit_codes, main
from edge_runtime.errors import EngineError
from edge_runtime.result.scan_result import ScanResult
from edge_runtime.scan.scanner import Scanner
from tests.support.clips import write_clip
from tests.support.tiny_scanner import tiny_scanner

Captured: TypeAlias = pytest.CaptureFixture[str]
ScanCommand: TypeAlias = Callable[..., int]
SAMPLES = Path(__file__).parents[3] / "edge_runtime" / "samples"
sealed = pytest.mark.skipif(not (BUNDLES / "DEFAULT").exists(), reason="no bundle is sealed")


@pytest.fixture
def album(tmp_path: Path) -> Path:
    """A black, a grey and a white picture, and a file that is none."""
    folder = tmp_path / "album"
    folder.mkdir()
    for name, level in (("black", 0), ("grey", 128), ("white", 255)):
        Image.new("RGB", (160, 120), (level,) * 3).save(folder / f"{name}.png")
    (folder / "broken.jpg").write_text("not a picture")
    return folder


@pytest.fixture
def scan(bundle: str, monkeypatch: pytest.MonkeyPatch) -> ScanCommand:
    """Runs ``scan`` with hand-made networks."""
    monkeypatch.setattr(Scanner, "open", lambda opened, *_: tiny_scanner(opened))
    return lambda *arguments: main(["scan", "--bundle", bundle, *map(str, arguments)])


def process(
    *arguments: str | os.PathLike[str], stdout: int = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    """``python -m edge_runtime`` in a process of its own."""
    command = [sys.executable, "-m", "edge_runtime", *arguments]
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False)


def test_the_table_shows_every_file_and_a_bad_one_stops_nothing(
    scan: ScanCommand, album: Path, capsys: Captured
) -> None:
    assert scan(album) == exit_codes.SOME_FAILED
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines[1:5]] == ["REAL", "FAILED", "UNSURE", "FAKE"]
    assert "UNSURE is an honest answer" in lines[-1]


def test_any_verdict_is_success(scan: ScanCommand, album: Path, capsys: Captured) -> None:
    assert scan(album / "white.png", album / "grey.png") == exit_codes.OK
    assert "FAKE" in capsys.readouterr().out


def test_json_lines_are_results_and_nothing_else(
    scan: ScanCommand, album: Path, capsys: Captured
) -> None:
    scan("--json", album, album / "absent.jpg")
    lines = capsys.readouterr().out.splitlines()
    assert main(["schema"]) == exit_codes.OK
    validator = Draft202012Validator(json.loads(capsys.readouterr().out))
    told = [json.loads(line) for line in lines]
    for result in told:
        validator.validate(result)
        assert ScanResult.from_json(result).to_json() == result
    assert [result["verdict"] for result in told] == ["REAL", None, "UNSURE", "FAKE", None]
    assert told[-1]["failure"]["code"] == "unreadable"


def test_csv_report_and_overlays_are_written(
    scan: ScanCommand, album: Path, tmp_path: Path, capsys: Captured
) -> None:
    table, page, overlays = tmp_path / "t.csv", tmp_path / "r.html", tmp_path / "new" / "overlays"
    code = scan("--csv", table, "--report", page, "--explain", overlays, "--workers", 2, album)
    assert code == exit_codes.SOME_FAILED
    with table.open(newline="", encoding="utf-8") as file:
        assert [row["verdict"] for row in csv.DictReader(file)] == ["REAL", "", "UNSURE", "FAKE"]
    assert page.read_text("utf-8").count("<article") == 4
    names = [f"{name}.png.evidence.jpg" for name in ("black", "grey", "white")]
    assert sorted(path.name for path in overlays.iterdir()) == names
    with Image.open(overlays / names[0]) as overlay:
        assert overlay.format == "JPEG"
    assert not list(tmp_path.rglob("*.part"))


def test_overlays_of_pictures_with_the_same_name_are_both_kept(
    scan: ScanCommand, album: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "white.png").write_bytes((album / "black.png").read_bytes())
    scan("--explain", tmp_path / "out", album / "white.png", other / "white.png")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["album-white.png.evidence.jpg", "other-white.png.evidence.jpg"]


def test_an_overlay_replaces_no_input(scan: ScanCommand, album: Path) -> None:
    picture = album / "white.png"
    earlier = album / "white.png.evidence.jpg"
    Image.new("RGB", (90, 90)).save(earlier)
    before = earlier.read_bytes()
    scan("--explain", album, picture, earlier)
    assert earlier.read_bytes() == before
    assert (album / "white.png.2.evidence.jpg").is_file()


def test_an_empty_name_is_a_usage_error(scan: ScanCommand, album: Path, capsys: Captured) -> None:
    assert scan(album / "grey.png", "") == exit_codes.USAGE
    assert capsys.readouterr().err == "edge-runtime: an empty name is no file\n"


def test_a_url_is_not_fetched_and_costs_itself_alone(
    scan: ScanCommand, album: Path, capsys: Captured
) -> None:
    code = scan("--json", "https://pictures.invalid/a.jpg", album / "grey.png")
    assert code == exit_codes.SOME_FAILED
    failed, scanned = map(json.loads, capsys.readouterr().out.splitlines())
    assert failed["failure"]["code"] == "unreadable"
    assert failed["failure"]["message"].startswith("not fetched: ")
    assert scanned["status"] == "scanned"


def test_a_video_under_another_name_is_judged_as_a_video(
    scan: ScanCommand, tmp_path: Path, capsys: Captured
) -> None:
    clip = write_clip(tmp_path / "clip.mp4").rename(tmp_path / "picture.jpg")
    assert scan("--json", clip, "--frames", 2) == exit_codes.OK
    assert json.loads(capsys.readouterr().out)["video"]["frames"] == 60


@pytest.mark.parametrize("option", ["--csv", "--report"])
def test_a_picture_is_no_output(
    scan: ScanCommand, album: Path, option: str, capsys: Captured
) -> None:
    """``scan --csv *.png``: the first picture becomes the option's value."""
    pictures = sorted(album.glob("*.png"))
    before = [path.read_bytes() for path in pictures]
    assert scan(option, *pictures) == exit_codes.USAGE
    assert [path.read_bytes() for path in pictures] == before
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "black.png: this output ends in " in captured.err


def test_an_existing_table_is_replaced_by_force_only(
    scan: ScanCommand, album: Path, tmp_path: Path, capsys: Captured
) -> None:
    table = tmp_path / "t.csv"
    assert scan("--csv", table, album / "grey.png") == exit_codes.OK
    before = table.read_bytes()
    assert scan("--csv", table, album / "white.png") == exit_codes.USAGE
    assert "t.csv exists: add --force" in capsys.readouterr().err
    assert table.read_bytes() == before
    assert scan("--force", "--csv", table, album / "white.png") == exit_codes.OK
    assert table.read_bytes() != before


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["scan"],
        ["scam", "x.jpg"],
        ["scan", "x.jpg", "--threads", "0"],
        ["scan", "x.jpg", "--workers", "many"],
        ["bundle"],
    ],
)
def test_usage_errors(arguments: list[str], capsys: Captured) -> None:
    assert main(arguments) == exit_codes.USAGE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "usage:" in captured.err


def test_no_picture_is_a_usage_error(scan: ScanCommand, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "empty").mkdir()
    assert scan(tmp_path / "empty", tmp_path / "*.bmp") == exit_codes.USAGE
    assert capsys.readouterr().err.count("no picture or video in") == 2


def test_an_output_that_cannot_be_written_is_told_before_scanning(
    scan: ScanCommand, album: Path, tmp_path: Path, capsys: Captured
) -> None:
    assert scan("--csv", tmp_path / "absent" / "t.csv", album) == exit_codes.USAGE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "absent" in captured.err


def test_a_broken_bundle_has_its_exit_code(bundle: str, album: Path, capsys: Captured) -> None:
    Path(bundle, "model.tflite").write_bytes(b"stand-in for model.tflitE")
    for arguments in (["scan", str(album), "--bundle", bundle], ["bundle", "verify", bundle]):
        assert main(arguments) == exit_codes.BROKEN
        assert "sha256" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["face_still.tflite", "face_camera.tflite"])
def test_a_face_detector_that_is_missing_or_altered_breaks_the_bundle(
    bundle: str, name: str, album: Path, capsys: Captured
) -> None:
    file = Path(bundle, name)
    file.write_bytes(file.read_bytes()[::-1])
    assert main(["scan", str(album), "--bundle", bundle]) == exit_codes.BROKEN
    assert f"{name}: its sha256 is not the one in the contract" in capsys.readouterr().err
    file.unlink()
    assert main(["scan", str(album), "--bundle", bundle]) == exit_codes.BROKEN
    assert f"{name}: No such file" in capsys.readouterr().err


@sealed
@pytest.mark.parametrize(("name", "other"), [("still", "camera"), ("camera", "still")])
def test_a_face_detector_of_another_shape_breaks_the_bundle(
    name: str, other: str, album: Path, tmp_path: Path, capsys: Captured
) -> None:
    """Each detector has its own input size, so they cannot stand in for each other."""
    folder = tmp_path / "sealed"
    shutil.copytree(Bundle.open().directory, folder)
    contract = json.loads((folder / "contract.json").read_text("utf-8"))
    wrong, stand_in = f"face_{name}.tflite", f"face_{other}.tflite"
    shutil.copy(folder / stand_in, folder / wrong)
    contract["files"][wrong] = contract["files"][stand_in]
    (folder / "contract.json").write_text(json.dumps(contract), "utf-8")
    clip = write_clip(tmp_path / "clip.mp4", frames=2)
    verb = ["camera", "--headless", "--source", str(clip)] if name == "camera" else ["scan"]
    files = [] if name == "camera" else [str(album / "grey.png")]
    code = main([*verb, *files, "--bundle", str(folder), "--accelerator", "cpu"])
    assert code == exit_codes.BROKEN
    assert wrong in capsys.readouterr().err


def test_a_bundle_of_the_schema_before_says_how_to_re_seal_it(
    bundle: str, album: Path, capsys: Captured
) -> None:
    file = Path(bundle, "contract.json")
    file.write_text(file.read_text().replace("contract/2", "contract/1"))
    for arguments in (["scan", str(album), "--bundle", bundle], ["bundle", "show", bundle]):
        assert main(arguments) == exit_codes.BROKEN
        assert capsys.readouterr().err == (
            "edge-runtime: schema: must be 'edge-runtime/contract/2', not"
            " 'edge-runtime/contract/1'; re-seal the bundle: model-dev reseal BUNDLE\n"
        )


def test_an_engine_that_fails_leaves_no_output(
    bundle: str, album: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr(Scanner, "open", lambda opened, *_: failing(opened, EngineError("gone")))
    table = tmp_path / "t.csv"
    code = main(["scan", "--bundle", bundle, "--csv", str(table), str(album / "grey.png")])
    assert code == exit_codes.BROKEN
    assert "gone" in capsys.readouterr().err
    assert not table.exists()


def test_ctrl_c_leaves_nothing_half_written(
    bundle: str, album: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Scanner, "open", lambda opened, *_: failing(opened, KeyboardInterrupt()))
    out = tmp_path / "out"
    out.mkdir()
    arguments = ["--csv", str(out / "t.csv"), "--report", str(out / "r.html"), str(album)]
    assert main(["scan", "--bundle", bundle, *arguments]) == exit_codes.INTERRUPTED
    assert list(out.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_not_utf8(
    scan: ScanCommand, album: Path, tmp_path: Path, capsys: Captured
) -> None:
    strange = os.fsdecode(os.fsencode(album) + b"/\xff\xe9.png")
    Path(album / "white.png").rename(strange)
    page, overlays = tmp_path / "r.html", tmp_path / "overlays"
    outputs = ["--json", "--csv", tmp_path / "t.csv", "--report", page, "--explain", overlays]
    assert scan(*outputs, strange) == exit_codes.OK
    told = json.loads(capsys.readouterr().out)
    assert told["source"].endswith("\\xff\\xe9.png")
    assert "\\xff\\xe9.png" in page.read_text("utf-8")
    assert len(list(overlays.iterdir())) == 1
    assert scan(strange) == exit_codes.OK
    assert "\\xff\\xe9.png  FAKE" in capsys.readouterr().out


def test_bundle_show_and_verify(bundle: str, capsys: Captured) -> None:
    digest = Bundle.open(bundle).sha256
    for action in ("show", "verify"):
        assert main(["bundle", action, bundle]) == exit_codes.OK
        told = capsys.readouterr().out
        assert "sample-v1" in told
        assert digest in told
        assert "model.tflite" in told
        assert "face_still.tflite" in told


def test_bundle_show_tells_the_rules_of_faces_looks_and_pooling(
    bundle: str, capsys: Captured
) -> None:
    main(["bundle", "show", bundle])
    told = capsys.readouterr().out
    for line in (
        "detector     face_camera.tflite, 320 px, camera",
        "faces        judged from a score of 0.7, in turned pictures 0.8, at most 256; possible"
        " from 0.5",
        "pooling      whole picture 0.5, most suspicious face 0.5, the larger of both 0",
        "second look  0.04 closer on each side; unstable beyond 1.5",
        "reasons      too_small below 96 px, no_colour below 6, extreme_shape above 3.5",
    ):
        assert f"{line}\n" in told


def test_schema_and_help_load_nothing_heavy() -> None:
    probe = """
import sys
from edge_runtime.cli import main
main(["schema"]); main(["--help"])
heavy = {"numpy", "PIL", "ai_edge_litert", "tensorflow", "tqdm"} & set(sys.modules)
sys.exit(str(heavy) if heavy else 0)
"""
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_module_is_the_tool() -> None:
    done = process("scan", "nowhere-*.jpg")
    assert done.returncode == exit_codes.USAGE
    assert done.stderr == "edge-runtime: no picture or video in nowhere-*.jpg\n"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes close differently")
def test_a_closed_pipe_is_no_traceback() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = process("schema", stdout=writer)
    finally:
        os.close(writer)
    assert done.returncode == exit_codes.CLOSED_PIPE
    assert done.stderr == ""


@sealed
def test_the_default_bundle_scans_the_samples() -> None:
    done = process("scan", "--json", SAMPLES)
    assert done.returncode == exit_codes.SOME_FAILED, done.stderr
    told = {Path(line["source"]).name: line for line in map(json.loads, done.stdout.splitlines())}
    assert told.pop("broken.jpg")["failure"]["code"] == "undecodable"
    regions = {name: [region["kind"] for region in line["regions"]] for name, line in told.items()}
    assert regions.pop("real_rocket.jpg") == ["image"]
    assert regions.pop("real_group.jpg") == ["image", "face", "face"]
    assert len(regions) == 5
    assert all(kinds == ["image", "face"] for kinds in regions.values())


@sealed
def test_the_default_bundle_passes_its_self_test(capsys: Captured) -> None:
    done = process("doctor")
    assert done.returncode == exit_codes.OK, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "ok"


def failing(bundle: Bundle, error: BaseException) -> Scanner:
    """A scanner that judges one picture and then raises."""
    scanner = tiny_scanner(bundle)

    def scan_many(sources: Sequence[Path], _: int) -> Iterator[ScanResult]:
        if len(sources) > 1:
            yield scanner.scan(sources[0])
        raise error

    scanner.scan_many = scan_many
    return scanner
