"""Scores of a run at the settings that users have, published formulas, no row renormalised.  A CNN fitted on renders (follow.py) reads the
pictures; its own accuracy on renders stands beside every number.
usage: score.py MODEL RUN [PICTURES=1000] [PART...] [--jobs J] [--tau .. --selfattention .. --guidance .. --vae ..]   parts: prompts steps swaps
place weights roi decoder; results gather in RUN/score.json

prompts   prompts of the grammar that are not those of training: every determined group of words read right
steps     the same prompts with 8 and with 30 steps
swaps     one change of a caption at the default tau: the changed group reads its new value; all other groups too ("and the rest")
place     recoloured pictures: each object's centroid within 2 pixels of the source's, beside what the same reading says of a render that was
          drawn in both colours; by what the objects are; background difference; the new colour read
weights   c = 0, 1, 2 of a word in the caption: how likely the CNN finds it; clear = it falls at 0 by a tenth at least and does not fall at 2;
          beside it the prompt without the word, and renders that are drawn as if the word weighed nothing
roi       cross-attention of nouns on noised renders, above .6 of its maximum, against the exact masks: IoU; pointing
decoder   PSNR of encoding and decoding held-out renders"""
import argparse, itertools, json, multiprocessing, os, time
import numpy as np, torch
import torch.nn.functional as Fn
from scipy.ndimage import center_of_mass, gaussian_filter, label as components
from skimage.filters import threshold_otsu
from autoencoder import psnr
from follow import judge
from model import ALPHAS, DEVICE, ROOT, T, W, caption, encode, load
from latents import project
import sample as sampling
from sample import Row

ap = argparse.ArgumentParser()
ap.add_argument("run"); ap.add_argument("pictures", type=int, nargs="?", default=1000); ap.add_argument("parts", nargs="*")
ap.add_argument("--jobs", type=int, default=1, help="processes"); ap.add_argument("--vae", default="autoencoder"); ap.add_argument("--name", default="score", help="of the file of results")
for option in ("tau", "selfattention", "weighttau", "guidance", "steps"): ap.add_argument(f"--{option}", type=float, default=W.DEFAULTS[option])
D = ap.parse_args()
D.steps = int(D.steps)
START = 7000000
mean = lambda v, digits=3: round(float(np.mean(v)), digits) if len(v) else None


def sample(M, rows, seeds, steps=D.steps, **more):                     # bfloat16: twice as fast; pictures differ by less than the eye sees
    return sampling.sample(M, rows, seeds, steps, D.guidance, bf16=True, **more)


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


def groups(records):
    """[(key, value)] -> {key: [values]}"""
    out = {}
    for k, v in records: out.setdefault(k, []).append(v)
    return dict(sorted(out.items()))


# Every part: a function that makes n records from its share of the seeds, and one that sums all records up.
@torch.no_grad()
def read(z):
    return {g: o.float().softmax(1).cpu().numpy() for g, o in NET(z).items()}


def prompts(M, seeds, n, steps=D.steps):
    out = []
    while len(out) < n:
        part = [(k, *captioned(START + k)) for k in itertools.islice(seeds, min(32, n - len(out)))]
        z, _ = sample(M, [p[1] for p in part], [30000 + p[0] for p in part], steps, control=False, decode=False)
        o = read(z)
        out += [(fam, {g: int(o[g][j].argmax()) == k for g, k in r.items()}) for j, (_, _, r, _, fam) in enumerate(part)]
    return out


def prompts_sum(out):
    hit = groups((g, v) for _, ok in out for g, v in ok.items())
    return {"pictures": len(out), "all groups right": mean([all(ok.values()) for _, ok in out]), "the CNN's own on renders": OWN["all"], "groups": {g: [mean(v), OWN.get(g), len(v)] for g, v in hit.items()},
            "families": {f: [mean([all(ok.values()) for ok in v], 2), len(v)] for f, v in groups(out).items()}}


def steps(M, seeds, n):
    seeds = list(itertools.islice(seeds, n))
    return [(k, all(ok.values())) for k in (8, 30) for _, ok in prompts(M, iter(seeds), n, k)]


def steps_sum(out): return {str(k): [mean(v), len(v)] for k, v in groups(out).items()}


def swaps(M, seeds, n):
    out = []
    while len(out) < n:
        s = next(seeds)
        e = edit(START + 100000 + s)
        if not e: continue
        (a, ra), (b, rb), kind = e
        new = [g for g in rb if ra.get(g) != rb[g]]
        if not new: continue
        o = read(sample(M, [Row(a), Row(b, D.tau, D.selfattention)], 40000 + s % 10000, decode=False)[0])
        out.append((kind, (all(int(o[g][1].argmax()) == rb[g] for g in new), all(int(o[g][1].argmax()) == k for g, k in rb.items()))))
    return out


