"""Render scenes to memory-mapped arrays.
usage: render.py pairs START N OUT    latents of N pairs (plain and mirrored), masks of their words at 16x16, captions: to train text encoder and UNet
       render.py focus START N OUT    the same, of the changes only that are hardest to learn (HARD)
       render.py images START N OUT   the same for single scenes, with the pictures: to train the decoder and to score"""
import json, os, sys
import numpy as np
from latents import K, project
from scenes import caption, chosen_change, make, pair

S, LABELS = 128, 5
HARD = {"tree": 1, "noun": .5, "time": .5, "adj:o0": .3, "street": .3, "vehicle": .5}       # key of a change -> share of its pairs that are kept


def hard(start):
    """Seeds from start on whose pair is one of HARD."""
    while True:
        key = next(iter(chosen_change(start)), None)
        if np.random.default_rng([start, 2]).random() < HARD.get(key, 0): yield start
        start += 1


def describe(cap, masks):
    """-> [[word, mask number or -1], ...] (commas are words of their own), masks (LABELS, 16, 16) uint8"""
    labels, words, out = [], [], np.zeros((LABELS, 16, 16), np.uint8)
    for text, lab in cap:
        if lab in masks and lab not in labels and len(labels) < LABELS:
            out[len(labels)] = masks[lab].reshape(16, 8, 16, 8).mean((1, 3)) * 255
            labels.append(lab)
        k = labels.index(lab) if lab in labels else -1
        words += [[w, k] for w in text.replace(",", " , ").split()]
    return words, out


if __name__ == "__main__":
    kind, start, n, out = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    os.makedirs(out, exist_ok=True)
    two = (2,) if kind != "images" else ()
    seeds = hard(start) if kind == "focus" else iter(range(start, start + n))
    new = lambda name, dtype, *shape: np.lib.format.open_memmap(f"{out}/{name}.npy", "w+", dtype, (n, *shape))
    masks, lat, latf = new("masks", np.uint8, *two, LABELS, 16, 16), new("lat", np.float16, *two, K, 16, 16), new("latf", np.float16, *two, K, 16, 16)
    images = None if two else new("images", np.uint8, S, S, 3)
    with open(f"{out}/captions.jsonl", "w") as f:
        for i in range(n):
            seed = next(seeds)
            scenes = pair(seed) if two else [make(np.random.default_rng(seed))]
            x = np.stack([s[0] for s in scenes])
            d = [describe(s[1], s[2]) for s in scenes]
            z, zf, m = project(x), project(x[:, :, ::-1]), np.stack([k for _, k in d])
            lat[i], latf[i], masks[i] = (z, zf, m) if two else (z[0], zf[0], m[0])
            if images is not None: images[i] = x[0]
            for s, (w, _) in zip(scenes, d): f.write(json.dumps({"t": caption(s[1]), "w": w, "f": s[3]}) + "\n")
