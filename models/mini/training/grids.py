"""Grids of a run.  usage: grids.py RUN OUTPREFIX [samples|p2p|reweight|heat|all]   Seeds are fixed beforehand, not picked."""
import sys
import numpy as np, torch
from PIL import Image, ImageDraw
from model import load
from sample import Row, sample
torch.set_num_threads(1)
run, out, what = sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else "all"
M = load(run); tok = M[0]


def tile(rows, labels, path, head=None):
    """rows: lists of HxWx3 floats; one caption per row."""
    s = rows[0][0].shape[0]
    y = 14 if head else 0
    im = Image.new("RGB", (max(len(r) for r in rows) * (s + 2), len(rows) * (s + 14) + y), "white"); d = ImageDraw.Draw(im)
    for j, h in enumerate(head or []): d.text((j * (s + 2) + 2, 1), h, fill=(0, 0, 160))
    for r, l in zip(rows, labels):
        d.text((2, y + 1), l, fill="black")
        for j, x in enumerate(r): im.paste(Image.fromarray((np.clip(x, 0, 1) * 255).astype(np.uint8)), (j * (s + 2), y + 13))
        y += s + 14
    im.save(path)


def heatmap(h, img):
    h = np.clip((h - h.min()) / (h.max() - h.min() + 1e-9), 0, 1)
    h = np.asarray(Image.fromarray((h * 255).astype(np.uint8)).resize((img.shape[1], img.shape[0]), Image.BICUBIC)) / 255.
    return .3 * img + .7 * np.stack([np.clip(h * 2, 0, 1), np.clip(h * 2 - 1, 0, 1), .35 * (1 - h)], -1)


PROMPTS = ["a red ball", "a fluffy blue ball", "a green cube on a table", "an orange star on the beach", "a black cat on the grass", "a castle next to a river",
           "children drawing of a castle next to a river", "watercolor painting of a castle on a hill in winter", "a blue car on the side of the street",
           "a car on the side of the flooded street at night", "a cat riding on a bicycle", "a dog riding on a car", "a young girl playing in a field, on a hill overlooking a dry valley",
           "a blossom tree", "a red ball and a green cube on the grass", "fluorescence microscopy image of dense round green cells with bright nuclei"]
if what in ("samples", "all"):
    tile([list(sample(M, [p] * 6, [100 + i for i in range(6)], control=False)[0]) for p in PROMPTS], PROMPTS, f"{out}_samples.png")
if what in ("p2p", "all"):
    taus = [0, .2, .4, .6, .8, 1.0]
    edits = [("a cat riding on a bicycle", "a cat riding on a car"), ("a young boy playing in a field, on a hill overlooking a green valley", "a young girl playing in a field, on a hill overlooking a green valley"),
             ("a young boy playing in a field, on a hill overlooking a green valley", "a young boy playing in a field, on a hill overlooking a dry valley"),
             ("castle next to a river", "children drawing of a castle next to a river"), ("a car on the side of the street", "a car on the side of the flooded street"),
             ("a car on the side of the street", "a car on the side of the street at night"), ("a red ball on the grass", "a blue ball on the grass"), ("a red ball", "a red cube"),
             ("a castle next to a river", "a castle next to a river in winter"), ("fluorescence microscopy image of dense round green cells", "fluorescence microscopy image of dense round red cells")]
    rows = [list(sample(M, [Row(a)] + [Row(b, t, min(t, .4)) for t in taus], 11)[0]) for a, b in edits]
    tile(rows, [f"{a}  ->  {b}" for a, b in edits], f"{out}_p2p.png", ["source", "tau 0 (no control)"] + [f"tau {t}" for t in taus[1:]])
if what in ("reweight", "all"):
    cs = [-2, -1, 0, .5, 1, 1.5, 2]
    ws = [("a fluffy red ball", "fluffy"), ("a blossom tree", "blossom"), ("a castle next to a river at night", "night"), ("a car on the side of the flooded street", "flooded"),
          ("children drawing of a castle next to a river", "children"), ("a castle next to a river in winter", "winter")]
    tile([list(sample(M, [Row(p)] + [Row(p, .8, .2, {w: c}) for c in cs], 11)[0]) for p, w in ws], [f"{p}: '{w}'" for p, w in ws], f"{out}_reweight.png", ["source"] + [f"c={c}" for c in cs])
if what in ("heat", "all"):
    rows, labels = [], []
    for p, ws in (("a fluffy red ball on the grass", ["fluffy", "red", "ball", "grass"]), ("a castle next to a river at night", ["castle", "next", "river", "night"]),
                  ("a cat riding on a bicycle", ["cat", "riding", "bicycle"]), ("a car on the side of the flooded street", ["car", "side", "flooded", "street"])):
        im, ctl = sample(M, [Row(p)], 11)
        ids = tok(p)
        rows.append([im[0]] + [heatmap(ctl.heat(0, ids.index(tok.words(w)[0])), im[0]) for w in ws] + [heatmap(ctl.heat(0, 0), im[0])])
        labels.append(p + ":  image, " + ", ".join(ws) + ", <start>")
    tile(rows, labels, f"{out}_heat.png")