def swaps_sum(out): return {k: [mean([x[0] for x in v]), mean([x[1] for x in v]), len(v)] for k, v in groups(out + [("all", v) for _, v in out]).items()}


def objects(im):
    """Centroids of what stands out from the ground, grain and gaps inside of an object smoothed away."""
    g = np.sqrt((gaussian_filter(im - np.median(im, (0, 1)), (1.5, 1.5, 0)) ** 2).sum(-1))
    l, n = components(g > threshold_otsu(g))
    size = np.bincount(l.ravel(), minlength=n + 1)
    keep = [i for i in range(1, n + 1) if size[i] >= 40]
    return np.array(center_of_mass(l > 0, l, keep)).reshape(-1, 2), l > 0


def kept(p, q):
    """Which of the objects p have one of q within 2 pixels."""
    return [bool(len(q) > 0 and np.hypot(*(q - c).T).min() <= 2) for c in p]


def place(M, seeds, n):
    out = []
    while len(out) < n:
        s = next(seeds)
        a, _, ch, fam = captioned(START + 200000 + s)
        key = next((k for k in ("colour", "colour:o0") if ch.get(k)), None)
        if not key: continue
        names = [c for c in list(getattr(W, "COLORS")) if c not in (ch[key], "grey", "white", "black")]
        force = {key: names[s % len(names)]}
        b, rb, _, _ = captioned(START + 200000 + s, force)
        if a == b: continue
        z, _ = sample(M, [Row(a), Row(b, D.tau, D.selfattention)], 50000 + s % 10000, decode=False)
        with torch.no_grad(): im = ((M[3].decode(z).clamp(-1, 1) + 1) / 2).permute(0, 2, 3, 1).cpu().numpy()
        (p, m), (q, k) = objects(im[0]), objects(im[1])
        group = next((g for g in ("colour", "stain") if g in rb), None)
        true = [objects(W.make(np.random.default_rng(START + 200000 + s), 128, f)[0] / 255)[0] for f in (None, force)]
        out.append((kept(p, q), float(np.abs(im[1] - im[0])[~(m | k)].mean()) if (~(m | k)).any() else 0.,
                    (m & k).sum() / max((m | k).sum(), 1), int(read(z)[group][1].argmax()) == rb[group] if group else None, kept(*true), W.placed(a)))
    return out


def place_sum(out):
    close, colour = [c for o in out for c in o[0]], [o[3] for o in out if o[3] is not None]
    kinds = groups((o[5], o) for o in out)
    return {"objects within 2 pixels": mean(close), "objects": len(close), "of renders": mean([c for o in out for c in o[4]]),
            "kinds": {k: [mean([c for o in v for c in o[0]]), mean([c for o in v for c in o[4]]), sum(len(o[0]) for o in v)] for k, v in kinds.items()}, "IoU of what stands out": mean([o[2] for o in out]), "background difference": mean([o[1] for o in out], 4), "new colour read": mean(colour), "pictures": len(out)}


def weights(M, seeds, n):
    out = []
    while len(out) < n:
        s = next(seeds)
        a, r, ch, fam = captioned(START + 300000 + s)
        w = W.weighted(np.random.default_rng([START + 300000 + s, 4]), ch, fam)
        if not w: continue
        key, word, kind = w
        group = {"colour:o0": "colour", "size:o0": None, "second": "second"}.get(key, key)
        if group not in r or not all(x in a.split() or x + "," in a for x in word.split()): continue
        less = " ".join(x for x in a.replace(",", " ,").split() if x not in word.split()).replace(" ,", ",")
        z, _ = sample(M, [Row(a)] + [Row(a, D.weighttau, D.selfattention, {x: c for x in word.split()}) for c in (0, 1, 2)] + [Row(less)], 60000 + s % 10000, decode=False)
        p = read(z)[group][1:, r[group]]
        drawn = np.stack([W.make(np.random.default_rng(START + 300000 + s), 128, f)[0] for f in ({"neutral": key}, None)])
        q = read(torch.from_numpy(project(drawn).astype(np.float32)).to(DEVICE))[group][:, r[group]]
        out.append((kind, (bool(p[0] < p[1] - .1 and p[2] > p[1] - .1), *map(float, p), bool(p[3] < p[1] - .1), float(q[0]), bool(q[0] < q[1] - .1))))
    return out


