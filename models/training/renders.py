"""Writes renders and their captions, for benchmarks."""
import struct, zlib
import numpy as np


def png(path, a):
    a = np.ascontiguousarray(a)
    rows = b"".join(b"\0" + r.tobytes() for r in a)
    def chunk(t, d): return struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d))
    head = struct.pack(">IIBBBBB", a.shape[1], a.shape[0], 8, 2 if a.ndim == 3 else 0, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def text(caption):
    return " ".join("".join(t for t, _ in caption).split())


def lengths(mask):
    """As PIE-Bench writes masks: first pixel and number of pixels of each stretch, row after row."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.ravel().astype(np.int8), [0]])))
    return [int(n) for a, b in zip(edges[::2], edges[1::2]) for n in (a, b - a)]
