"""Pictures as PNG files: whoever reads them finds the same points and colours."""

from __future__ import annotations

import io
import random

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from generator.png import lines_of, png

COLOURS = [(0, 0, 0), (255, 255, 255), (12, 200, 7), (9, 9, 90)]


@given(
    width=st.integers(1, 70),
    heights=st.lists(st.integers(1, 9), min_size=1, max_size=4),
    noise=st.randoms(use_true_random=False),
)
def test_a_picture_written_in_parts_is_read_as_it_was_drawn(
    width: int, heights: list[int], noise: random.Random
) -> None:
    points = [bytes(noise.choices(range(len(COLOURS)), k=width * height)) for height in heights]
    parts = [
        Image.frombytes("L", (width, height), some) for height, some in zip(heights, points, strict=True)
    ]
    file = png(width, bytes(sum(COLOURS, ())), map(lines_of, parts))
    with Image.open(io.BytesIO(file)) as whole:
        whole.verify()  # each part of the file fits its checksum
    with Image.open(io.BytesIO(file)) as whole:
        assert (whole.format, whole.mode, whole.size) == ("PNG", "P", (width, sum(heights)))
        assert whole.tobytes() == b"".join(points)
        assert whole.convert("RGB").tobytes() == b"".join(bytes(COLOURS[p]) for p in b"".join(points))
