"""Scores of a run at the settings that users have, published formulas, no row renormalised.  A CNN fitted on renders (follow.py) reads the
pictures; its own accuracy on renders stands beside every number.
usage: score.py MODEL RUN [PICTURES=1000] [PART...]   parts: prompts steps swaps place weights roi decoder; results gather in RUN/score.json

prompts   prompts of the grammar that are not those of training: every determined group of words read right
steps     the same prompts with 8 and with 30 steps
swaps     one change of a caption at the default tau: the changed group reads its new value; all other groups too ("and the rest")
place     recoloured pictures: each object's centroid within 2 pixels of the source's; background difference
weights   c = 0, 1, 2 of a word in the caption: how likely the CNN finds it; clear = it falls at 0 by a tenth at least and does not fall at 2
roi       cross-attention of nouns on noised renders, above .6 of its maximum, against the exact masks: IoU; pointing
decoder   PSNR of encoding and decoding held-out renders"""
import json, os, sys, time
from functools import partial
import numpy as np, torch
import torch.nn.functional as Fn
from scipy.ndimage import center_of_mass, label as components
from skimage.filters import threshold_otsu
from autoencoder import psnr
from follow import judge
from model import ALPHAS, ROOT, T, W, caption, describe, encode, load
from latents import project
import sample as sampling
from sample import Row

D = W.DEFAULTS
sample = partial(sampling.sample, bf16=True)                           # twice as fast on the CPU; pictures differ by less than the eye sees
START = 7000000
mean = lambda v, digits=3: round(float(np.mean(v)), digits) if len(v) else None


def captioned(seed, force=None):
    """A caption of the grammar -> text, {group: index}, choices, family"""
    ch = {}
    _, cap, _, fam = W.make(np.random.default_rng(seed), 16, force, ch)
    return caption(cap), W.reads(cap, fam, ch), ch, fam


def edit(seed):
    """A caption and one change of it -> (text, groups) twice, kind"""
    a, ra, ch, fam = captioned(seed)
    force = W.change(np.random.default_rng([seed, 3]), ch, fam)
    if not force: return None
    b, rb, _, _ = captioned(seed, force)
    return None if a == b else ((a, ra), (b, rb), W.KINDS.get(next(iter(force)), next(iter(force))))


@torch.no_grad()
def read(z):
    return {g: o.softmax(1).numpy() for g, o in NET(z).items()}


def prompts(M, n, steps=D["steps"]):
    hit, full = {}, {}
    for i in range(0, n, 16):
        part = [captioned(START + s) for s in range(i, min(i + 16, n))]
        z, _ = sample(M, [p[0] for p in part], list(range(30000 + i, 30000 + i + len(part))), steps, control=False, decode=False)
        o = read(z)
        for j, (_, r, _, fam) in enumerate(part):
            ok = {g: int(o[g][j].argmax()) == k for g, k in r.items()}
            for g, v in ok.items(): hit.setdefault(g, []).append(v)
            full.setdefault(fam, []).append(all(ok.values()))
    every = sum(full.values(), [])
    return {"pictures": len(every), "all groups right": mean(every), "the CNN's own on renders": OWN["all"], "groups": {g: [mean(v), OWN.get(g), len(v)] for g, v in hit.items()},
            "families": {f: [mean(v, 2), len(v)] for f, v in sorted(full.items())}}


