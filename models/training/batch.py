"""A batch of rows, drawn from a pool of pairs on the device: row 2j is the source of pair j, row 2j+1 its target.

A part of the pairs are ordinary samples (free).  In the rest both rows share noise and time, and the target's attention maps are
edited as Prompt-to-Prompt will edit them:
  mix     Replace / Refine maps borrowed from the source; the second scene is the truth
  weight  the columns of some words times c; the truth is the first latent + strength(c) * (second - first)
An edit begins with the very latents of its source, and what its maps say, not what lies in the noise, must place a recoloured object.  So
a share of the edited rows (--cross) are noised as at inference: at t > 600 they are the source's noisy latents to the bit, at t > 400 those
of a point between both scenes.  Elsewhere a part of the noise is the row's own: with equal noise the difference of both rows, which the
source's maps betray, would show both scenes without any noise, and the network would learn to read that instead of the maps.
Nothing here depends on a value of the data in the host's memory, so that a whole step can be recorded as one CUDA graph."""
import numpy as np, torch
from model import DEVICE, K, T, W
from pairs import EMPTY, NOUN, STRENGTH, tok

_t = np.arange(1000)
NEED = np.cumsum(1 + 1.5 * np.exp(-((_t - 300) / 250.) ** 2))          # times are sampled where the error still falls: around 300
NEED = torch.tensor(NEED / NEED[-1], dtype=torch.float32, device=DEVICE)
GLOB = torch.zeros(len(tok.vocab), dtype=torch.bool)                   # style, time, season, acquisition: the whole picture is theirs
for w in W.GLOBAL: GLOB[tok.word(w)[0]] = True
GLOB, EMPTY_, ARANGE = GLOB.to(DEVICE), EMPTY.to(DEVICE), torch.arange(T, device=DEVICE)


def strength(c):
    """How far towards (and past) the second scene a weight of c draws; colours saturate outside 0..1."""
    return torch.where(c > 1, 1 + .5 * (c - 1), torch.where(c < 0, .25 * c, c))


def uniform(lo, hi, *shape):
    return torch.empty(shape, device=DEVICE).uniform_(lo, hi)


def chance(p, *shape):
    return torch.rand(shape, device=DEVICE) < p


def rows(first, second):
    """(N, ...) twice -> (2N, ...), alternating"""
    return torch.stack([first, second], 1).flatten(0, 1)


