"""Draws the benchmark of edits of images: renders, masks of what their renderer changes, and prompts, apart from training (its seeds are below 10^8)
and from every score.  python edits.py ../../src/test/resources/edits
A set to tune on, apart from it: python edits.py FOLDER 920000000 3 (the first seed, cases of each kind)"""
import json, sys
from pathlib import Path
import numpy as np
from scipy.ndimage import binary_closing, binary_dilation, binary_fill_holes
import scenes
from renders import lengths, png, text

FIRST, PER_KIND = (int(sys.argv[2]), int(sys.argv[3])) if len(sys.argv) > 3 else (910_000_000, 8)
LEAST, ALL = min(6, PER_KIND), min(60, 8 * PER_KIND)
KINDS = {"colour:o0": "colour", "noun": "object", "adj:o0": "surface", "style": "style", "time": "time", "season": "season",
         "vehicle": "vehicle", "cellcolour": "cells"}
WHOLE = ("style", "time", "season")


def region(differs):
    """What differs between the two renders, as a person would select it: closed over what is alike by chance, with a margin of 3 pixels."""
    padded = np.pad(differs, 8)
    return binary_dilation(binary_fill_holes(binary_closing(padded, iterations=4)), iterations=3)[8:-8, 8:-8]


used = {p for e in scenes.EDITS for p in e} | {p for p, _ in scenes.STRENGTHS} | {p for p, _ in scenes.HEAT}
out = Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
pie = {}
cases, count, seed = [], {k: 0 for k in KINDS.values()}, FIRST
while sum(count.values()) < ALL or min(count.values()) < LEAST:
    seed += 1
    choices, rng = {}, np.random.default_rng([seed, 1])
    a = scenes.make(np.random.default_rng(seed), 128, chosen=choices)
    force = scenes.change(rng, choices, a[3])
    kind = KINDS.get(next(iter(force), None))
    if not kind or count[kind] >= PER_KIND: continue
    b = scenes.make(np.random.default_rng(seed), 128, force)
    prompt, target = text(a[1]), text(b[1])
    if prompt == target or prompt in used or target in used: continue
    differs = np.abs(a[0].astype(int) - b[0].astype(int)).max(2) > 8
    if kind not in WHOLE and not 0.01 < differs.mean() < 0.6: continue
    used |= {prompt, target}
    name = f"{kind}-{count[kind]}"
    count[kind] += 1
    mask = np.ones((128, 128), bool) if kind in WHOLE else region(differs)
    png(out / f"{name}.png", a[0]); png(out / f"{name}-target.png", b[0]); png(out / f"{name}-mask.png", (mask * 255).astype(np.uint8))
    cases.append({"name": name, "kind": kind, "prompt": prompt, "target": target, "seed": seed})
    pie[name] = {"image_path": name + ".png", "original_prompt": prompt, "editing_prompt": target, "editing_type_id": kind, "mask": lengths(mask)}
(out / "mapping_file.json").write_text("{\n" + ",\n".join(f"{json.dumps(k)}: {json.dumps(pie[k])}" for k in sorted(pie)) + "\n}\n")
(out / "edits.json").write_text(json.dumps(sorted(cases, key=lambda c: c["name"]), indent=1) + "\n")
print(len(cases), "cases", count)
