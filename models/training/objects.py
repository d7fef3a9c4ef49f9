"""Draws renders with the exact mask of one object each, which no training and no score has: what selections of words are measured by.
python objects.py ../../src/test/resources/objects
A set to tune on, apart from it: python objects.py FOLDER 950000000 (the first seed)"""
import json, sys
from pathlib import Path
import numpy as np
import scenes
from renders import png, text

FIRST = int(sys.argv[2]) if len(sys.argv) > 2 else 960_000_000
COUNT, LEAST = 24, .02

out = Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
cases, seed = [], FIRST
while len(cases) < COUNT:
    seed += 1
    rgb, caption, masks, family = scenes.make(np.random.default_rng(seed), 128)
    if family == "cells": continue
    mask = masks["o0"] > .5
    if mask.mean() < LEAST: continue
    name = f"{len(cases):02}"
    png(out / f"{name}.png", rgb)
    png(out / f"{name}-mask.png", (mask * 255).astype(np.uint8))
    thing = next(words for words, label in caption if label == "o0")
    cases.append({"name": name, "thing": thing.split()[-1], "prompt": text(caption), "seed": seed})
(out / "objects.json").write_text(json.dumps(cases, indent=1) + "\n")