class Batch:
    """a: the options of train.py (drop, free, cross, self, selft)."""
    record = None

    def __init__(s, pool, N, a):
        i = (torch.rand(N, device=DEVICE) * pool.size).long()
        p = {n: x[i] for n, x in pool.parts.items()}
        word = (p["kind"] == STRENGTH) | (p["kind"] == NOUN)
        d = (~word & chance(.5, N)).long()                             # which scene is the source
        k = torch.arange(N, device=DEVICE)
        pick = lambda n, j: p[n][k, j]
        z = p["z"].float()
        q = {n: pick(n, d).long() for n in ("ids", "lab", "msk")} | {"z": z[k, d]}
        t = {n: pick(n, 1 - d).long() for n in ("ids", "lab", "msk")} | {"z": z[k, 1 - d]}
        new, content, longer = pick("new", d), pick("content", d), pick("longer", d)
        u = torch.rand(N, device=DEVICE)
        drop = chance(a.drop, N)
        free = ~drop & ~word & ((u < a.free) | ~p["differ"])
        edit = ~drop & ~free
        added = edit & ~word & longer & (u > a.free + .3 * (1 - a.free))     # weight of an added phrase
        mixed = edit & ~word & ~added
        pure = added & chance(.6, N)                                   # pure re-weighting: the source is the full second scene

        s.t = torch.searchsorted(NEED, (torch.arange(2 * N, device=DEVICE) + torch.rand(2 * N, device=DEVICE)) / (2 * N)).clamp(0, 999)      # stratified; pairs are drawn in any order
        s.t = rows(s.t[0::2], torch.where(edit, s.t[0::2], s.t[1::2]))
        e, f = torch.randn(2, N, K, 16, 16, device=DEVICE)
        time = s.t[0::2]
        first = edit & (time > 600) & chance(a.cross, N)               # the first steps of an edit
        own = torch.where(edit, uniform(0, .7, N) * ~first, torch.ones((), device=DEVICE))[:, None, None, None]
        s.e = rows(e, (1 - own ** 2).sqrt() * e + own * f)
        s.selfs = edit & (time > a.selft) & chance(a.self, N)

        c = torch.where(p["kind"] == NOUN, uniform(0, 2, N), uniform(-1.5, 2.2, N)) * ~chance(.35, N)      # 0, a word taken away, is what people ask for most
        far = torch.where(p["kind"] == NOUN, strength(c).clamp(max=1), strength(c))[:, None, None, None]
        on = lambda m: m[:, None, None, None]
        zq = torch.where(on((word & (edit | drop)) | pure), t["z"], q["z"])
        zt = torch.where(on((word & edit) | added), q["z"] + far * (t["z"] - q["z"]), t["z"])
        between = (mixed & (time > 400) | word & edit & (time > 250)) & chance(a.cross, N)
        far = torch.maximum(first.float(), between * uniform(0, 1, N) ** .5)
        s.z, s.other = rows(zq, zt), rows(torch.zeros_like(zt), on(far) * (zq - zt))

        one = torch.where(content, torch.rand(N, T, device=DEVICE), torch.zeros((), device=DEVICE)).argmax(1)      # one word of the phrase
        single = chance(.6, N) & content.any(1)
        columns = torch.where((single & added)[:, None], ARANGE == one[:, None], new)
        eq = torch.where((columns & (added | (word & edit))[:, None]), c[:, None], torch.ones((), device=DEVICE))

        ids = rows(torch.where(pure[:, None], t["ids"], q["ids"]), t["ids"])
        lab = rows(torch.where(pure[:, None], t["lab"], q["lab"]), torch.where((word & edit & (c < .5))[:, None] & new, -1, t["lab"]))
        msk = rows(torch.where(on(pure | (word & edit)), t["msk"], q["msk"]), t["msk"]).float() / 255
        s.drop = drop.repeat_interleave(2)
        s.ids = torch.where(s.drop[:, None], EMPTY_, ids)
        lab = torch.where(s.drop[:, None], -1, lab)
        s.lab = torch.where(GLOB[s.ids] & ~s.drop[:, None], 5, lab)
        s.msk = torch.cat([msk, torch.ones_like(msk[:, :1])], 1)
        same = pure | (word & edit)
        s.map = torch.where(same[:, None] | ~edit[:, None], ARANGE, pick("map", d).long())
        s.alpha = torch.where(same[:, None], 1., torch.where(edit[:, None], pick("alpha", d).float(), 0.))
        s.eq = s.jitter(rows(torch.ones_like(eq), eq), chance(.3, 2 * N) & ~s.drop & rows(free, free | edit))

    def jitter(s, eq, which):
        """Scale groups of columns without consequence: tokens without a meaning freely, words a little."""
        n = len(eq)
        neutral = (s.ids == tok.eos) | (s.ids == tok.bos)
        scale = torch.where(neutral, uniform(.2, 1.8, n, 1), uniform(.75, 1.3, n, 1))
        return torch.where(which[:, None], eq * scale, eq)

    def __call__(s, p, cross, name):
        """The UNet's attention hook."""
        if not cross:
            return torch.stack([p[0::2], torch.where(s.selfs[:, None, None, None], p[0::2], p[1::2])], 1).flatten(0, 1)
        if s.record is not None and p.shape[2] >= 64: s.record.append(p.mean(1))
        src, own, al = p[0::2], p[1::2], s.alpha[:, None, None]
        mixed = al * src.gather(-1, s.map[:, None, None].expand(*src.shape)) + (1 - al) * own
        return torch.stack([src, mixed], 1).flatten(0, 1) * s.eq[:, None, None]
