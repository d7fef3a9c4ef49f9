"""Pairs of scenes that differ by one change, as arrays that a batch can be drawn from without any further look at words.

A pool holds the latest pairs on the training device.  It is filled by the training process itself, between its steps, or (--workers) by
processes of their own, so that a GPU never waits for a renderer.  Every render is kept in several of the symmetries that change no word."""
import numpy as np, torch
from latents import project
from model import DEVICE, K, LABELS, T, Tokenizer, W, describe
from renderers import Renderers
from sample import align

tok = Tokenizer()
EMPTY = torch.tensor(tok(""))
SMALL = {tok.word(w)[0] for w in "a an of at in the on with".split()}
CHANGE, STRENGTH, NOUN = 0, 1, 2                   # kinds of pairs: one change; a word drawn as if weighted to nothing; a noun so drawn

# name -> shape, kind; the first axis of 2: first and second scene, or the direction from the first to the second and back
PARTS = {"z": ((2, K, 16, 16), torch.float16), "ids": ((2, T), torch.int16), "lab": ((2, T), torch.int8), "msk": ((2, LABELS, 16, 16), torch.uint8),
         "map": ((2, T), torch.int8), "alpha": ((2, T), torch.bool), "new": ((2, T), torch.bool), "content": ((2, T), torch.bool), "longer": ((2,), torch.bool),
         "kind": ((), torch.int8), "differ": ((), torch.bool)}


def tokens(cap, masks):
    """Caption pieces and masks -> ids, mask number of every token (-1: none), masks (LABELS, 16, 16)"""
    words, m = describe(cap, masks)
    ids, lab = np.array(tok(" ".join(w for w, _ in words))), np.full(T, -1)
    k = [k for _, k in words][:T - 2]
    lab[1:len(k) + 1] = k
    return ids, lab, m


def symmetries(rng, im, msk):
    """Two pictures (2, 128, 128, 3) and their masks in all mirror images if there are two, in four of them if there are eight."""
    if W.SYMMETRIES == 2: return [(im, msk), (im[:, :, ::-1], msk[..., ::-1])]
    out = []
    for k in rng.permutation(8)[:4]:
        a, m = (im, msk) if k < 4 else (im.transpose(0, 2, 1, 3), msk.transpose(0, 1, 3, 2))
        if k & 1: a, m = a[:, :, ::-1], m[..., ::-1]
        if k & 2: a, m = a[:, ::-1], m[..., ::-1, :]
        out.append((a, m))
    return out


def packed(seed):
    """Pair of renders -> [part -> array], one for every symmetry kept"""
    x, y, word = W.pair(seed)
    (i0, l0, m0), (i1, l1, m1) = (tokens(cap, masks) for _, cap, masks, _ in (x, y))
    ids = [i0, i1]
    r = {"ids": np.stack(ids), "lab": np.stack([l0, l1]), "kind": CHANGE if word is None else NOUN if word[1] == "noun" else STRENGTH, "differ": bool((i0 != i1).any()),
         "map": np.tile(np.arange(T), (2, 1)), "alpha": np.ones((2, T), bool), "new": np.zeros((2, T), bool), "content": np.zeros((2, T), bool), "longer": np.zeros(2, bool)}
    if word:                                                           # the word's tokens; elsewhere the same word may stand once more: that of the changed thing only
        group = [tok.word(w)[0] for w in word[0].split()]
        r["new"][:, [k for k in range(T) if ids[1][k] in group][:len(group)]] = True
    else:
        for d in (0, 1):
            a, b = ids[d].tolist(), ids[1 - d].tolist()
            mp, al = align(a, b)
            new = np.array([b[k] != tok.eos and (al[k] == 0 or a[mp[k]] != b[k]) for k in range(T)])
            r["map"][d], r["alpha"][d], r["new"][d] = mp, np.array(al) > 0, new
            r["content"][d] = new & np.array([b[k] not in SMALL for k in range(T)])
            r["longer"][d] = b.count(tok.eos) < a.count(tok.eos)
    rng = np.random.default_rng([seed, 7])
    return [{**r, "z": project(np.ascontiguousarray(a)), "msk": m} for a, m in symmetries(rng, np.stack([x[0], y[0]]), np.stack([m0, m1]))]


def stacked(records):
    return {n: np.stack([np.asarray(r[n]) for r in records]).astype(torch.zeros((), dtype=t).numpy().dtype) for n, (_, t) in PARTS.items()}


def work(first, step, out):
    """A worker: every step-th pair from `first` on, in handfuls."""
    torch.set_num_threads(1)
    while True:
        records = []
        for _ in range(8):
            records += packed(first); first += step
        out.put(stacked(records))


class Pool:
    """The latest pairs.  rendered counts pairs, size the entries (a pair in one of its symmetries)."""

    def __init__(s, capacity, first, workers=0):
        """Workers start here, before anything touches a GPU."""
        s.capacity, s.next, s.rendered, s.written = capacity, first, 0, 0
        s.workers = Renderers(work, first, workers, 64) if workers else None

    def place(s):
        s.size = torch.zeros((), device=DEVICE)
        s.parts = {n: torch.zeros((s.capacity, *shape), dtype=t, device=DEVICE) for n, (shape, t) in PARTS.items()}

    def keep(s, path):
        n = min(s.written, s.capacity)
        torch.save(({k: x[:n].cpu() for k, x in s.parts.items()}, s.rendered, s.next), path)

    def take(s, path):
        """What keep has written."""
        parts, s.rendered, s.next = torch.load(path)
        for k, x in parts.items(): s.parts[k][:len(x)] = x.to(DEVICE)
        s.written = len(x)
        s.size.fill_(s.written)

    def add(s, arrays):
        n = len(arrays["kind"])
        at = s.written % s.capacity
        if at + n > s.capacity: s.written += s.capacity - at; at = 0     # the few last places stay as they are
        for name, x in arrays.items(): s.parts[name][at:at + n] = torch.from_numpy(x).to(DEVICE)
        s.written += n
        s.rendered += n // (4 if W.SYMMETRIES == 8 else 2)
        s.size.fill_(min(s.written, s.capacity))

    def render(s, pairs):
        """In this process."""
        if pairs > 0:
            s.add(stacked([r for k in range(pairs) for r in packed(s.next + k)]))
            s.next += pairs

    def collect(s, wait=False):
        """What the workers have ready."""
        for arrays in s.workers.ready(wait): s.add(arrays)
