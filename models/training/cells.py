"""A synthetic microscope: captioned pictures of cells for a tiny text-to-image model (numpy, scipy, pillow).

A picture is drawn in layers (intensity of each stain), then seen through a microscope (fluorescence, phase contrast, brightfield, a
stained section) and recorded (focus, light, gain, noise).  Every choice draws its randomness from a generator of its own, so that
changing one of them leaves all the others where they are: a recoloured cell keeps its place and outline to the pixel, `dense` keeps
the cells of `sparse` and adds some, `fragmented` breaks the very mitochondria that `healthy` shows.
A caption is a list of (text, label) pieces, so each word knows its mask; masks["instances"] numbers the objects."""
import numpy as np
from PIL import Image, ImageDraw
from scipy.ndimage import gaussian_filter, uniform_filter

F = np.float32
LATENTS = 16
SYMMETRIES = 8                                     # of a picture that change no word: mirrored, upside down, transposed
GLOBAL = "brightfield phase contrast noisy blurred focus out uneven light saturated low high".split()      # words of the whole picture
EXTRA = "a an the of with without and in image microscopy".split()
SCHEDULER = {"beta_start": .00085, "beta_end": .02, "prediction_type": "v_prediction", "timestep_spacing": "trailing"}
COLORS = {"red": (1, .16, .12), "green": (.15, .95, .2), "blue": (.22, .36, 1), "cyan": (.1, .9, .95), "magenta": (.95, .15, .85),
          "yellow": (.95, .9, .12), "orange": (1, .55, .08), "grey": (.85, .85, .85)}
STAINS = {"purple": (.42, .22, .55), "brown": (.48, .27, .12), "blue": (.20, .28, .62)}      # nuclei of a section
_r = np.random.default_rng(11)


def _fbm(n, beta):
    f = np.fft.fftfreq(n)
    k = np.hypot(f[:, None], f[None, :])
    k[0, 0] = 1
    z = np.fft.ifft2(np.fft.fft2(_r.standard_normal((n, n))) / k ** beta).real
    z[...] = (z - z.mean()) / z.std()
    return np.clip(z, -2.5, 2.5).astype(F)


def _speck(n, lo, hi):
    z = _r.standard_normal((n, n))
    z = gaussian_filter(z, lo, mode="wrap") - gaussian_filter(z, hi, mode="wrap")
    return np.clip(z / z.std(), -2.5, 2.5).astype(F)


_J = np.array((2, 3, 4, 5.))
_RING = {}
for _n in (14, 16, 40):
    _e = np.exp(2j * np.pi * np.arange(_n) / _n)
    _RING[_n] = _e, _e ** _J[:, None]
_CLOUD, _SPECK = _fbm(512, 1.5), _speck(512, 1.3, 3.5)


def fork(rng):
    """A generator of its own, at the price of one draw."""
    return np.random.default_rng(rng.integers(1 << 62))


def pick(rng, seq, p=None):
    return seq[rng.choice(len(seq), p=p)]


def crop(bank, rng, S):
    y, x = rng.integers(0, 512 - S, 2)
    return bank[y:y + S, x:x + S]


class Layer:
    """Intensities, drawn at twice the size and averaged."""

    def __init__(s, S):
        s.S, s.im = S, Image.new("L", (2 * S, 2 * S))
        s.d = ImageDraw.Draw(s.im)

    def poly(s, p, v=1.):
        s.d.polygon([tuple(q) for q in (np.asarray(p) * 2)], fill=int(255 * min(v, 1)))

    def line(s, p, w, v=1.):
        p, v = np.asarray(p) * 2, int(255 * min(v, 1))
        s.d.line([tuple(q) for q in p], fill=v, width=max(1, round(w * 2)), joint="curve")
        for x, y in (p[0], p[-1]):
            s.d.ellipse((x - w, y - w, x + w, y + w), fill=v)

    def disc(s, c, r, v=1.):
        x, y = np.asarray(c) * 2
        s.d.ellipse((x - 2 * r, y - 2 * r, x + 2 * r, y + 2 * r), fill=int(255 * min(v, 1)))

    def get(s, blur=0.):
        a = np.asarray(s.im.resize((s.S, s.S), Image.BOX), F) / 255
        return gaussian_filter(a, blur) if blur else a


def outline(rng, c, r, aspect=1., angle=0., rough=.06, n=40):
    """A closed curve around c: an ellipse with a few waves."""
    e = _RING[n]
    w = (rough * 1.6 / _J) * rng.normal(size=4) * np.exp(1j * rng.uniform(0, 6.3, 4))
    k = 1 + (w[:, None] * e[1]).sum(0).real
    z = (r * aspect ** .5 * e[0].real + 1j * r / aspect ** .5 * e[0].imag) * k * np.exp(1j * angle)
    return np.stack([c[0] + z.real, c[1] + z.imag], 1)


def walk(rng, c, angle, length, bend=.12, curl=0., step=3.):
    """A path that keeps its direction for a while."""
    n = max(2, int(length / step))
    a = angle + np.cumsum(rng.normal(0, bend, n) + curl)
    return np.concatenate([[c], np.asarray(c) + step * np.cumsum(np.stack([np.cos(a), np.sin(a)], 1), 0)])


def places(rng, S, gap, n, more=0, tight=0., clustered=False, edge=.07):
    """n points at least `gap` apart, then up to `more` at least `tight` apart: the first are the same for every density."""
    pts, hubs = [], rng.uniform(.25, .75, (2, 2)) * S
    cand = rng.uniform(edge, 1 - edge, (260, 2)) * S
    if clustered:
        cand = hubs[rng.integers(0, rng.integers(1, 3), 260)] + rng.normal(0, .13 * S, (260, 2))
        cand = cand[((cand > .05 * S) & (cand < .95 * S)).all(1)]
        gap = min(gap, tight * 1.02)
    apart = ((cand[:, None] - cand) ** 2).sum(-1)
    for g, m in ((gap, n), (tight, n + more)):
        free = (apart[:, pts] > g * g).all(1)
        while len(pts) < m and free.any():
            pts.append(int(free.argmax()))
            free &= apart[pts[-1]] > g * g
    return [cand[i] for i in pts]