def steps(M, n):
    return {str(k): prompts(M, n // 2, k)["all groups right"] for k in (8, 30)}


def swaps(M, n):
    """kind -> [changed groups right, and the rest of the groups as well, the same without control, number]"""
    out, s = {}, START + 100000
    while sum(map(len, out.values())) < n:
        s += 1
        e = edit(s)
        if not e: continue
        (a, ra), (b, rb), kind = e
        z, _ = sample(M, [Row(a), Row(b, D["tau"], D["selfattention"])], 40000 + s % 10000, decode=False)
        o = read(z)
        new = [g for g in rb if ra.get(g) != rb[g]]
        if not new: continue
        ok = [int(o[g][1].argmax()) == rb[g] for g in new]
        out.setdefault(kind, []).append((all(ok), all(int(o[g][1].argmax()) == k for g, k in rb.items()), int(o[new[0]][0].argmax()) == ra.get(new[0], -1)))
    return {k: [mean([x[0] for x in v]), mean([x[1] for x in v]), len(v)] for k, v in sorted(out.items())}


def objects(im):
    """Centroids of what stands out from the ground."""
    g = np.abs(im - np.median(im, (0, 1))).max(-1)
    l, n = components(g > threshold_otsu(g))
    size = np.bincount(l.ravel(), minlength=n + 1)
    keep = [i for i in range(1, n + 1) if size[i] >= 40]
    return np.array(center_of_mass(l > 0, l, keep)).reshape(-1, 2), l > 0


def place(M, n):
    close, back, same, s = [], [], [], START + 200000
    while len(back) < n:
        s += 1
        _, _, ch, fam = captioned(s)
        key = next((k for k in ("colour", "colour:o0") if ch.get(k)), None)
        if not key: continue
        names = [c for c in list(getattr(W, "COLORS")) if c not in (ch[key], "grey", "white", "black")]
        a, b = captioned(s)[0], captioned(s, {key: names[s % len(names)]})[0]
        if a == b: continue
        im, _ = sample(M, [Row(a), Row(b, D["tau"], D["selfattention"])], 50000 + s % 10000)
        (p, m), (q, k) = objects(im[0]), objects(im[1])
        if len(p): close += [len(q) > 0 and np.hypot(*(q - c).T).min() <= 2 for c in p]
        back.append(np.abs(im[1] - im[0])[~(m | k)].mean() if (~(m | k)).any() else 0.)
        same.append((m & k).sum() / max((m | k).sum(), 1))
    return {"objects within 2 pixels": mean(close), "objects": len(close), "IoU of what stands out": mean(same), "background difference": mean(back, 4), "pictures": len(back)}


def weights(M, n):
    out, s = {}, START + 300000
    while sum(map(len, out.values())) < n:
        s += 1
        a, r, ch, fam = captioned(s)
        w = W.weighted(np.random.default_rng([s, 4]), ch, fam)
        if not w: continue
        key, word, kind = w
        group = {"colour:o0": "colour", "size:o0": None, "second": "second"}.get(key, key)
        if group not in r or not all(x in a.split() or x + "," in a for x in word.split()): continue
        z, _ = sample(M, [Row(a)] + [Row(a, .8, D["selfattention"], {x: c for x in word.split()}) for c in (0, 1, 2)], 60000 + s % 10000, decode=False)
        p = read(z)[group][1:, r[group]]
        out.setdefault(kind, []).append((bool(p[0] < p[1] - .1 and p[2] > p[1] - .1), float(p[0]), float(p[1]), float(p[2])))
    every = sum(out.values(), [])
    return {"clear": mean([x[0] for x in every]), "pictures": len(every), "kinds": {k: [mean([x[i] for x in v], 2) for i in range(4)] + [len(v)] for k, v in sorted(out.items())}}


def roi(M, n):
    tok, te, u, _ = M
    io, point = {}, {}
    for t in (300, 600):
        for i in range(0, n, 32):
            sc = [W.make(np.random.default_rng(9000000 + k)) for k in range(i, min(i + 32, n))]
            store = []
            u.hub.hook = lambda p, cross, name: (store.append(p.mean(1)) if cross and p.shape[2] in (256, 64) else None, p)[1]
            with torch.no_grad():
                z = torch.from_numpy(project(np.stack([s[0] for s in sc])).astype(np.float32))
                u(ALPHAS[t].sqrt() * z + (1 - ALPHAS[t]).sqrt() * torch.randn(z.shape, generator=torch.Generator().manual_seed(i)), t, encode(tok, te, [caption(s[1]) for s in sc]))
            u.hub.hook = None
            A = 0
            for p in store:
                k = int(p.shape[1] ** .5)
                A = A + Fn.interpolate(p.transpose(1, 2).reshape(len(z), T, k, k), size=128, mode="bilinear")
            for j, (_, cap, masks, _) in enumerate(sc):
                words, pos = [], 1
                for text, lab in cap:
                    ws = text.replace(",", " , ").split()
                    pos += len(ws)
                    if lab in masks and lab != "instances": words.append((pos - 1, lab))      # the last word of a piece is its noun
                for q, lab in words:
                    m = masks[lab] > .5
                    if q >= T - 1 or not 60 <= m.sum() <= .7 * m.size: continue
                    h = A[j, q].numpy()
                    k = h > .6 * h.max()
                    io.setdefault(t, []).append((m & k).sum() / (m | k).sum()); point.setdefault(t, []).append(m.ravel()[h.argmax()])
    return {str(t): {"IoU": mean(io[t]), "pointing": mean(point[t]), "words": len(io[t])} for t in io}


def decoder(M, n):
    v = []
    with torch.no_grad():
        for i in range(0, n, 16):
            x = torch.from_numpy(np.stack([W.make(np.random.default_rng(9100000 + k))[0] for k in range(i, min(i + 16, n))])).permute(0, 3, 1, 2).float() / 127.5 - 1
            v += [psnr(M[3].decode(M[3].encode(x[k:k + 1])), x[k:k + 1]) for k in range(len(x))]
    return {"psnr": mean(v, 2), "renders": len(v)}


SHARE = {prompts: 1, steps: .5, swaps: .5, place: .2, weights: .4, roi: .25, decoder: .1}      # of the pictures of each part

if __name__ == "__main__":
    run, n = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    torch.set_num_threads(1)
    M, t0 = load(run), time.time()
    NET, OWN = judge()
    for part, share in SHARE.items():
        if len(sys.argv) > 3 and part.__name__ not in sys.argv[3:]: continue
        with torch.no_grad(): r = part(M, max(8, int(n * share)))
        print(part.__name__, r, f"{time.time() - t0:.0f} s", flush=True)
        path = f"{ROOT}/{run}/score.json"
        R = json.load(open(path)) if os.path.exists(path) else {}
        json.dump({**R, part.__name__: r}, open(path, "w"), indent=1)
