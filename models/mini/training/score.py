"""Scores of a run: the table of the model card.  Published formulas, no row is renormalised.
usage: score.py RUN [SEEDS=4] [PART...]   parts: colour follow swap recolour locality weight phrase decoder; results gather in models/RUN/score.json"""
import json, os, sys, time
import numpy as np, torch
from scipy.ndimage import gaussian_filter, label as components
from scipy.stats import spearmanr
from skimage.color import rgb2lab
from autoencoder import psnr
from follow import Net, targets
from model import ROOT, T, encode, load
from nets import ALPHAS
from sample import Row, sample
from scenes import COLORS, caption, make

NAMES = ["red", "green", "blue", "yellow", "orange", "purple", "pink", "turquoise"]
LAB = rgb2lab(np.array([[COLORS[c] for c in NAMES]]))[0]
STEPS = 20
LEAST = .005                                                           # of a strength, on its scale of 0 to 1


def colour_mask(im):
    """Nearest palette colour of every pixel (hue angle and lightness in Lab), -1 where unsaturated."""
    lab = rgb2lab(im)
    h, c = np.arctan2(lab[..., 2], lab[..., 1]), np.hypot(lab[..., 1], lab[..., 2])
    d = np.abs(np.angle(np.exp(1j * (h[..., None] - np.arctan2(LAB[:, 2], LAB[:, 1]))))) + .012 * np.abs(lab[..., :1] - LAB[:, 0])
    k = d.argmin(-1)
    k[c < 28] = -1
    return k


def object_colour(im):
    n = np.bincount(colour_mask(im).ravel() + 1, minlength=len(NAMES) + 1)[1:]
    return NAMES[int(n.argmax())] if n.max() > .012 * im.shape[0] * im.shape[1] else None


def blob(im):
    """Largest saturated region."""
    m = colour_mask(im) >= 0
    l, n = components(m)
    return l == 1 + np.argmax(np.bincount(l.ravel())[1:]) if n else m


def iou(a, b):
    return (a & b).sum() / max((a | b).sum(), 1)


def texture(im, m):
    g = im.mean(-1)
    m = m if m.sum() >= 60 else np.ones(g.shape, bool)
    return float((g - gaussian_filter(g, 3))[m].std())


def pink(im):
    """Above 0 where red and blue both exceed green; measured where the source picture is pink."""
    return np.minimum(im[..., 0], im[..., 2]) - im[..., 1]


def mean(v, digits=3):
    return round(float(np.mean(v)), digits)


def colour(M, n):
    """Named colour right, by the pixel rule."""
    ok = {}
    for shape in ("ball", "cube"):
        for c in NAMES:
            ims, _ = sample(M, [f"{'an' if c == 'orange' else 'a'} {c} {shape}"] * n, list(range(1000, 1000 + n)), STEPS, control=False)
            ok.setdefault(c, []).extend(object_colour(x) == c for x in ims)
    return {"right": mean(sum(ok.values(), [])), "each": {c: mean(v, 2) for c, v in ok.items()}}


def follow(M, n):
    """Fresh captions of the grammar: does a CNN fitted on renders see the named word?  [model, CNN on renders, number]"""
    net = Net(M[2].config["in_channels"])
    net.load_state_dict(torch.load(f"{ROOT}/follow.pt")); net.eval()
    own, hit = json.load(open(f"{ROOT}/follow.json")), {}
    caps = [(caption(c), f) for _, c, _, f in (make(np.random.default_rng(7000000 + s), 16) for s in range(24 * n))]
    for i in range(0, len(caps), 16):
        part = caps[i:i + 16]
        z, _ = sample(M, [c for c, _ in part], list(range(3000 + i, 3000 + i + len(part))), STEPS, control=False, decode=False)
        with torch.no_grad(): o = net(z)
        for j, (c, f) in enumerate(part):
            for g, k in targets(c.replace(",", " ,").split(), f).items(): hit.setdefault(g, []).append(int(o[g][j].argmax()) == k)
    return {g: [mean(v), own[g], len(v)] for g, v in hit.items()}


