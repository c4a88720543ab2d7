"""How a JPEG is coded, by its markers (ITU-T T.81, annex B)."""

from __future__ import annotations

from dataclasses import dataclass

_KINDS = {
    0xC3: "lossless",
    0xC5: "hierarchical",
    0xC6: "hierarchical",
    0xC7: "hierarchical",
    0xC9: "arithmetic-coded",
    0xCA: "arithmetic-coded",
    0xCB: "lossless arithmetic-coded",
    0xCD: "hierarchical",
    0xCE: "hierarchical",
    0xCF: "hierarchical",
    0xF7: "LS",
}
"""Kinds of JPEG that common decoders lack, by their frame's marker."""

_FRAMES = frozenset({0xC0, 0xC1, 0xC2, *_KINDS})
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_SCAN, _END = 0xDA, 0xD9
_SEQUENTIAL = (0xC0, 0xC1)


@dataclass(frozen=True, slots=True)
class JpegHeader:
    """The frame and the first scan of a JPEG.

    Attributes:
        frame: The second byte of the frame's marker, such as 0xC0 for a baseline JPEG.
        bits: Of a sample.
        components: Of the frame, such as 3 for colours.
        in_scan: Components that the first scan holds.
    """

    frame: int
    bits: int
    components: int
    in_scan: int

    @staticmethod
    def of(data: bytes) -> JpegHeader | None:
        """Read up to the first scan; None if the file ends before, or breaks the format."""
        frame = bits = components = 0
        for marker, content in _segments(data):
            if marker in _FRAMES and len(content) >= 6:
                frame, bits, components = marker, content[0], content[5]
            if marker == _SCAN and content and frame:
                return JpegHeader(frame, bits, components, content[0])
        return None

    @property
    def rare_kind(self) -> str | None:
        """Such as "lossless" or "12-bit", where common decoders do not read that."""
        if self.frame in _KINDS:
            return _KINDS[self.frame]
        return None if self.bits == 8 else f"{self.bits}-bit"

    @property
    def is_one_scan(self) -> bool:
        """Whether rows follow each other in the file, each of them whole."""
        return self.frame in _SEQUENTIAL and self.in_scan == self.components


def _segments(data: bytes) -> list[tuple[int, bytes]]:
    """Marker and content of each segment up to the first scan's header."""
    segments, at = [], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF or marker in _ALONE:  # a fill byte, or a marker without a length
            at += 1 if marker == 0xFF else 2
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        segments.append((marker, data[at + 4 : at + 2 + length]))
        if marker in (_SCAN, _END):
            break
        at += 2 + length
    return segments