# ---------------------------------------------------------------------------------------------------------------- structures
# Every painter fills d: "obj" (intensity of the main stain), "body" (coverage, for phase contrast and brightfield), "nuclei", masks, instances.
class Scene:
    def __init__(s, S):
        s.S, s.masks, s.inst = S, {}, Image.new("L", (S, S))
        s.di, s.count = ImageDraw.Draw(s.inst), 0
        s.thick, s.hole = .17, 0                                       # how dark a body is in phase contrast

    def instance(s, p):
        s.count += 1
        s.di.polygon([tuple(q) for q in np.asarray(p)], fill=min(s.count, 255))


def nucleus(rng, L, c, r, aspect, angle, state, scene=None):
    """One nucleus, or what has become of it."""
    v = rng.uniform(.62, .85)
    p = outline(fork(rng), c, r, aspect, angle, .05)
    rng = fork(rng)
    u = np.array((np.cos(angle), np.sin(angle)))
    w = np.array((-u[1], u[0]))
    if state == "mitotic":
        pair = rng.random() < .6                                       # anaphase: two plates, their arms trailing; else one metaphase plate
        k, t = r * rng.uniform(.5, .85), np.linspace(-1, 1, 5)[:, None]
        for side in (1, -1) if pair else (0,):
            path = c + u * t * r * .75 + w * (side * k * (1 - .45 * t * t) + r * .06 * rng.normal(0, 1, (5, 1)))
            L.line(path, r * (.46 if pair else .55), 1)
        if scene: scene.instance(outline(fork(rng), c, r, 1.1 if pair else 1.6, angle, .02))
    elif state == "fragmented":
        n = rng.integers(4, 7)
        a0 = rng.uniform(0, 6.3)
        for i in range(n):
            a, q = a0 + i * 6.283 / n, r * (rng.uniform(.55, .85) if i else .1)
            L.disc(np.asarray(c) + q * np.array((np.cos(a), np.sin(a))), r * rng.uniform(.2, .34), rng.uniform(.85, 1))
        if scene: scene.instance(p)
    else:
        L.poly(p, v)
        if scene: scene.instance(p)


def draw_nuclei(s, rng, o, density, size, shape, state, absent=False):
    """A field of nuclei."""
    S = s.S
    r = {"small": 7.2, "large": 17., "": 11.5}[size]
    clustered = density == "clustered"
    n, more = {"sparse": (3, 0), "": (7, 0), "dense": (9, 40), "clustered": (10, 0)}[density]
    tight = 2 * r * (1.2 if shape == "elongated" else 1.1)
    pts = places(fork(rng), S, max(30, tight), n + rng.integers(0, 3), more, tight, clustered)
    L, seed = Layer(S), rng.integers(1 << 62)
    touching = state == "touching"
    for i, c in enumerate(pts if not absent else []):
        q = np.random.default_rng([seed, i])
        rr, angle = r * q.uniform(.9, 1.12), q.uniform(0, 3.14)
        asp = {"round": q.uniform(1, 1.06), "elongated": q.uniform(2., 2.6), "": q.uniform(1.1, 1.4)}[shape]
        if touching:
            rr *= .92
            a = q.uniform(0, 6.28)
            for k in range(q.integers(2, 4)):
                cc = c + rr * 1.1 * np.array((np.cos(a + k * 2.1), np.sin(a + k * 2.1)))
                nucleus(fork(q), L, cc, rr, 1.15, angle + k, "", s)
        else:
            nucleus(q, L, c, rr, asp, angle, state, s)
    a = L.get(.7)
    cover = L.get()
    t = crop(_SPECK, fork(rng), S) if state == "textured" else .35 * crop(_SPECK, fork(rng), S) + .3 * crop(_CLOUD, fork(rng), S)
    a = a * np.clip(1 + (.42 if state == "textured" else .22) * t, .12, 1.7)
    if touching:                                                       # a dark seam between neighbours
        i = np.asarray(s.inst)
        e = np.zeros((S, S), F)
        e[:, 1:] += (i[:, 1:] != i[:, :-1]) & (i[:, 1:] > 0) & (i[:, :-1] > 0)
        e[1:] += (i[1:] != i[:-1]) & (i[1:] > 0) & (i[:-1] > 0)
        a = a * (1 - .55 * np.clip(gaussian_filter(np.minimum(e, 1), .8) * 2, 0, 1))
    if state in ("mitotic", "fragmented"): a = a * 1.25
    s.obj, s.body = a, cover
    s.masks["obj"] = np.clip(gaussian_filter(cover, 1.5) * 2, 0, 1) if state in ("mitotic", "fragmented") else cover


def draw_cells(s, rng, o, density, size, shape, state, absent=False):
    """Cell bodies; unstained nuclei are dark holes in them."""
    S = s.S
    r = {"small": 10.5, "large": 26., "": 16.5}[size]
    n, more = {"sparse": (3, 0), "": (6, 0), "dense": (7, 30), "clustered": (8, 0)}[density]
    tight = 2 * r * (1.18 if shape == "elongated" else 1.05)
    pts = places(fork(rng), S, max(30, tight * 1.12), n + rng.integers(0, 2), more, tight, density == "clustered")
    L, N, seed = Layer(S), Layer(S), rng.integers(1 << 62)
    a0 = rng.uniform(0, 3.14)
    for i, c in enumerate(pts if not absent else []):
        q = np.random.default_rng([seed, i])
        rr, angle = r * q.uniform(.9, 1.1), a0 + q.normal(0, .3) if shape == "elongated" else q.uniform(0, 3.14)
        asp = {"round": q.uniform(1, 1.06), "elongated": q.uniform(2.2, 3.), "": q.uniform(1.1, 1.6)}[shape]
        p = outline(fork(q), c, rr, asp, angle, .03 if shape == "round" else .10)
        L.poly(p, q.uniform(.75, 1))
        s.instance(p)
        N.poly(outline(fork(q), c + rr * .15 * q.uniform(-1, 1, 2), max(rr * .42, 6.), asp ** .5, angle, .04))
    a, n = L.get(.7), N.get(.7)
    cover = L.get()
    cover = np.minimum(cover * 1.3, 1)
    s.hole = n * np.minimum(cover * 1.5, 1)
    s.obj = a * (.3 + .62 * gaussian_filter(cover, 4)) * np.clip(1 + .16 * crop(_CLOUD, fork(rng), S) + .06 * crop(_SPECK, fork(rng), S), .4, 1.5) * (1 - .62 * s.hole)
    s.body, s.nuc = cover, s.hole
    s.masks["obj"] = cover


