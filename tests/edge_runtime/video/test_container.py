"""What a video file is, and why a sound one cannot be judged."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from PIL import Image

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.errors import ImageError
from edge_runtime.video.clip import Clip
from edge_runtime.video.container import is_video_file
from edge_runtime.video.scan import scan_video
from tests.support.clips import CODECS, index_first, write_clip
from tests.support.encoded_pictures import encoded, sample
from tests.support.sample_contract import write_bundle
from tests.support.tiny_scanner import tiny_scanner


def as_av1(clip: Path, target: Path) -> Path:
    """The MP4 with a codec that OpenCV's own builds cannot decode."""
    data = clip.read_bytes()
    start = data.index(b"stsd")
    table = data[start:].replace(b"mp4v", b"av01", 1).replace(b"esds", b"free", 1)
    target.write_bytes(data[:start] + table)
    return target


def box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I", 8 + len(body)) + kind + body


def song_with_cover(target: Path, handler: bytes = b"soun") -> Path:
    """An MP4 of one track, whose list of tags holds a picture."""
    handled = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8), handler, bytes(13))))
    cover = box(
        b"covr", box(b"data", b"\0\0\0\x0d\0\0\0\0", encoded(Image.new("L", (8, 8)), "JPEG"))
    )
    tags = box(b"udta", box(b"meta", bytes(4), box(b"hdlr", bytes(8), b"mdir", bytes(13)), cover))
    index = box(b"moov", box(b"mvhd", bytes(100)), handled, tags)
    target.write_bytes(box(b"ftyp", b"isom\0\0\0\0mp42") + index + box(b"mdat", bytes(100)))
    return target


def code_of(path: Path) -> tuple[str, str]:
    with pytest.raises(ImageError) as caught:
        Clip(path)
    return caught.value.code, caught.value.message


def test_a_codec_without_decoder_is_unsupported(tmp_path: Path) -> None:
    (tmp_path / "bundle").mkdir()
    scanner = tiny_scanner(Bundle.open(write_bundle(tmp_path / "bundle")), [])
    path = as_av1(write_clip(tmp_path / "clip.mp4"), tmp_path / "av1.mp4")
    result = scan_video(scanner, path)
    assert result.failure is not None
    assert result.failure.code == "unsupported"
    assert "AV1: convert the video to H.264" in result.failure.message


def test_no_frame_of_a_damaged_file_is_undecodable(tmp_path: Path) -> None:
    (tmp_path / "bundle").mkdir()
    scanner = tiny_scanner(Bundle.open(write_bundle(tmp_path / "bundle")), [])
    clip = index_first(write_clip(tmp_path / "clip.mp4"), tmp_path / "cut.mp4", share=0.01)
    for path in (clip, as_av1(clip, tmp_path / "av1.mp4")):
        result = scan_video(scanner, path)
        assert result.failure is not None
        assert result.failure.code == "undecodable"


def test_sound_with_a_cover_picture_is_no_video(tmp_path: Path) -> None:
    code, message = code_of(song_with_cover(tmp_path / "song.mp4"))
    assert code == "unsupported"
    assert "only sound or a cover picture" in message


def test_boxes_inside_boxes_do_not_end_in_a_crash(tmp_path: Path) -> None:
    nested = b""
    for _ in range(3000):
        nested = box(b"moov", nested)
    path = tmp_path / "nested.mp4"
    path.write_bytes(box(b"ftyp", b"isom\0\0\0\0") + nested)
    assert code_of(path)[0] in ("unsupported", "undecodable")


@pytest.mark.parametrize("name", ["clip.m4v", "clip.3gp", "clip.jpg", "clip"])
def test_a_video_is_known_and_read_under_any_name(name: str, tmp_path: Path) -> None:
    path = write_clip(tmp_path / "clip.mp4", frames=9).rename(tmp_path / name)
    assert is_video_file(path)
    with Clip(path) as clip:
        assert clip.frames == 9


@pytest.mark.parametrize("ending", CODECS)
def test_each_container_is_a_video(ending: str, tmp_path: Path) -> None:
    assert is_video_file(write_clip(tmp_path / f"clip{ending}", frames=9))


@pytest.mark.parametrize("kind", ["JPEG", "HEIF", "AVIF", "WEBP"])
def test_a_picture_under_the_name_of_a_video_is_no_video(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "picture.mp4"
    path.write_bytes(encoded(Image.fromarray(sample()), kind))
    assert not is_video_file(path)
    code, message = code_of(path)
    assert (code, message) == ("unsupported", "a picture under the name of a video: rename it")


def test_a_windows_media_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "clip.avi"
    path.write_bytes(bytes.fromhex("3026b2758e66cf11a6d9") + bytes(60))
    code, message = code_of(path)
    assert code == "unsupported"
    assert message.endswith("convert it to MP4")


def test_what_is_absent_is_no_video(tmp_path: Path) -> None:
    assert not is_video_file(tmp_path / "absent.mp4")