def edits(M, a, b, n, taus=(0, .8)):
    """Source and edited pictures of n seeds, self-attention shared for 40 % of the steps at most."""
    for s in range(n):
        im, ctl = sample(M, [Row(a)] + [Row(b, t, min(t, .4)) for t in taus], 50 + s, STEPS)
        yield im, ctl


def swap(M, n):
    """[object IoU with the source, background mean difference] without and with control"""
    out = {}
    for a, b in (("a red ball", "a blue ball"), ("a blue ball", "a blue cube"), ("a red cube", "a red star"), ("a green star", "a green ball")):
        io, bg = {0: [], .8: []}, {0: [], .8: []}
        for im, _ in edits(M, a, b, n):
            m = blob(im[0])
            for t, x in zip(io, im[1:]):
                k = blob(x)
                io[t].append(iou(m, k)); bg[t].append(np.abs(x - im[0])[~(m | k)].mean())
        out[f"{a} -> {b}"] = {str(t): [mean(io[t]), mean(bg[t], 4)] for t in io}
    return out


def recolour(M, n):
    """New colour right and background difference at tau 0.8."""
    right, bg = [], []
    for old, new in (("red", "blue"), ("green", "purple"), ("blue", "yellow")):
        for shape in ("ball", "cube"):
            for im, _ in edits(M, f"a {old} {shape}", f"a {new} {shape}", n, (.8,)):
                m = blob(im[0]) | blob(im[1])
                right.append(object_colour(im[1]) == new); bg.append(np.abs(im[1] - im[0])[~m].mean())
    return {"right": mean(right), "background": mean(bg, 4)}


def weight(M, n):
    """Strength of a word's effect against its weight c, at the model's own settings; a rise of less than LEAST in all is none."""
    cs, out = [-2, -1, 0, .5, 1, 1.5, 2], {}
    for p, w, f in (("a fluffy red ball", "fluffy", lambda x: texture(x, blob(x))), ("a castle next to a river at night", "night", lambda x: -x.mean()),
                    ("a blossom tree", "blossom", pink)):
        v = []
        for s in range(n):
            im, _ = sample(M, [Row(p)] + [Row(p, .8, .4, {w: c}) for c in cs], 60 + s, 30)
            crown = pink(im[0]) > 0
            v.append([float(f(x)[crown].mean() if f is pink else f(x)) for x in im[1:]])
        out[w] = {"curve": np.mean(v, 0).round(4).tolist(), "monotone 0..2": mean([np.all(np.diff(x[2:]) > -1e-3) and x[-1] > x[2] + LEAST for x in v], 2), "below 0 lower still": mean([x[0] < x[2] for x in v], 2),
                  "spearman": mean([spearmanr(cs, x)[0] for x in v], 2)}
    return out


def phrase(M, n):
    """Added phrases at tau 0.8: IoU of the noun's own attention (above 0.4 of its maximum) with the source's, and how much the picture changes."""
    out, tok = {}, M[0]
    for a, b, noun in (("a castle next to a river", "children drawing of a castle next to a river", "castle"), ("a car on the side of the street", "a car on the side of the street at night", "car"),
                       ("a car on the side of the street", "a car on the side of the flooded street", "car")):
        io, ch = [], []
        for im, ctl in edits(M, a, b, n, (.8,)):
            h = [ctl.heat(r, tok(p).index(tok.word(noun)[0])) for r, p in ((0, a), (1, b))]
            io.append(iou(*(x > .4 * x.max() for x in h))); ch.append(np.abs(im[1] - im[0]).mean())
        out[f"{a} -> {b}"] = {"IoU": mean(io), "change": mean(ch)}
    return out