def big_cells(s, rng, size):
    """A few spread cells: outlines, nuclei; shared by all structures that lie in a cell."""
    S = s.S
    n, r = {"small": (5, 22.), "large": (1, 52.), "": (3, 33.)}[size]
    pts = places(fork(rng), S, 1.9 * r, n, 0, 0, edge=.18) if n > 1 else [rng.uniform(.42, .58, 2) * S]
    out, seed = [], rng.integers(1 << 62)
    for i, c in enumerate(pts):
        q = np.random.default_rng([seed, i])
        angle = q.uniform(0, 3.14)
        p = outline(fork(q), c, r * q.uniform(.95, 1.1), q.uniform(1.1, 1.5), angle, .13)
        out.append((np.asarray(c), r, p, angle, q))
    return out


def draw_inside(s, rng, noun, density, size, shape, state, absent=False):
    """Actin, microtubules, mitochondria, vesicles or spots of a few large cells."""
    S = s.S
    cells = big_cells(s, fork(rng), size)
    body, nuc, L = Layer(S), Layer(S), Layer(S)
    few = {"sparse": .5, "dense": 1.6, "": 1.}.get(density, 1.)
    total, stuff = np.zeros((S, S), F), np.zeros((S, S), F)
    Y, X = np.mgrid[:S, :S].astype(F)
    for c, r, p, angle, q in cells:
        one = Layer(S); one.poly(p); m = one.get()
        body.poly(p)
        s.instance(p)
        cn = c + r * .12 * q.uniform(-1, 1, 2)
        rn = max(r * .30, 6.5)
        pn = outline(fork(q), cn, rn, 1.25, angle, .04)
        nuc.poly(pn)
        if absent: continue
        g = fork(q)                                                    # one generator for whichever structure it is
        if noun == "actin":
            u, v = (X - c[0]) * np.cos(angle) + (Y - c[1]) * np.sin(angle), -(X - c[0]) * np.sin(angle) + (Y - c[1]) * np.cos(angle)
            v = v + g.normal(0, .0016) * u * u + 1.2 * np.sin(u / 17 + g.uniform(0, 6))
            grid, x = np.arange(-90, 90, .5), -88.
            prof = np.zeros(len(grid))
            while x < 88:
                prof += g.uniform(.45, 1) * np.exp(-((grid - x) / 1.15) ** 2)
                x += g.uniform(4.6, 7.6) / few
            fib = prof[np.clip(((v + 90) * 2).astype(int), 0, len(grid) - 1)].astype(F) * np.clip(.75 + .35 * crop(_CLOUD, g, S), .15, 1.3)
            soft = gaussian_filter(m, 1.8)
            rim = np.clip(1 - np.abs(soft - .5) * 2.6, 0, 1) * m
            t = m * (.10 + .85 * fib * np.clip(soft * 1.6 - .6, 0, 1)) + .55 * rim
            stuff = np.maximum(stuff, t); continue
        one = Layer(S)
        if noun == "microtubules":
            hub = cn + rn * .9 * np.array((np.cos(angle), np.sin(angle)))
            k = int(20 * few * (r / 33) ** .7)
            for i in range(k):
                a = 6.283 * i / k + g.normal(0, .2)
                start = hub + r * g.choice([.05, .3, .5]) * np.array((np.cos(a), np.sin(a)))
                one.line(walk(fork(g), start, a + g.normal(0, .35), r * g.uniform(1., 2.2), .10, g.choice([-1, 1]) * g.uniform(.02, .13)), 1.3, g.uniform(.5, .95))
            t = one.get(.45) * m + .06 * m
        elif noun == "mitochondria":
            k = int(17 * few * (r / 33) ** 1.2)
            for i in range(k):
                a, rad = 6.283 * (i + g.uniform(-.3, .3)) / k * 2.0, r * (g.uniform(.42, .62) if i % 2 else g.uniform(.68, .9))
                d = np.array((np.cos(a), np.sin(a)))
                path = walk(fork(g), cn + d * rad - 0, a + g.choice([-1, 1]) * 1.57 + g.normal(0, .5), g.uniform(13, 21), .28)
                path = path - (path.mean(0) - (cn + d * rad))
                v = g.uniform(.6, 1)
                if state == "fragmented":
                    for j in (0, len(path) // 2, len(path) - 1): one.disc(path[j] + g.normal(0, 1.0, 2), g.uniform(1.9, 2.7), v)
                else: g.normal(0, 1., 6); g.uniform(0, 1, 3); one.line(path, 3.9, v)
            t = one.get(.5) * np.clip(m * 1.5, 0, 1) + .07 * m
        else:                                                          # vesicles: rings; spots: discs
            k = int((9 if noun == "vesicles" else 15) * few * (r / 33) ** 1.2)
            centres = []
            for _ in range(k * 6):
                a, rad = g.uniform(0, 6.283), r * g.uniform(.38, .88)
                cc = cn + rad * np.array((np.cos(a), np.sin(a)))
                if all(np.hypot(*(cc - e)) > (14.5 if noun == "vesicles" else 8.5) for e in centres): centres.append(cc)
                if len(centres) >= k: break
            for cc in centres:
                rr = g.uniform(6., 6.7)
                if noun == "vesicles": one.disc(cc, rr, .95); one.disc(cc, rr - 2.5, .22)
                else: one.disc(cc, rr * .55, 1)
            t = one.get(.5 if noun == "vesicles" else .9) * np.clip(m * 1.5, 0, 1) + .11 * m
        stuff = np.maximum(stuff, t)
    cover, s.nuc = body.get(), nuc.get(.7)
    s.hole = s.nuc
    keep = 1 - (.85 if noun in ("mitochondria", "vesicles", "spots") else .25 if noun == "actin" else .6) * s.nuc
    s.obj, s.body = stuff * keep, cover
    s.masks["obj"] = cover


def draw_bacteria(s, rng, o, density, size, shape, state, absent=False):
    """Rods, or chains of round bacteria (state)."""
    S = s.S
    w = {"small": 7.8, "large": 13.5, "": 10.}[size]
    chain = state == "chains"
    if chain: w = max(w, 9.8)
    n, more = {"sparse": (3, 0), "": (7, 0), "dense": (8, 26), "clustered": (9, 0)}[density]
    if chain: n, more = max(2, n // 2), more // 3
    tight = w * (3.4 if chain else 2.1)
    pts = places(fork(rng), S, max(30, tight), n + rng.integers(0, 2), more, tight, density == "clustered")
    L, seed = Layer(S), rng.integers(1 << 62)
    inner, s.thick = Layer(S), .30
    for i, c in enumerate(pts if not absent else []):
        q = np.random.default_rng([seed, i])
        angle, v = q.uniform(0, 3.14), q.uniform(.8, 1)
        if chain:
            path = walk(fork(q), c, angle, w * q.integers(3, 7) * 1.06 + 1, .14, 0, w * 1.06)
            path = path - (path.mean(0) - c)
            for k in path: L.disc(k, w * .62, v)
            for k in path: inner.disc(k, w * .33, 1)
            for k in path: s.instance(outline(fork(q), k, w * .62, 1, 0, 0, 16))
        else:
            path = walk(fork(q), c, angle, w * q.uniform(1.5, 2.2) * (1.35 if shape == "elongated" else 1), .05)
            path = path - (path.mean(0) - c)
            path = path[[0, len(path) // 2, -1]]
            L.line(path, w, v)
            inner.line(path, w * .45, 1)
            d = path[-1] - path[0]
            s.instance(outline(fork(q), c, ((np.hypot(*d) + w) * w / 4) ** .5, (np.hypot(*d) + w) / w, np.arctan2(d[1], d[0]), 0))
    a, cover = L.get(.6), np.minimum(L.get() * 1.25, 1)
    s.obj = a * (.5 + .42 * inner.get(1.2)) * np.clip(1 + .08 * crop(_SPECK, fork(rng), S), .6, 1.3)
    s.body = cover
    s.masks["obj"] = cover


def draw_yeast(s, rng, o, density, size, shape, state, absent=False):
    """Round cells with a wall, vacuole and, where budding, a bud."""
    S = s.S
    r = {"small": 10., "large": 20., "": 13.}[size]
    n, more = {"sparse": (3, 0), "": (5, 0), "dense": (7, 26), "clustered": (8, 0)}[density]
    tight = 2.35 * r
    pts = places(fork(rng), S, max(30, 2.9 * r), n + rng.integers(0, 3), more, tight, density == "clustered")
    L, I, V, seed = Layer(S), Layer(S), Layer(S), rng.integers(1 << 62)
    for i, c in enumerate(pts if not absent else []):
        q = np.random.default_rng([seed, i])
        rr, angle = r * q.uniform(.92, 1.08), q.uniform(0, 6.28)
        u = np.array((np.cos(angle), np.sin(angle)))
        p, k = outline(fork(q), c, rr, 1.12, angle, .02), q.uniform(.62, .7)
        bud = outline(fork(q), c + u * (rr * 1.05 + rr * k * .72), rr * k, 1.05, angle, .02)
        for g in ([bud] if state == "budding" else []) + [p]:
            L.poly(g); s.instance(g)
            I.poly(g.mean(0) + (g - g.mean(0)) * (1 - 2.3 / rr))
        V.disc(c - u * rr * .25 + q.normal(0, 1, 2), rr * .42)
    outer, inner, vac = L.get(.5), I.get(.5), V.get(.7)
    cover = L.get()
    s.obj = np.clip(outer - .62 * inner, 0, 1) * .95 + .06 * inner * crop(_SPECK, fork(rng), S) - .22 * vac * inner
    s.obj = np.clip(s.obj, 0, 1.2)
    s.body, s.hole = cover, vac * inner
    s.masks["obj"] = cover


def draw_neurons(s, rng, o, density, size, shape, state, absent=False):
    """Cell bodies and branching neurites (state: long, short = none)."""
    S = s.S
    n, more = {"sparse": (1, 0), "": (2, 0), "dense": (4, 4), "clustered": (4, 0)}[density]
    r = {"small": 6.5, "large": 13., "": 9.}[size]
    pts = places(fork(rng), S, 46, n + (rng.random() < .4), more, 26, density == "clustered")
    B, N, seed = Layer(S), Layer(S), rng.integers(1 << 62)
    for i, c in enumerate(pts if not absent else []):
        q = np.random.default_rng([seed, i])
        a0, k = q.uniform(0, 6.28), q.integers(4, 6)
        p = outline(fork(q), c, r, 1.35, a0, .08)
        g = fork(q)
        for j in range(k):
            h = fork(g)
            a = a0 + 6.283 * j / k + h.normal(0, .25)
            long = {"long": 2.0, "": 1., "none": 0.}[state]
            f = h.uniform(.85, 1.15)
            path = walk(fork(h), c + r * .8 * np.array((np.cos(a), np.sin(a))), a, max(30 * f * long, 1e-3), .16, h.normal(0, .03))
            fan = fork(h)
            if long:
                N.line(path[:4], 3.4, .8)
                N.line(path, 2.1, .7)
                for t in (.45, .75):
                    b = path[int(len(path) * t)]
                    N.line(walk(fork(fan), b, a + fan.choice([-1, 1]) * fan.uniform(.5, .9), 17 * f * long, .18), 1.6, .62)
        B.poly(p)
        s.instance(p)
    b, t = B.get(.8), N.get(.5)
    s.obj = np.maximum(b * np.clip(.9 + .1 * crop(_CLOUD, fork(rng), S), .6, 1.1), t)
    s.body = np.maximum(B.get(), np.minimum(N.get() * 1.4, 1))
    s.masks["obj"], s.masks["neurites"] = np.clip(gaussian_filter(s.body, 1) * 1.5, 0, 1), np.clip(gaussian_filter(N.get(), 1.2) * 2, 0, 1)


def draw_plant(s, rng, o, density, size, shape, state, absent=False):
    """A sheet of cells with walls; state: chloroplasts or none."""
    S = s.S
    g = {"small": 22., "large": 46., "": 31.}[size]
    gy = g * (.62 if shape == "elongated" else 1)
    gx = g * (1.7 if shape == "elongated" else 1)
    q, pts = fork(rng), []
    for r, y in enumerate(np.arange(-gy, S + gy, gy)):
        for x in np.arange(-gx, S + gx, gx):
            pts.append((x + (r % 2) * gx / 2 + q.uniform(-.16, .16) * gx, y + q.uniform(-.16, .16) * gy))
    pts = np.array(pts, F) + rng.uniform(-.5, .5, 2) * (gx, gy)
    Y, X = np.mgrid[:S, :S].astype(F)
    k = gy / gx if shape == "elongated" else 1
    first, second, idx = np.full((S, S), 1e9, F), np.full((S, S), 1e9, F), np.zeros((S, S), int)
    for i, c in enumerate(pts):                                        # distance to the nearest two centres
        d = np.sqrt(((X - c[0]) * k) ** 2 + (Y - c[1]) ** 2)
        near = d < first
        second = np.where(near, first, np.minimum(second, d))
        first, idx = np.where(near, d, first), np.where(near, i, idx)
    wall = np.clip(2 - (second - first) / 2, 0, 1)
    if absent: wall = wall * 0
    L, N = Layer(S), Layer(S)
    seed = rng.integers(1 << 62)
    for i, c in enumerate(pts):
        h = np.random.default_rng([seed, i])
        N.poly(outline(fork(h), c + g * .13 * h.uniform(-1, 1, 2), 6.2, 1.2, h.uniform(0, 3), .04))
        for j in range(6 if g > 25 else 4):
            a = 6.283 * (j + h.uniform(-.2, .2)) / 6
            L.poly(outline(fork(h), c + .30 * np.array((gx * np.cos(a), gy * np.sin(a))), 3.6, 1.35, a + 1.57, .03, 14), h.uniform(.75, 1))
    s.walls, s.obj = gaussian_filter(wall, .5), gaussian_filter(wall, .5) * .95 + (0 if absent else .08)
    s.nuc, s.chloro = N.get(.7) * (1 - wall), L.get(.5) * (1 - wall)
    s.body = 1 - wall
    s.inst = Image.fromarray(np.where(wall < .5, idx + 1, 0).astype(np.uint8))
    s.masks["obj"], s.masks["walls"], s.masks["chloroplasts"] = 1 - wall, np.clip(gaussian_filter(wall, .7) * 1.3, 0, 1), s.chloro


def draw_tissue(s, rng, o, density, size, shape, state, absent=False):
    """Nuclei of a stained section."""
    S = s.S
    r = {"small": 6.6, "large": 12., "": 8.4}[size]
    n, more = {"sparse": (7, 0), "": (15, 0), "dense": (18, 60), "clustered": (18, 0)}[density]
    tight = 2.15 * r
    pts = places(fork(rng), S, max(20, tight), n + rng.integers(0, 4), more, tight, density == "clustered")
    L, seed, a0 = Layer(S), rng.integers(1 << 62), rng.uniform(0, 3.14)
    for i, c in enumerate(pts if not absent else []):
        q = np.random.default_rng([seed, i])
        asp = {"round": q.uniform(1, 1.06), "elongated": q.uniform(2., 2.6), "": q.uniform(1.1, 1.6)}[shape]
        p = outline(fork(q), c, r * q.uniform(.88, 1.12), asp, a0 + q.normal(0, .5), .06)
        L.poly(p, q.uniform(.8, 1)); s.instance(p)
    s.nuc = L.get(.6) * np.clip(.92 + .13 * crop(_SPECK, fork(rng), S), .5, 1.2)
    s.obj, s.body = s.nuc, L.get()
    s.masks["nuclei"], s.masks["tissue"] = L.get(), 1 - L.get()


PAINT = {"nuclei": draw_nuclei, "cells": draw_cells, "bacteria": draw_bacteria, "yeast": draw_yeast, "neurons": draw_neurons, "plant": draw_plant, "tissue": draw_tissue}
INSIDE = ["actin", "microtubules", "mitochondria", "vesicles", "spots"]
FIELD = ["nuclei", "cells", "bacteria", "yeast"]
STATES = {"nuclei": ["", "mitotic", "textured", "touching", "fragmented", "healthy"], "mitochondria": ["", "healthy", "fragmented"], "bacteria": ["", "rods", "chains"],
          "yeast": ["", "budding"], "neurons": ["", "long", "none"], "plant": ["", "chloroplasts"]}
STATE_P = {"nuclei": [.34, .2, .14, .12, .12, .08], "mitochondria": [.3, .28, .42], "bacteria": [.2, .4, .4], "yeast": [.35, .65], "neurons": [.5, .35, .15], "plant": [.6, .4]}
ACQ = ["", "noisy", "blurred", "out of focus", "in focus", "uneven light", "saturated", "low contrast", "high contrast"]
ACQ_P = [.52, .08, .06, .10, .05, .06, .05, .05, .03]


# ---------------------------------------------------------------------------------------------------------------- microscope
def see(s, mode, col, ncol, bright, rng, show_nuclei):
    """Stains -> picture in [0, 1] before the camera."""
    S = s.S
    X = np.ones((S, S, 3), F)
    if mode == "fluorescence":
        gain = {"bright": 1.25, "dim": .42, "": .92}[bright]
        im = (s.obj * gain)[..., None] * np.array(col, F)
        if show_nuclei:
            n = s.nuc[..., None]
            im = im * (1 - .75 * n) + n * .85 * np.clip(1 + .16 * crop(_SPECK, rng, S), .5, 1.3)[..., None] * np.array(ncol, F)
        return im + .025
    m = np.clip(s.body, 0, 1)
    hole = s.hole
    cl, sp = crop(_CLOUD, rng, S), crop(_SPECK, rng, S)
    if mode == "phase contrast":
        halo = np.clip(gaussian_filter(m, 3.2) - m, 0, 1)
        g = .50 + .80 * halo - s.thick * m * gaussian_filter(m, 1.5) + .045 * m * sp - .09 * m * hole + .05 * m * cl + .012 * cl
        return X * np.clip(g, 0, 1)[..., None] * np.array((.98, 1, .98), F)
    e = gaussian_filter(m, .8) - gaussian_filter(m, 2.4)               # brightfield: dark outline, light fringe
    g = .78 - .50 * np.clip(e, 0, 1) * 2 + .25 * np.clip(-e, 0, 1) - .07 * m + .025 * m * sp - .06 * m * hole + .012 * cl
    return X * np.clip(g, 0, 1)[..., None] * np.array((1, .985, .95), F)


def see_tissue(s, rng, nuc):
    S = s.S
    a, b = crop(_CLOUD, rng, S), crop(_CLOUD, rng, S)
    wave = np.sin(a * 5 + b * 2.5)
    pink = np.array((.93, .66, .76), F) * (1 + .05 * wave)[..., None]
    gap = np.clip(b * 1.6 - 2.1, 0, 1)[..., None]
    im = pink * (1 - gap) + np.array((.97, .95, .96), F) * gap
    im = im * (1 - .16 * np.clip(gaussian_filter(s.body, 5) * 1.6, 0, 1)[..., None] * np.array((.6, 1, .5), F))
    n = np.clip(s.nuc, 0, 1)[..., None]
    return np.clip(im * (1 - n) + np.array(nuc, F) * n * np.clip(1 + .1 * crop(_SPECK, rng, S), .6, 1.4)[..., None], 0, 1)


def record(im, acq, rng, dark):
    """Focus, light, gain and noise of the camera."""
    S = im.shape[0]
    light, noise = fork(rng), fork(rng)
    if acq == "blurred": im = gaussian_filter(im, (2.0, 2.0, 0))
    if acq == "out of focus":
        im = uniform_filter(uniform_filter(gaussian_filter(im, (2.2, 2.2, 0)), (9, 9, 1)), (5, 5, 1))
        if dark: im = im * 1.15
    a = light.uniform(0, 6.28)
    if acq == "uneven light":
        Y, X = np.mgrid[:S, :S].astype(F) / S - .5
        k = np.clip(.62 + 1.25 * (X * np.cos(a) + Y * np.sin(a)), .06, 1.35)[..., None]
        im = im * k
    if acq == "saturated":
        im = im * (3.2 if dark else 1.45)
        im = np.clip(im, 0, 1) + .35 * np.clip(im.max(-1, keepdims=True) - 1.1, 0, 1) if dark else im
    if acq == "low contrast": im = .30 + .30 * im if dark else .55 + .28 * (im - .5)
    if acq == "high contrast": im = np.clip((im - .10) * 1.55, 0, 1) if dark else np.clip(.5 + (im - .55) * 2., 0, 1)
    im = np.clip(im, 0, 1)
    k = noise.standard_normal((S, S, 3), F)
    if acq == "noisy": k = .5 * k + 3.2 * gaussian_filter(k, (1.2, 1.2, 0))     # grain that 8 x 8 patches can hold
    k = .7 * k + .7 * k[:, ::-1, :1]                                   # partly alike in all colours
    return np.clip(im + (k * (.07 + .17 * np.sqrt(im)) if acq == "noisy" else k * .010), 0, 1)


# ---------------------------------------------------------------------------------------------------------------- the grammar
FAMILIES = ["nuclei", "cells", "actin", "microtubules", "mitochondria", "vesicles", "spots", "bacteria", "yeast", "neurons", "plant", "tissue"]
FAMILY_P = [.20, .14, .10, .10, .10, .05, .05, .07, .06, .06, .035, .035]


def make(rng, S=128, force=None, chosen=None):
    """One captioned picture -> uint8 image (S,S,3), list of (text,label), {label: mask}, family.  S < 32: caption only.
    force overrides choices by key (the rest of the scene stays), chosen receives the choices made; force["neutral"] names a choice that
    stays in the caption but is drawn as if it were not there."""
    force, chosen = force or {}, {} if chosen is None else chosen
    neutral = force.get("neutral")

    def choose(key, value):
        chosen[key] = force.get(key, value)
        return chosen[key]

    drawn = lambda key, other="": other if neutral == key else chosen[key]
    R = [fork(rng) for _ in range(16)]
    fam = pick(R[0], FAMILIES, FAMILY_P)
    noun = choose("noun", fam)
    inside, section = noun in INSIDE, noun == "tissue"
    modes = ["fluorescence", "phase contrast", "brightfield"]
    mode = choose("mode", pick(R[1], modes, {"cells": [.62, .24, .14], "bacteria": [.45, .35, .2], "yeast": [.4, .32, .28], "plant": [.65, 0, .35]}.get(fam, [1, 0, 0])))
    if noun not in ("cells", "bacteria", "yeast", "plant"): mode = chosen["mode"] = "section" if section else "fluorescence"
    if noun == "plant" and mode == "phase contrast": mode = chosen["mode"] = "brightfield"
    density = choose("density", pick(R[2], ["", "sparse", "dense", "clustered"], [.5, .17, .2, .13] if not inside else [.76, .12, .12, 0]))
    if noun == "plant" or (inside and density == "clustered"): density = chosen["density"] = ""
    size = choose("size", pick(R[3], ["", "small", "large"], [.74, .13, .13]))
    shape = choose("shape", pick(R[4], ["", "round", "elongated"], [.66, .17, .17]))
    if inside or noun in ("yeast", "neurons") or (noun == "bacteria" and shape == "round") or (noun == "plant" and shape == "round"): shape = chosen["shape"] = ""
    u = R[5].random()
    own = STATES.get(noun, [""])
    state = choose("state", own[int(np.searchsorted(np.cumsum(STATE_P.get(noun, [1.])), u).clip(0, len(own) - 1))])
    if state not in own: state = chosen["state"] = ""
    if noun == "bacteria" and state == "chains": shape = chosen["shape"] = ""
    if noun == "nuclei" and state in ("mitotic", "fragmented", "touching"): shape = chosen["shape"] = ""
    fluo = mode == "fluorescence"
    names = list(COLORS)
    cname = choose("colour", pick(R[6], names, [.15, .2, .13, .13, .14, .1, .1, .05]) if R[6].random() < .72 else "")
    if section: cname = chosen["colour"] = pick(R[6], ["", *STAINS], [.4, .3, .15, .15]) if "colour" not in force else force["colour"] if force["colour"] in STAINS else ""
    elif not fluo: cname = chosen["colour"] = ""
    bright = choose("bright", pick(R[7], ["", "bright", "dim"], [.84, .06, .10]) if fluo else "")
    if not fluo: bright = chosen["bright"] = ""
    can = fluo and (inside or noun in ("cells", "plant"))
    second = choose("second", R[8].random() < .5)
    if not can: second = chosen["second"] = False
    nname = choose("nuclei", pick(R[9], ["", *names[:7]], [.32, .08, .08, .28, .08, .08, .04, .04]))
    if not second: nname = chosen["nuclei"] = ""
    acq = choose("acq", pick(R[10], ACQ, ACQ_P))

    # caption
    t = R[11]
    adjs = [density, state if state in ("mitotic", "textured", "touching", "fragmented", "healthy", "budding") else "", size, shape, bright, cname]
    word = " ".join(x for x in adjs if x)
    word = word + " " if word else ""
    cap, u, v = [], t.random(), t.random()
    w = t.random()
    plain = {"actin": pick(t, ["actin fibres", "actin"], [.7, .3]), "cells": pick(t, ["cells", "cytoplasm"], [.82, .18]),
             "yeast": pick(t, ["yeast", "yeast cells"], [.7, .3]), "plant": pick(t, ["plant cells", "plant cells with walls"])}
    head = {"fluorescence": ["", "fluorescence image of ", "fluorescence microscopy image of ", "microscopy image of "][int(np.searchsorted([.5, .8, .9], u))],
            "phase contrast": "phase contrast image of " if u < .85 else "phase contrast microscopy image of ", "brightfield": "brightfield image of " if u < .85 else "brightfield microscopy image of ", "section": ""}[mode]
    early = acq in ("noisy", "blurred", "saturated") and w < .35
    if early: head = acq + " " + (head or "image of ")
    if head and v < .25: head = "a " + head
    if head: cap.append((head, None))
    if section:
        cap += [("tissue section", "tissue"), (" with ", None), (word + "nuclei", "nuclei")]
    elif noun == "bacteria" and state: cap += [(word + state, "obj"), (" of ", None), ("bacteria", "obj")]
    elif noun == "neurons":
        cap.append((word + "neurons", "obj"))
        if state == "long": cap += [(" with ", None), ("long neurites", "neurites")]
        elif state == "none": cap += [(" without ", None), ("neurites", None)]
        elif w > .75: cap += [(" with ", None), ("neurites", "neurites")]
    elif noun == "plant":
        cap.append((word + "plant cells", "obj"))
        if state == "chloroplasts": cap += [(" with ", None), ("chloroplasts", "chloroplasts")]
        elif plain["plant"].endswith("walls") and not second: cap += [(" with ", None), ("walls", "walls")]
    else: cap.append((word + plain.get(noun, noun), "obj"))
    if second: cap += [(" and " if state == "chloroplasts" else " with ", None), ((nname + " " if nname else "") + "nuclei", "nuc")]
    elif can and noun == "cells" and t.random() < .15: cap += [(" without ", None), ("nuclei", None)]
    if acq and not early: cap += [(", ", None), (acq, None)]
    if S < 32: return None, cap, {}, noun

    # picture
    s = Scene(S)
    d = lambda k, o="": drawn(k, o)
    st = d("state")
    paint = PAINT.get(noun, draw_inside)
    paint(s, R[12], noun, d("density"), d("size"), d("shape"), st, neutral == "noun")
    col = COLORS[d("colour") or "grey"] if not section else STAINS[d("colour") or "purple"]
    show = chosen["second"] and neutral != "second"
    ncol = COLORS["grey" if neutral == "nuclei" else (nname or "blue")]
    j = R[13]
    col, ncol = [tuple(np.clip(np.array(c) * j.uniform(.93, 1.07) + j.normal(0, .015, 3), 0, 1)) for c in (col, ncol)]
    if section: im = see_tissue(s, R[14], col)
    elif noun == "plant" and not fluo:
        im = see(s, "brightfield", col, ncol, "", R[14], False)
        im = im * (1 - .45 * s.walls[..., None] * np.array((.5, .42, .8), F)) * np.array((.93, 1, .86), F)
        if st == "chloroplasts": im = im * (1 - s.chloro[..., None] * np.array((.72, .38, .75), F))
    else:
        im = see(s, mode, col, ncol, d("bright"), R[14], show)
        if noun == "plant" and st == "chloroplasts": im = im + s.chloro[..., None] * np.array((.75, .1, .08) if cname in ("green", "cyan", "grey", "") else (.1, .75, .15), F)
    im = record(im, d("acq"), R[15], fluo)
    m = s.masks
    if show: m["nuc"] = np.clip(s.nuc, 0, 1)
    if show and not noun == "plant": m["obj"] = m["obj"] * (1 - .8 * m["nuc"])
    m["instances"] = np.asarray(s.inst)
    return (im * 255 + .5).astype(np.uint8), cap, m, noun


def change(rng, ch, fam=None):
    """One change of a scene with choices ch, as a force dict: the edits that people make."""
    noun, opt = ch["noun"], []
    other = lambda seq, now: pick(rng, [x for x in seq if x != now])
    add = lambda p, **kw: opt.append((p, kw))
    if ch["mode"] == "fluorescence":
        add(14, colour=other(list(COLORS) if ch["colour"] else list(COLORS)[:7], ch["colour"]))
        if not ch["bright"]: add(1, bright=pick(rng, ["bright", "dim"], [.35, .65]))
    if ch["mode"] == "section": add(6, colour=other(list(STAINS), ch["colour"] or "purple"))
    if noun in INSIDE: add(5, noun=other(INSIDE, noun))
    if noun in FIELD and ch["mode"] == "fluorescence": add(2.5, noun=other(FIELD, noun))
    if noun in ("cells", "bacteria", "yeast"): add(2.5, mode=other(["fluorescence", "phase contrast", "brightfield"], ch["mode"]))
    if noun != "plant" and noun not in INSIDE: add(3.5, density={"sparse": "dense", "dense": "sparse"}.get(ch["density"]) or pick(rng, ["dense", "sparse", "clustered"], [.45, .3, .25]))
    if noun in INSIDE: add(1, density=other(["sparse", "dense"], ch["density"]))
    add(1.5, size={"small": "large", "large": "small"}.get(ch["size"]) or pick(rng, ["small", "large"]))
    if noun in ("nuclei", "cells", "tissue") and ch["state"] not in ("mitotic", "fragmented", "touching"): add(1.5, shape={"round": "elongated", "elongated": "round"}.get(ch["shape"]) or pick(rng, ["round", "elongated"]))
    if noun in STATES: add({"nuclei": 5, "mitochondria": 5}.get(noun, 3), state=other([x for x in STATES[noun] if x != "healthy"] if ch["state"] != "healthy" else ["fragmented"], ch["state"]))
    if noun in INSIDE + ["cells"] and ch["mode"] == "fluorescence":
        if not ch["second"]: add(2, second=True)
        else: add(1.5, nuclei=other(["", *list(COLORS)[:7]], ch["nuclei"])); add(1, second=False)
    add(5, acq={"in focus": "out of focus"}.get(ch["acq"]) or (pick(rng, ACQ[1:], np.array(ACQ_P[1:]) / sum(ACQ_P[1:])) if not ch["acq"] else other(ACQ, ch["acq"])))
    p = np.array([o[0] for o in opt])
    return opt[rng.choice(len(opt), p=p / p.sum())][1]


def weighted(rng, ch, fam=None):
    """A choice of the scene whose word can be drawn at any strength -> (its key, the word, kind)"""
    opt = []
    if ch["colour"] and ch["mode"] == "fluorescence" and ch["colour"] != "grey": opt.append((3, "colour", ch["colour"]))
    if ch["density"]: opt.append((3, "density", ch["density"]))
    if ch["size"]: opt.append((2, "size", ch["size"]))
    if ch["shape"]: opt.append((1, "shape", ch["shape"]))
    if ch["bright"]: opt.append((2, "bright", ch["bright"]))
    if ch["state"] in ("mitotic", "textured", "touching", "fragmented", "budding"): opt.append((4, "state", ch["state"]))
    if ch["second"]: opt.append((2, "second", "nuclei"))
    if ch["nuclei"]: opt.append((1, "nuclei", ch["nuclei"]))
    if ch["acq"] and ch["acq"] != "in focus": opt.append((4, "acq", ch["acq"]))
    if ch["noun"] not in ("plant", "tissue"): opt.append((1, "noun", ch["noun"]))
    if not opt: return None
    p = np.array([o[0] for o in opt])
    key, word = opt[rng.choice(len(opt), p=p / p.sum())][1:]
    return key, word, "noun" if key in ("noun", "second") else key


def pair(seed, S=128):
    """Two renders of one scene -> (image, caption, masks, family) twice, None: they differ by one change; or the same caption twice
    and (word, kind): the first picture is drawn as if the word were weighted to nothing."""
    ch, rng = {}, np.random.default_rng([seed, 1])
    make(np.random.default_rng(seed), 16, chosen=ch)
    w = weighted(rng, ch) if rng.random() < .35 else None
    b = make(np.random.default_rng(seed), S)
    if w: return make(np.random.default_rng(seed), S, {"neutral": w[0]}), b, w[1:]
    return b, make(np.random.default_rng(seed), S, change(rng, ch)), None


# ------------------------------------------------------------------------------------------------------------------ scoring
GROUPS = {"noun": FAMILIES, "colour": list(COLORS), "stain": list(STAINS), "density": ["sparse", "dense", "clustered"], "size": ["small", "large"], "shape": ["round", "elongated"],
          "state": ["plain*", "mitotic", "textured", "touching", "fragmented", "chains", "budding", "long", "none*", "chloroplasts"], "bright": ["bright", "dim"],
          "mode": ["fluorescence", "phase contrast", "brightfield", "section"], "second": ["no*", "nuclei"], "nuclei": list(COLORS)[:7], "acq": ["plain*"] + [a for a in ACQ if a not in ("", "in focus")]}


def reads(cap, fam, ch):
    """{group: index} of what a picture with these choices shows, for the groups that its caption determines"""
    t = {"noun": ch["noun"], "mode": ch["mode"], "acq": ch["acq"] if ch["acq"] not in ("", "in focus") else "plain*"}
    if ch["mode"] == "fluorescence": t["colour"] = ch["colour"] or "grey"
    if ch["mode"] == "section": t["stain"] = ch["colour"] or "purple"
    for k in ("density", "size", "shape", "bright"):
        if ch[k]: t[k] = ch[k]
    if ch["noun"] in STATES: t["state"] = {"none": "none*", "healthy": "plain*", "rods": "plain*", "": "plain*"}.get(ch["state"], ch["state"])
    if ch["mode"] == "fluorescence" and ch["noun"] in INSIDE + ["cells", "plant"]: t["second"] = "nuclei" if ch["second"] else "no*"
    if ch["second"]: t["nuclei"] = ch["nuclei"] or "blue"
    return {k: GROUPS[k].index(v) for k, v in t.items()}


def placed(text):
    """What the objects are whose places are compared."""
    words = text.split()
    if "fragmented" in words or not set(FIELD + ["tissue"]) & set(words) or set(INSIDE + ["neurons", "plant"]) & set(words): return "pieces and fibres"
    return "touching" if "touching" in words or "chains" in words or "dense" in words or "clustered" in words else "cells"


KINDS = {"noun": "noun", "state": "state", "colour": "colour", "nuclei": "colour", "density": "density", "size": "size", "shape": "shape", "bright": "brightness", "mode": "modality", "second": "phrase", "acq": "acquisition"}
DEFAULTS = {"steps": 10, "guidance": 1.0, "distilled": 3.0, "width": 128, "height": 128, "renormalise": False, "tau": .8, "weighttau": 1.0, "imagetau": 0.0, "imagemethod": "virtual", "imageguidance": 1.0, "imagemask": True, "selfattention": .8, "selfresolution": 16,
            "sweep": "0:0.2:1", "roithreshold": .6}
EDITS = [("green actin fibres with blue nuclei", "green microtubules with blue nuclei"), ("blue nuclei", "mitotic blue nuclei"), ("sparse green cells", "dense green cells"),
         ("magenta mitochondria, in focus", "magenta mitochondria, out of focus"), ("healthy red mitochondria with blue nuclei", "fragmented red mitochondria with blue nuclei"), ("green cells", "magenta cells"),
         ("fluorescence image of yeast", "phase contrast image of yeast"), ("green nuclei", "green nuclei, noisy"), ("rods of bacteria", "chains of bacteria"), ("yellow neurons", "yellow neurons with long neurites"),
         ("tissue section with purple nuclei", "tissue section with brown nuclei"), ("cyan cells", "cyan cells with nuclei")]
STRENGTHS = [("dense green cells", "dense"), ("noisy image of nuclei", "noisy"), ("cyan nuclei, out of focus", "focus"), ("textured blue nuclei", "textured"), ("red cells with blue nuclei", "nuclei"), ("green nuclei, uneven light", "uneven"),
             ("magenta nuclei", "magenta"), ("dim green cells", "dim")]
HEAT = [("green cells with blue nuclei", ["green", "cells", "nuclei"]), ("red microtubules with blue nuclei, noisy", ["microtubules", "nuclei", "noisy"]), ("tissue section with purple nuclei", ["tissue", "section", "nuclei"]),
        ("plant cells with chloroplasts", ["plant", "cells", "chloroplasts"]), ("neurons with long neurites", ["neurons", "neurites"])]