def weights_sum(out):
    """Shares that are clear: by c, by leaving the word out of the prompt, by the renderer; of every kind the share, the readings at c = 0, 1, 2, without
    the word, of a render without it, and the number."""
    return {"clear": mean([v[0] for _, v in out]), "word left out": mean([v[5] for _, v in out]), "of renders": mean([v[7] for _, v in out]), "pictures": len(out),
            "kinds": {k: [mean([x[i] for x in v], 2) for i in (0, 1, 2, 3, 4, 6)] + [len(v)] for k, v in groups(out).items()}}


def roi(M, seeds, n):
    tok, te, u, _ = M
    out, seeds = [], list(itertools.islice(seeds, n))
    for t in (300, 600):
        for i in range(0, len(seeds), 32):
            sc = [W.make(np.random.default_rng(9000000 + k)) for k in seeds[i:i + 32]]
            store = []
            u.hub.hook = lambda p, cross, name: (store.append(p.mean(1)) if cross and p.shape[2] in (256, 64) else None, p)[1]
            with torch.no_grad():
                z = torch.from_numpy(project(np.stack([s[0] for s in sc])).astype(np.float32)).to(DEVICE)
                u(ALPHAS[t].sqrt() * z + (1 - ALPHAS[t]).sqrt() * torch.randn(z.shape, generator=torch.Generator().manual_seed(seeds[i])).to(DEVICE), t, encode(tok, te, [caption(s[1]) for s in sc]))
            u.hub.hook = None
            A = 0
            for p in store:
                k = int(p.shape[1] ** .5)
                A = A + Fn.interpolate(p.transpose(1, 2).reshape(len(z), T, k, k), size=128, mode="bilinear")
            A = A.cpu().numpy()
            for j, (_, cap, masks, _) in enumerate(sc):
                words, pos = [], 1
                for text, lab in cap:
                    pos += len(text.replace(",", " , ").split())
                    if lab in masks and lab != "instances": words.append((pos - 1, lab))      # the last word of a piece is its noun
                for q, lab in words:
                    m = masks[lab] > .5
                    if q >= T - 1 or not 60 <= m.sum() <= .7 * m.size: continue
                    h = A[j, q]
                    k = h > .6 * h.max()
                    out.append((t, ((m & k).sum() / (m | k).sum(), bool(m.ravel()[h.argmax()]))))
    return out


def roi_sum(out): return {str(t): {"IoU": mean([x[0] for x in v]), "pointing": mean([x[1] for x in v]), "words": len(v)} for t, v in groups(out).items()}


def decoder(M, seeds, n):
    out = []
    for k in itertools.islice(seeds, n):
        im, cap, _, _ = W.make(np.random.default_rng(9100000 + k))
        x = torch.from_numpy(im[None]).permute(0, 3, 1, 2).float().to(DEVICE) / 127.5 - 1
        with torch.no_grad(): out.append(("noisy" if "noisy" in caption(cap) else "not noisy", psnr(M[3].decode(M[3].encode(x)), x)))
    return out


def decoder_sum(out): return {"psnr": mean([v for _, v in out], 2), "renders": len(out), **{k: mean(v, 2) for k, v in groups(out).items()}}


SHARE = {prompts: 1, steps: .5, swaps: .5, place: .2, weights: .4, roi: .25, decoder: .1}      # of the pictures of each part


def start():
    """In every process: the run and its judge."""
    global M, NET, OWN
    torch.set_num_threads(1)
    M, (NET, OWN) = load(D.run, D.vae), judge()


def share(task):
    part, k, of = task
    n = max(8, int(D.pictures * SHARE[part]))
    with torch.no_grad(): return part, part(M, itertools.count(k, of), n // of + (k < n % of))


if __name__ == "__main__":
    t0, found = time.time(), {}
    parts = [p for p in SHARE if not D.parts or p.__name__ in D.parts]
    of = max(1, D.jobs // 2) if D.jobs > 1 else 1
    tasks = [(p, k, of) for p in parts for k in range(of)]
    start()
    jobs = multiprocessing.get_context("spawn").Pool(D.jobs, start) if D.jobs > 1 else None
    for part, records in jobs.imap_unordered(share, tasks) if jobs else map(share, tasks):
        found.setdefault(part.__name__, []).append(records)
        if len(found[part.__name__]) < of: continue
        r = globals()[part.__name__ + "_sum"](sum(found[part.__name__], []))
        print(part.__name__, r, f"{time.time() - t0:.0f} s", flush=True)
        path = f"{ROOT}/{D.run}/{D.name}.json"
        R = json.load(open(path)) if os.path.exists(path) else {}
        json.dump({**R, part.__name__: r}, open(path, "w"), indent=1)
