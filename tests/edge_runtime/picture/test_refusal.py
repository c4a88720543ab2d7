"""A sound file of a kind that is not read is not called damaged, and one is told what to do."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from edge_runtime.errors import ImageError
from edge_runtime.picture.decode import read_rgb
from edge_runtime.picture.file_signature import VIDEO_HEAD_BYTES, is_picture, video_ending
from edge_runtime.picture.refusal import refusal
from tests.support.encoded_pictures import HEIGHT, WIDTH, animations, encoded, sample, stills
from tests.support.written_tiff import tiff


def jpeg_of(marker: int, bits: int = 8) -> bytes:
    """A JPEG, large enough to be read piece by piece, whose frame claims another process."""
    noise = np.random.default_rng(0).integers(0, 256, (300, 400, 3), np.uint8)
    data = bytearray(encoded(Image.fromarray(noise), "JPEG", quality=95))
    frame = data.index(b"\xff\xc0")
    data[frame + 1], data[frame + 4] = marker, bits
    return bytes(data)


def floats(samples: int) -> bytes:
    values = (sample()[..., :samples] / 255).astype("<f4").tobytes()
    return tiff(
        WIDTH, HEIGHT, values, 32, 2 if samples == 3 else 1, samples=samples, sample_format=3
    )


def grey_tiff(bits: int, photometric: int, order: str = "<") -> bytes:
    return tiff(WIDTH, HEIGHT, bytes(WIDTH * HEIGHT * bits // 8), bits, photometric, order)


def ftyp(brand: bytes) -> bytes:
    return b"\x00\x00\x00\x18ftyp" + brand + bytes(4) + brand + b"isom" + bytes(400)


UNREAD = {
    "lossless JPEG": (jpeg_of(0xC3), "JPEG .* lossless; save it as PNG"),
    "progressive arithmetic JPEG": (jpeg_of(0xCA), "JPEG .* arithmetic-coded; save it"),
    "LS JPEG": (jpeg_of(0xF7), "JPEG .* LS; save it"),
    "12-bit JPEG": (jpeg_of(0xC1, bits=12), "JPEG .* 12-bit; save it"),
    "float colours TIFF": (floats(3), "TIFF .* floating-point; save it"),
    "float grey TIFF": (floats(1), "floating-point pixels have no agreed white point"),
    "16-bit Lab TIFF": (
        tiff(WIDTH, HEIGHT, bytes(WIDTH * HEIGHT * 6), 16, 8, samples=3),
        "TIFF .* Lab; save it",
    ),
    "raw TIFF": (grey_tiff(16, 32803), "TIFF .* camera raw; save it"),
    "big-endian 16-bit negative": (grey_tiff(16, 0, ">"), "TIFF .* 16-bit .*; save it"),
    "32-bit negative": (grey_tiff(32, 0), "TIFF .* 32-bit .*; save it"),
    "JPEG XL": (b"\xff\x0a" + bytes(60), "JPEG XL picture.* save it as PNG or JPEG"),
    "JPEG XL in boxes": (b"\0\0\0\x0cJXL \r\n\x87\n" + ftyp(b"jxl "), "JPEG XL picture.* save it"),
    "JPEG 2000": (encoded(Image.fromarray(sample()), "JPEG2000"), "JPEG 2000 picture.* save it"),
    "PSD": (b"8BPS\0\1" + bytes(60), "Photoshop document.* save it"),
    "CR3": (ftyp(b"crx "), "camera raw file .CR3.* save it"),
    "WMV": (bytes.fromhex("3026b2758e66cf11a6d9") + bytes(60), "Windows Media.* convert it to MP4"),
    "MP4": (ftyp(b"isom"), "MP4, MOV or 3GP video, not a picture: name it .mp4"),
    "M4V": (ftyp(b"M4V "), "MP4, MOV or 3GP video, not a picture: name it .mp4"),
    "3GP": (ftyp(b"3gp4"), "MP4, MOV or 3GP video, not a picture: name it .mp4"),
    "MOV": (ftyp(b"qt  "), "MP4, MOV or 3GP video, not a picture: name it .mp4"),
    "MKV": (b"\x1aE\xdf\xa3" + bytes(60), "Matroska or WebM video, not a picture: name it .mkv"),
    "AVI": (b"RIFF\0\0\0\0AVI LIST" + bytes(60), "AVI video, not a picture: name it .avi"),
}


@pytest.mark.parametrize("name", UNREAD)
def test_a_sound_file_that_is_not_read_is_named(name: str) -> None:
    data, message = UNREAD[name]
    with pytest.raises(ImageError, match=message) as caught:
        read_rgb(data)
    assert caught.value.code == "unsupported"


def test_an_arithmetic_jpeg_that_the_decoder_gives_up_is_named() -> None:
    """Sequential ones are decoded up to the size that is read at once, and not beyond."""
    error = refusal(jpeg_of(0xC9), OSError("broken data stream when reading image file"))
    assert error.code == "unsupported"
    assert "arithmetic-coded; save it" in error.message


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.8])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "BMP", "AVIF"])
def test_a_file_cut_off_in_the_midst_is_still_undecodable(kind: str, keep: float) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (200, 300, 3), np.uint8)
    data = encoded(Image.fromarray(noise), kind)
    with pytest.raises(ImageError) as caught:
        read_rgb(data[: int(len(data) * keep)])
    assert caught.value.code == "undecodable"


def test_of_a_camera_raw_file_the_preview_is_read_and_told() -> None:
    picture = read_rgb(tiff(WIDTH, HEIGHT, sample().tobytes(), 8, 2, samples=3, raw=True))
    assert np.array_equal(picture.rgb, sample())
    assert picture.notes == ("camera raw: its embedded preview was read",)


def test_lab_of_eight_bits_is_read() -> None:
    grey = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    grey[:, :, 0] = 137  # L* = 53.7, which is level 128 of sRGB
    picture = read_rgb(tiff(WIDTH, HEIGHT, grey.tobytes(), 8, 8, samples=3))
    assert np.abs(picture.rgb.astype(int) - 128).max() <= 3


@pytest.mark.parametrize("name", [*stills(), *animations()])
def test_no_picture_is_taken_for_a_video(name: str) -> None:
    head = {**stills(), **animations()}[name][:VIDEO_HEAD_BYTES]
    assert is_picture(head)
    assert video_ending(head) is None
