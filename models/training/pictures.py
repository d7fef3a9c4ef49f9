"""Single renders with what they show, for the decoder and the judge: a pool on the training device, filled as that of pairs.py is."""
import functools
import numpy as np, torch
from latents import load_pca
from model import DEVICE, W
from renderers import Renderers


@functools.cache
def pca():
    return [torch.tensor(x, device=DEVICE) for x in load_pca()]


def labels(cap, fam, ch):
    """Index of what the picture shows in each group of words, -100 where its caption leaves it open"""
    r = W.reads(cap, fam, ch)
    return [r.get(g, -100) for g in W.GROUPS]


def draw(seed):
    ch = {}
    im, cap, _, fam = W.make(np.random.default_rng(seed), chosen=ch)
    return im, labels(cap, fam, ch)


def renders(first, n):
    """-> uint8 (n, 128, 128, 3), int64 (n, groups)"""
    im, y = zip(*(draw(first + k) for k in range(n)))
    return torch.from_numpy(np.stack(im)), torch.tensor(y)


def project(x):
    """float (n, 3, h, w) in [-1, 1], h and w multiples of 8 -> latents (n, K, h / 8, w / 8), as latents.project"""
    n, _, h, w = x.shape
    A, B = pca()
    return (x.reshape(n, 3, h // 8, 8, w // 8, 8).permute(0, 2, 4, 3, 5, 1).reshape(n, h // 8, w // 8, 192) @ A - B).permute(0, 3, 1, 2)


def pixels(x):
    """uint8 (n, h, w, 3) -> float (n, 3, h, w) in [-1, 1]"""
    return x.permute(0, 3, 1, 2).float() / 127.5 - 1


def work(first, step, out):
    torch.set_num_threads(1)
    while True:
        im, y = zip(*(draw(first + k * step) for k in range(16)))
        first += 16 * step
        out.put((np.stack(im), np.array(y)))


class Pictures:
    def __init__(s, capacity, first, workers=0):
        """Workers start here, before anything touches a GPU."""
        s.capacity, s.next, s.made = capacity, first, 0
        s.workers = Renderers(work, first, workers, 32) if workers else None

    def place(s, at_least=400):
        s.size = torch.zeros((), device=DEVICE)
        s.im, s.y = torch.zeros(s.capacity, 128, 128, 3, dtype=torch.uint8, device=DEVICE), torch.zeros(s.capacity, len(W.GROUPS), dtype=torch.long, device=DEVICE)
        while s.made < at_least: s.collect(True) if s.workers else s.render(50)

    def add(s, im, y):
        at = torch.arange(s.made, s.made + len(im), device=DEVICE) % s.capacity
        s.im[at], s.y[at] = im.to(DEVICE), y.to(DEVICE)
        s.made += len(im)
        s.size.fill_(min(s.made, s.capacity))

    def render(s, n):
        if n: s.add(*renders(s.next, n)); s.next += n

    def collect(s, wait=False):
        for im, y in s.workers.ready(wait): s.add(torch.from_numpy(im), torch.from_numpy(y))

    def some(s, n):
        """-> uint8 (n, 128, 128, 3), mirrored and turned at random as the captions allow, and their labels"""
        i = (torch.rand(n, device=DEVICE) * s.size).long()
        x, y = s.im[i], s.y[i]
        half = lambda: (torch.rand(n, 1, 1, 1, device=DEVICE) < .5)
        x = torch.where(half(), x.flip(2), x)
        if W.SYMMETRIES == 8:
            x = torch.where(half(), x.flip(1), x)
            x = torch.where(half(), x.transpose(1, 2), x)
        return x, y
