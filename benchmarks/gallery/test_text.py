# SPDX-License-Identifier: MIT
# Joining many short texts, for pytest-benchmark.
import io

import pytest

PARTS = [str(n) for n in range(2000)]


def add():
    out = ""
    for part in PARTS:
        out += part
    return out


def join():
    return "".join(PARTS)


def stream():
    out = io.StringIO()
    for part in PARTS:
        out.write(part)
    return out.getvalue()


WAYS = {"add": add, "join": join, "stream": stream}


@pytest.mark.parametrize("way", list(WAYS))
def test_text(benchmark, way):
    benchmark(WAYS[way])
