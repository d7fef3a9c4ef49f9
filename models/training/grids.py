"""Grids of a run at the model's own settings.  usage: grids.py MODEL RUN OUTPREFIX [sheet|edits|weights|heat|all] [--linear]
Prompts of the sheet come from the grammar, seeds are fixed beforehand, nothing is picked.  --linear: no decoder yet, the latents' linear inverse."""
import sys
import numpy as np, torch
from PIL import Image, ImageDraw
from latents import load_pca
from model import W, caption, load
from sample import Row, sample
torch.set_num_threads(1)
linear = "--linear" in sys.argv
if linear: sys.argv.remove("--linear")
run, out, what = sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else "all"
M = load(run); tok, D = M[0], W.DEFAULTS


class Linear:
    """Least squares in place of a decoder."""

    def __init__(s): s.A, s.b = load_pca(); s.A, s.b = np.linalg.pinv(s.A), s.b

    def decode(s, z):
        p = (z.permute(0, 2, 3, 1).cpu().numpy() + s.b) @ s.A
        return torch.from_numpy(p.reshape(len(p), 16, 16, 8, 8, 3).transpose(0, 5, 1, 3, 2, 4).reshape(len(p), 3, 128, 128)).float()


if linear: M = (*M[:3], Linear())


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


if what in ("sheet", "all"):
    prompts = [caption(W.make(np.random.default_rng(6000000 + i), 16)[1]) for i in range(100)]
    ims = [x for i in range(0, 100, 10) for x in sample(M, prompts[i:i + 10], [400 + i + j for j in range(10)], control=False)[0]]
    s, sheet = 128, Image.new("RGB", (10 * 130, 10 * 154), "white")
    d = ImageDraw.Draw(sheet)
    for i, (p, x) in enumerate(zip(prompts, ims)):
        X, Y = i % 10 * 130, i // 10 * 154
        for k in range(2): d.text((X + 1, Y + 11 * k), p[22 * k:22 * k + 22], fill="black")
        sheet.paste(Image.fromarray((np.clip(x, 0, 1) * 255).astype(np.uint8)), (X, Y + 24))
    sheet.save(f"{out}_sheet.png")
if what in ("edits", "all"):
    taus = [0, .1, .2, .3, .5, .8]
    rows = [list(sample(M, [Row(a)] + [Row(b, t, min(t, D["selfattention"])) for t in taus], 11)[0]) for a, b in W.EDITS]
    tile(rows, [f"{a}  ->  {b}" for a, b in W.EDITS], f"{out}_edits.png", ["source", "tau 0 (no control)"] + [f"tau {t}" for t in taus[1:]])
if what in ("weights", "all"):
    cs = [-1, 0, .5, 1, 1.5, 2]
    tile([list(sample(M, [Row(p)] + [Row(p, D["weighttau"], D["selfattention"], {w: c}) for c in cs], 11)[0]) for p, w in W.STRENGTHS], [f"{p}: '{w}'" for p, w in W.STRENGTHS], f"{out}_weights.png", ["source"] + [f"c={c}" for c in cs])
if what in ("heat", "all"):
    rows, labels = [], []
    for p, ws in W.HEAT:
        im, ctl = sample(M, [Row(p)], 11)
        ids = tok(p)
        rows.append([im[0]] + [heatmap(ctl.heat(0, ids.index(tok.words(w)[0])), im[0]) for w in ws] + [heatmap(ctl.heat(0, 0), im[0])])
        labels.append(p + ":  image, " + ", ".join(ws) + ", <start>")
    tile(rows, labels, f"{out}_heat.png")