def locality(M, n):
    """Cross-attention of words against the masks of held-out renders noised to t: AUC and pointing."""
    tok, te, u, _ = M
    caps, mk, lat, out = [json.loads(l) for l in open("data/val/captions.jsonl")][:192], np.load("data/val/masks.npy"), np.load("data/val/lat.npy"), {}
    for t in (300, 700):
        auc, point = [], []
        for i in range(0, 192, 64):
            store = []
            u.hub.hook = lambda p, cross, name: (store.append(p.mean(1)) if cross and p.shape[2] == 256 else None, p)[1]
            with torch.no_grad():
                z = torch.from_numpy(lat[i:i + 64].astype(np.float32))
                u(ALPHAS[t].sqrt() * z + (1 - ALPHAS[t]).sqrt() * torch.randn(z.shape, generator=torch.Generator().manual_seed(0)), t, encode(tok, te, [c["t"] for c in caps[i:i + 64]]))
            u.hub.hook = None
            A = torch.stack(store).mean(0).numpy()
            for j in range(len(z)):
                for k, (w, l) in enumerate(caps[i + j]["w"][:T - 2]):
                    m = mk[i + j, l].ravel() > 127 if l >= 0 else np.zeros(1, bool)
                    if 3 <= m.sum() <= 250:
                        v = A[j, :, k + 1]
                        auc.append((v.argsort().argsort()[m].mean() - (m.sum() - 1) / 2) / (~m).sum()); point.append(m[v.argmax()])
        out[str(t)] = {"auc": mean(auc), "pointing": mean(point)}
    return out


def decoder(M, n):
    """PSNR of encoding and decoding held-out renders."""
    x = torch.from_numpy(np.load("data/val/images.npy", mmap_mode="r")[512:576].copy()).permute(0, 3, 1, 2).float() / 127.5 - 1
    with torch.no_grad(): return {"psnr": round(psnr(M[3].decode(M[3].encode(x)), x), 2)}


PARTS = [colour, follow, swap, recolour, locality, weight, phrase, decoder]


def table(r):
    rows = []
    if "colour" in r: rows.append(("1 colour", ">= .90", r["colour"]["right"]))
    if "follow" in r:
        f = r["follow"]
        rows.append(("2 object kind (CNN's own on renders)", ">= .80", f"{f['noun'][0]} ({f['noun'][1]})"))
        rows.append(("3 place, style, time, season, flooded, valley", ">= .90 each", " ".join(f"{g} {f[g][0]} ({f[g][1]}, n={f[g][2]})" for g in ("place", "style", "time", "season", "flood", "valley") if g in f)))
    if "swap" in r: rows.append(("4 swap: IoU tau 0 / 0.8, background", ">= .75, + .2; <= .03", "; ".join(f"{k}: {v['0'][0]} / {v['0.8'][0]}, {v['0.8'][1]}" for k, v in r["swap"].items())))
    if "recolour" in r: rows.append(("5 recolour", ">= .80; <= .03", f"{r['recolour']['right']}; {r['recolour']['background']}"))
    if "locality" in r: rows.append(("6 pointing, AUC", ">= .9, >= .95", "; ".join(f"t {t}: {v['pointing']}, {v['auc']}" for t, v in r["locality"].items())))
    if "weight" in r: rows.append(("7 re-weighting: monotone on 0..2, below 0 lower", ">= .80", "; ".join(f"{k} {v['monotone 0..2']}, {v['below 0 lower still']}" for k, v in r["weight"].items())))
    if "phrase" in r: rows.append(("8 added phrase: IoU of the object", ">= .70", "; ".join(f"{k.split(' -> ')[1]} {v['IoU']}" for k, v in r["phrase"].items())))
    if "decoder" in r: rows.append(("9 decoder PSNR", ">= 27 dB", r["decoder"]["psnr"]))
    rows.append(("10 speed", "<= 10 s; <= 2 s", "measured through the Java engine"))
    return "\n".join(f"| {a} | {b} | {c} |" for a, b, c in rows)


if __name__ == "__main__":
    run, n = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 4
    torch.set_num_threads(1)
    M, t0 = load(run), time.time()
    for part in PARTS:
        if len(sys.argv) > 3 and part.__name__ not in sys.argv[3:]: continue
        r = part(M, n)
        print(part.__name__, r, f"{time.time() - t0:.0f} s", flush=True)
        path = f"{ROOT}/{run}/score.json"
        R = json.load(open(path)) if os.path.exists(path) else {}
        json.dump({**R, part.__name__: r}, open(path, "w"), indent=1)
    print(table(json.load(open(path))))
