"""Procedural captioned scenes for a tiny text-to-image model (numpy only).

Ideas worth keeping
-------------------
* Everything is a *signed distance field* evaluated on a small window, so edges
  are anti-aliased exactly (alpha = 0.5 - d*S), outlines/fur are one-liners
  (perturb d), and the code is trivially portable.
* Every paint() call updates per-label coverage masks.  A label is what a group
  of caption words talks about ("fluffy red ball" -> one mask).  The masks feed
  (a) the cross-attention localisation loss and (b) the automatic scores.
* A caption is a list of (text, label) pieces, so each *word* knows its mask.
* Attributes that the caption does not mention take a default (day, summer,
  smooth) or are random (position, size, colour), so that adding a phrase to a
  prompt has a visible, unambiguous effect.
* Styles are post-processes over (rgb, edge map), hence orthogonal to content.
"""
import numpy as np

F = np.float32
LATENTS = 16
SYMMETRIES = 2                                     # of a picture that change no word: mirrored
GLOBAL = "watercolor children crayon drawing painting pencil sketch night sunset autumn fall winter spring".split()      # words of the whole picture
EXTRA = "the a an of and with without on in at by next to beside side young boy girl".split()                        # words besides those of the captions
SCHEDULER = {"beta_start": .00085, "beta_end": .02, "prediction_type": "v_prediction", "timestep_spacing": "trailing"}
COLORS = {
    "red": (0.86, 0.10, 0.10), "green": (0.13, 0.65, 0.16), "blue": (0.12, 0.27, 0.88),
    "yellow": (0.97, 0.86, 0.10), "orange": (0.98, 0.52, 0.06), "purple": (0.55, 0.14, 0.74),
    "pink": (0.98, 0.50, 0.72), "white": (0.95, 0.95, 0.95), "black": (0.09, 0.09, 0.10),
    "turquoise": (0.10, 0.78, 0.76),
}
GREY = (0.60, 0.60, 0.60)                          # a colour word that is weighted to nothing
CNAMES = list(COLORS)
# ------------------------------------------------------------------ noise bank
_r = np.random.default_rng(7)


def _fbm(n, beta):
    f = np.fft.fftfreq(n)
    k = np.hypot(f[:, None], f[None, :])
    k[0, 0] = 1
    z = np.fft.ifft2(np.fft.fft2(_r.standard_normal((n, n))) / k ** beta).real
    z = (z - z.mean()) / z.std()
    return np.clip(z * 0.22 + 0.5, 0, 1).astype(F)


_BANK = {b: [_fbm(512, b) for _ in range(3)] for b in (0.3, 0.8, 1.4)}   # fine, medium, cloudy
_STRAND = [np.clip(_r.standard_normal(4096).astype(F) * 0.30 + 0.5, 0, 1) for _ in range(4)]


def fork(rng):
    """A generator of its own, at the price of one draw: what follows does not depend on how much it is used."""
    return np.random.default_rng(rng.integers(1 << 62))


def forked(paint):
    """A painter that draws its randomness from a fork, so that two variants of a scene stay aligned."""
    def run(c, *args, **kw):
        keep, c.rng = c.rng, fork(c.rng)
        out = paint(c, *args, **kw)
        c.rng = keep
        return out
    return run


class Canvas:
    def __init__(self, S, rng, flat=False):
        self.S, self.rng, self.flat = S, fork(rng), flat
        rng = self.rng
        g = ((np.arange(S) + 0.5) / S).astype(F)
        self.X, self.Y = np.meshgrid(g, g)
        self.rgb = np.ones((S, S, 3), F)
        self.masks, self.ids, self.n = {}, np.zeros((S, S), np.int16), 0
        self.light = np.array([rng.uniform(-0.7, 0.7), -0.7, 0.6], F)
        self.light /= np.linalg.norm(self.light)
        self.dark = 0.0          # night amount: lit windows / headlights look at it

    def noise(self, beta, sl, stretch=(1, 1)):
        b = _BANK[beta][self.rng.integers(3)]
        h, w = sl[0].stop - sl[0].start, sl[1].stop - sl[1].start
        sy, sx = stretch
        oy, ox = self.rng.integers(0, 512, 2)
        iy = (oy + (np.arange(h) * sy).astype(int)) % 512
        ix = (ox + (np.arange(w) * sx).astype(int)) % 512
        return b[np.ix_(iy, ix)]

    def win(self, x0, y0, x1, y1):
        S = self.S
        c = lambda v: int(min(max(v, 0), S))
        sl = (slice(c(np.floor(y0 * S) - 1), c(np.ceil(y1 * S) + 1)),
              slice(c(np.floor(x0 * S) - 1), c(np.ceil(x1 * S) + 1)))
        return sl, self.X[sl], self.Y[sl]

    @property
    def full(self):
        return (slice(0, self.S), slice(0, self.S))

    def aa(self, d):
        return np.clip(0.5 - d * self.S, 0, 1)

    def paint(self, sl, a, col, label=None, edge=True):
        if a.size == 0:
            return
        col = np.asarray(col, F)
        v = self.rgb[sl]
        v += (col - v) * a[..., None]
        if edge:
            self.n += 1
            self.ids[sl][a > 0.5] = self.n
        for m in self.masks.values():
            m[sl] *= 1 - a
        if label is not None:
            if label not in self.masks:
                self.masks[label] = np.zeros((self.S, self.S), F)
            self.masks[label][sl] += a

    def fill(self, d_fn, box, col, label=None, shade=0.0, fluff=0.0, centre=None, size=0.2,
             tex=None, edge=True):
        """Paint an SDF shape.  shade: vertical+light gradient; fluff: fur amount 0..1;
        tex: function (X,Y) -> multiplier/alternative colour field."""
        pad = 0.16 * size * (fluff > 0)
        sl, X, Y = self.win(box[0] - pad, box[1] - pad, box[2] + pad, box[3] + pad)
        if X.size == 0:
            return
        d = d_fn(X, Y)
        c = np.broadcast_to(np.asarray(col, F), X.shape + (3,))
        if tex is not None:
            c = tex(X, Y, c)
        if not self.flat and shade:
            cx, cy = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            g = ((X - cx) * self.light[0] + (Y - cy) * self.light[1]) / max(box[3] - box[1], 1e-3)
            c = c * (1 + shade * g)[..., None]
        if fluff > 0:
            d, m = self.fur(X, Y, d, centre or ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2),
                            fluff, size)
            c = c * m[..., None]
        self.paint(sl, self.aa(d), np.clip(c, 0, 1), label, edge)

    def fur(self, X, Y, d, centre, f, size):
        """Radial hair: displace the outline and modulate the brightness with noise that is
        fine in angle and coarse along the radius."""
        dx, dy = X - centre[0], Y - centre[1]
        th = (np.arctan2(dy, dx) / (2 * np.pi) + 0.5).astype(F)
        r = np.sqrt(dx * dx + dy * dy)
        T = _STRAND[self.rng.integers(4)]
        nst = 26
        ring = np.floor(r / (size * 0.20)).astype(int)       # new hairs every ring
        def tufts(u, shift):                                  # one rounded tuft of random height per unit of u
            i = np.floor(u).astype(int)
            return (T[(i + shift) % 4096] * (0.35 + 0.65 * np.abs(np.sin(np.pi * (u - i)))) * 1.25).astype(F)
        n = tufts(th * nst + ring * 0.37 * nst, ring * 611 + self.rng.integers(4096))
        edge = tufts(th * 18, 0)
        d = d - f * size * (0.24 * edge - 0.06)
        m = 1 + f * 1.15 * (n - 0.42)
        return d, m.astype(F)


# --------------------------------------------------------------- SDF primitives
def circ(cx, cy, r):
    return lambda X, Y: np.sqrt((X - cx) ** 2 + (Y - cy) ** 2) - r


def ell(cx, cy, rx, ry):
    return lambda X, Y: (np.sqrt(((X - cx) / rx) ** 2 + ((Y - cy) / ry) ** 2) - 1) * min(rx, ry)


def box(x0, y0, x1, y1, rad=0.0):
    cx, cy, hx, hy = (x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 2 - rad, (y1 - y0) / 2 - rad

    def f(X, Y):
        qx, qy = np.abs(X - cx) - hx, np.abs(Y - cy) - hy
        return np.sqrt(np.maximum(qx, 0) ** 2 + np.maximum(qy, 0) ** 2) + np.minimum(np.maximum(qx, qy), 0) - rad
    return f


def seg(x0, y0, x1, y1, r):
    def f(X, Y):
        px, py, vx, vy = X - x0, Y - y0, x1 - x0, y1 - y0
        h = np.clip((px * vx + py * vy) / (vx * vx + vy * vy + 1e-9), 0, 1)
        return np.sqrt((px - vx * h) ** 2 + (py - vy * h) ** 2) - r
    return f


def poly(pts):
    """Exact SDF of any simple polygon."""
    def f(X, Y):
        d = np.full(X.shape, 1e9, F)
        s = np.ones(X.shape, F)
        n = len(pts)
        for i in range(n):
            (ax, ay), (bx, by) = pts[i], pts[i - 1]
            ex, ey, wx, wy = bx - ax, by - ay, X - ax, Y - ay
            t = np.clip((wx * ex + wy * ey) / (ex * ex + ey * ey + 1e-12), 0, 1)
            d = np.minimum(d, (wx - ex * t) ** 2 + (wy - ey * t) ** 2)
            c1, c2, c3 = Y >= ay, Y < by, ex * wy > ey * wx
            s = np.where((c1 & c2 & c3) | (~c1 & ~c2 & ~c3), -s, s)
        return s * np.sqrt(d)
    return f


def bb(pts):
    a = np.array(pts)
    return (*a.min(0), *a.max(0))


def mul(c, k):
    return tuple(np.clip(np.array(c) * k, 0, 1))


def jit(rng, c, s=0.06):
    return tuple(np.clip(np.array(c) * rng.uniform(1 - s, 1 + s) + rng.normal(0, s / 2, 3), 0, 1))


def lerp(a, b, t):
    return tuple(np.array(a) * (1 - t) + np.array(b) * t)


# ------------------------------------------------------------------- objects
# Every painter: (canvas, cx, base, h, colour, label, fluff) - standing on y=base, height h.
def shadow(c, cx, base, w):
    if c.flat or c.dark > 0.5:
        return
    sl, X, Y = c.win(cx - w, base - 0.05, cx + w, base + 0.05)
    d = np.sqrt(((X - cx) / w) ** 2 + ((Y - base) / (0.16 * w + 0.01)) ** 2)
    c.paint(sl, 0.38 * np.clip(1.3 - d, 0, 1), (0.05, 0.05, 0.08), None, edge=False)


@forked
def ball(c, cx, base, h, col, label, fluff=0.0, stripes=False):
    r = h / 2
    cy = base - r
    shadow(c, cx, base, r * 1.15)

    def tex(X, Y, k):
        u, v = (X - cx) / r, (Y - cy) / r
        if stripes:
            k = np.where((np.sin(v * 9 + u * 2) > 0.2)[..., None], np.array((0.96, 0.96, 0.94), F), k)
        if c.flat:
            return k
        nz = np.sqrt(np.clip(1 - u * u - v * v, 0.02, 1))
        lam = np.clip(u * c.light[0] + v * c.light[1] + nz * c.light[2], 0, 1)
        k = k * (0.42 + 0.70 * lam)[..., None]
        sp = np.clip(lam, 0, 1) ** 24 * 0.75 * max(0, 1 - 1.6 * fluff)
        return k + sp[..., None]
    c.fill(circ(cx, cy, r * (1 - 0.10 * fluff)), (cx - r, cy - r, cx + r, cy + r), col, label,
           fluff=fluff, centre=(cx, cy), size=h, tex=tex)


@forked
def cube(c, cx, base, h, col, label, fluff=0.0, stripes=False):
    fluff *= .6                                     # the faces stay visible
    s = h * 0.5 * (1 - 0.06 * fluff)
    top, k = base - h, h * 0.22
    shadow(c, cx, base, s * 1.2)
    mid = base - h + 2 * k
    L, R = cx - s * 0.95, cx + s * 0.95
    faces = [([(L, top + k), (cx, top), (R, top + k), (cx, mid)], 1.18),
             ([(L, top + k), (cx, mid), (cx, base), (L, base - k)], 0.92),
             ([(cx, mid), (R, top + k), (R, base - k), (cx, base)], 0.66)]

    def tex(X, Y, q):
        return np.where((np.sin((Y - X * 0.45) * 60 / (h + .3)) > 0.2)[..., None], np.array((0.96, 0.96, 0.94), F), q)
    hull = [(L, top + k), (cx, top), (R, top + k), (R, base - k), (cx, base), (L, base - k)]
    if fluff > 0:                                   # furry fringe behind the faces
        c.fill(poly(hull), bb(hull), mul(col, 0.85), label, fluff=fluff, centre=(cx, base - h / 2), size=h)
    for p, m in faces:
        c.fill(poly(p), bb(p), mul(col, 1 if c.flat else m), label, tex=tex if stripes else None,
               fluff=fluff * 0.55, centre=(cx, base - h / 2), size=h)


@forked
def cone(c, cx, base, h, col, label, fluff=0.0, stripes=False):
    w = h * 0.42
    p = [(cx, base - h), (cx + w, base - 0.06 * h), (cx + w * .6, base), (cx - w * .6, base), (cx - w, base - 0.06 * h)]
    shadow(c, cx, base, w * 1.2)

    def tex(X, Y, k):
        if stripes:
            k = np.where((np.sin((Y - base) * 55 / (h + .3)) > 0.1)[..., None], np.array((0.96, 0.96, 0.94), F), k)
        if c.flat:
            return k
        u = (X - cx) / (w * np.clip((Y - base + h) / h, 0.05, 1))
        return k * (0.85 + 0.35 * u * c.light[0] / 0.7 + 0.15 * (1 - u * u))[..., None]
    c.fill(poly(p), bb(p), col, label, fluff=fluff, centre=(cx, base - h * .4), size=h, tex=tex)


@forked
def star(c, cx, base, h, col, label, fluff=0.0, stripes=False):
    fluff *= .6                                     # the points stay visible
    R = h * 0.54
    cy = base - R * 0.85
    ph = c.rng.uniform(-0.15, 0.15) - np.pi / 2
    p = [(cx + (R if i % 2 == 0 else R * .46) * np.cos(ph + i * np.pi / 5),
          cy + (R if i % 2 == 0 else R * .46) * np.sin(ph + i * np.pi / 5)) for i in range(10)]
    shadow(c, cx, base, R)
    tex = (lambda X, Y, k: np.where((np.sin((Y + X) * 70) > 0.1)[..., None], np.array((0.96, 0.96, 0.94), F), k)) if stripes else None
    c.fill(poly(p), bb(p), col, label, shade=0.5, fluff=fluff, centre=(cx, cy), size=h, tex=tex)


def tower(c, x0, x1, top, base, col, label, roof=None):
    c.fill(box(x0, top, x1, base), (x0, top, x1, base), col, label, shade=0.25)
    w = x1 - x0
    if roof is not None:
        p = [(x0 - .15 * w, top), ((x0 + x1) / 2, top - 1.1 * w), (x1 + .15 * w, top)]
        c.fill(poly(p), bb(p), roof, label, shade=.4)
    else:
        m = w / 5
        for i in (0, 2, 4):
            c.fill(box(x0 + i * m, top - m, x0 + (i + 1) * m, top + .004), (x0 + i * m, top - m, x0 + (i + 1) * m, top), col, label)
    wc = lerp((.22, .2, .25), (1, .88, .35), c.dark)
    c.fill(box((x0 + x1) / 2 - w * .12, top + w * .4, (x0 + x1) / 2 + w * .12, top + w * .85, w * .1),
           (x0, top, x1, top + w), wc, label)


@forked
def castle(c, cx, base, h, col, label, fluff=0.0):
    col = col or jit(c.rng, (.62, .60, .58), .1)
    roof = mul(col, .6) if c.rng.random() < .4 else jit(c.rng, (.55, .2, .18), .2)
    w = h * 0.55
    tower(c, cx - .2 * h, cx + .2 * h, base - h * .75, base, mul(col, .95), label, None)
    c.fill(box(cx - w, base - h * .48, cx + w, base), (cx - w, base - h * .48, cx + w, base), col, label, shade=.25)
    tw = h * .22
    for s in (-1, 1):
        x = cx + s * w
        tower(c, x - tw / 2, x + tw / 2, base - h * .72, base + .01, mul(col, 1.06), label, roof)
    g = h * .12
    c.fill(box(cx - g, base - h * .28, cx + g, base + .001, g * .8), (cx - g, base - h * .28, cx + g, base), lerp((.25, .15, .1), (.8, .5, .2), c.dark), label)


@forked
def house(c, cx, base, h, col, label, fluff=0.0):
    col = col or jit(c.rng, [(.93, .88, .75), (.85, .6, .5), (.8, .82, .86)][c.rng.integers(3)], .1)
    w = h * .5
    c.fill(box(cx - w, base - h * .6, cx + w, base), (cx - w, base - h * .6, cx + w, base), col, label, shade=.25)
    p = [(cx - w * 1.2, base - h * .58), (cx, base - h), (cx + w * 1.2, base - h * .58)]
    c.fill(poly(p), bb(p), jit(c.rng, (.62, .22, .16), .2), label, shade=.4)
    wc = lerp((.45, .65, .8), (1, .88, .35), c.dark)
    for s in (-1, 1):
        x = cx + s * w * .55
        c.fill(box(x - .2 * w, base - h * .45, x + .2 * w, base - h * .25), (x - .2 * w, base - h * .45, x + .2 * w, base - h * .25), wc, label)
    c.fill(box(cx - .15 * w, base - h * .3, cx + .15 * w, base), (cx - .15 * w, base - h * .3, cx + .15 * w, base), (.35, .2, .12), label)


def wheel(c, x, y, r, label):
    c.fill(circ(x, y, r), (x - r, y - r, x + r, y + r), (.08, .08, .09), label)
    c.fill(circ(x, y, r * .5), (x - r, y - r, x + r, y + r), (.7, .7, .72), label)


@forked
def car(c, cx, base, h, col, label, fluff=0.0, open_top=False):
    col = col or jit(c.rng, COLORS[CNAMES[c.rng.integers(len(CNAMES))]])
    w, r = h * .95, h * .2
    f = 1 if c.rng.random() < .5 else -1
    shadow(c, cx, base, w * 1.05)
    if not open_top:
        p = [(cx - .62 * w, base - .55 * h), (cx - .38 * w, base - h), (cx + .32 * w, base - h), (cx + .6 * w, base - .55 * h)]
        c.fill(poly(p), bb(p), mul(col, .9), label, shade=.3)
        wc = lerp((.65, .82, .92), (.25, .3, .45), c.dark)
        for a, b in ((-.44, -.06), (.0, .42)):
            p = [(cx + a * w, base - .57 * h), (cx + (a * .78 + .02) * w, base - .92 * h), (cx + b * .74 * w, base - .92 * h), (cx + b * w, base - .57 * h)]
            c.fill(poly(p), bb(p), wc, label)
    c.fill(box(cx - w, base - .6 * h, cx + w, base - .14 * h, .12 * h), (cx - w, base - .6 * h, cx + w, base - .14 * h), col, label, shade=.5)
    hx = cx + f * w * .93
    c.fill(ell(hx, base - .42 * h, .07 * h, .09 * h), (hx - .1, base - h, hx + .1, base), (1, .95, .6), label)
    for s in (-.58, .58):
        wheel(c, cx + s * w, base - r, r, label)
    if c.dark > .5:                                  # head-light beam
        sl, X, Y = c.win(min(hx, hx + f * .35), base - .6 * h, max(hx, hx + f * .35), base)
        t = (X - hx) * f / .35
        a = np.clip(1 - t, 0, 1) * (t > 0) * np.clip(1 - np.abs(Y - base + .36 * h) / (.03 + .25 * h * t), 0, 1)
        c.paint(sl, .6 * a, (1, .95, .65), None, edge=False)


@forked
def bicycle(c, cx, base, h, col, label, fluff=0.0):
    col = col or jit(c.rng, COLORS[CNAMES[c.rng.integers(len(CNAMES))]])
    r, t = h * .33, max(h * .035, .007)
    xa, xb, y = cx - h * .52, cx + h * .52, base - r
    for x in (xa, xb):
        c.fill(lambda X, Y, x=x: np.abs(np.sqrt((X - x) ** 2 + (Y - y) ** 2) - r * .9) - t, (x - r, y - r, x + r, base), (.1, .1, .1), label)
    m, s, hd = (cx - .05 * h, base - .28 * h), (cx - .18 * h, base - .82 * h), (cx + .36 * h, base - .88 * h)
    for a, b in (((xa, y), m), ((xa, y), s), (m, s), (m, hd), (s, hd), ((xb, y), hd)):
        c.fill(seg(*a, *b, t * 1.25), (min(a[0], b[0]) - t, min(a[1], b[1]) - t, max(a[0], b[0]) + t, max(a[1], b[1]) + t), col, label, edge=False)
    c.fill(seg(hd[0] - .06 * h, hd[1] - .06 * h, hd[0] + .1 * h, hd[1] - .08 * h, t), (hd[0] - .1, hd[1] - .1, hd[0] + .1, hd[1] + .1), (.1, .1, .1), label)
    c.fill(seg(s[0] - .09 * h, s[1], s[0] + .09 * h, s[1], t * 1.6), (s[0] - .1, s[1] - .1, s[0] + .1, s[1] + .1), (.1, .1, .1), label)


@forked
def skateboard(c, cx, base, h, col, label, fluff=0.0):
    col = col or jit(c.rng, COLORS[CNAMES[c.rng.integers(len(CNAMES))]])
    w, r = h * .75, h * .09
    c.fill(box(cx - w, base - .28 * h, cx + w, base - .16 * h, .05 * h), (cx - w, base - .3 * h, cx + w, base - .1 * h), col, label)
    for s in (-.6, .6):
        wheel(c, cx + s * w, base - r, r, label)


def animal(kind):
    @forked
    def f(c, cx, base, h, col, label, fluff=0.0):
        default = {"cat": [(.9, .55, .2), (.35, .35, .37), (.12, .12, .12)], "dog": [(.55, .35, .18), (.82, .7, .5), (.3, .22, .18)],
                   "rabbit": [(.93, .92, .9), (.65, .6, .56), (.75, .6, .45)]}[kind]
        col = col or jit(c.rng, default[c.rng.integers(3)])
        fl = dict(fluff=fluff, size=h * .8)
        d = 1 if c.rng.random() < .5 else -1
        shadow(c, cx, base, h * .5)
        body = (cx, base - .34 * h)
        tip = {"cat": (cx - d * .62 * h, base - .75 * h), "dog": (cx - d * .52 * h, base - .62 * h), "rabbit": (cx - d * .40 * h, base - .3 * h)}[kind]
        tw = {"cat": .05, "dog": .06, "rabbit": .11}[kind] * h
        q = (cx - d * .3 * h, base - .3 * h)
        c.fill(seg(*q, *tip, tw), (min(q[0], tip[0]) - tw, min(q[1], tip[1]) - tw, max(q[0], tip[0]) + tw, max(q[1], tip[1]) + tw), mul(col, .9) if kind != "rabbit" else (.97, .97, .97), label, edge=False)
        for s in (-.24, -.1, .12, .26):
            x = cx + s * h
            c.fill(seg(x, base - .25 * h, x, base - .05 * h, .055 * h), (x - .08 * h, base - .3 * h, x + .08 * h, base), mul(col, .85), label, edge=False)
        c.fill(ell(*body, .4 * h, .22 * h), (cx - .4 * h, base - .6 * h, cx + .4 * h, base - .1 * h), col, label, shade=.5, **fl)
        hx, hy, r = cx + d * .3 * h, base - .66 * h, .21 * h
        for s in (-1, 1):
            ex = hx + s * .13 * h
            if kind == "cat":
                p = [(ex - .09 * h, hy - .10 * h), (ex + s * .05 * h, hy - .32 * h), (ex + .09 * h, hy - .08 * h)]
                c.fill(poly(p), bb(p), mul(col, .85), label, edge=False)
            elif kind == "dog":
                c.fill(ell(hx + s * .2 * h, hy + .0 * h, .07 * h, .16 * h), (ex - .2 * h, hy - .2 * h, ex + .2 * h, hy + .2 * h), mul(col, .6), label)
            else:
                c.fill(ell(hx + s * .08 * h, hy - .32 * h, .055 * h, .2 * h), (ex - .2 * h, hy - .55 * h, ex + .2 * h, hy), mul(col, .95), label)
        c.fill(circ(hx, hy, r), (hx - r, hy - r, hx + r, hy + r), mul(col, 1.04), label, shade=.3, **fl)
        if kind == "dog":
            c.fill(ell(hx + d * .12 * h, hy + .08 * h, .12 * h, .085 * h), (hx - .3 * h, hy - .1 * h, hx + .3 * h, hy + .2 * h), lerp(col, (1, 1, 1), .45), label)
        for s in (-1, 1):
            ex = hx + s * .085 * h + d * .02 * h
            c.fill(circ(ex, hy - .04 * h, .042 * h), (ex - .05, hy - .1, ex + .05, hy + .05), (.95, .95, .6) if kind == "cat" else (1, 1, 1), label, edge=False)
            c.fill(circ(ex, hy - .04 * h, .024 * h), (ex - .05, hy - .1, ex + .05, hy + .05), (.05, .05, .05), label, edge=False)
        nx = hx + d * (.04 if kind != "dog" else .14) * h
        c.fill(circ(nx, hy + .06 * h, .03 * h), (nx - .05, hy, nx + .05, hy + .1), (.25, .1, .12), label, edge=False)
    return f


def person(kind):
    @forked
    def f(c, cx, base, h, col, label, fluff=0.0):
        rng = c.rng
        col = col or jit(rng, COLORS[CNAMES[rng.integers(len(CNAMES))]])
        skin = jit(rng, [(.96, .80, .68), (.80, .58, .42), (.48, .32, .22)][rng.integers(3)], .04)
        hair = jit(rng, [(.15, .1, .08), (.45, .26, .12), (.9, .72, .3)][rng.integers(3)], .06)
        shadow(c, cx, base, h * .25)
        w = .14 * h
        for s in (-1, 1):
            c.fill(seg(cx + s * .07 * h, base - .35 * h, cx + s * .1 * h, base - .03 * h, .05 * h), (cx - .2 * h, base - .42 * h, cx + .2 * h, base), skin if kind == "girl" else (.2, .25, .45), label, edge=False)
            up = rng.uniform(-.1, .95)
            ax, ay = cx + s * .34 * h, base - (.45 + .4 * up) * h
            c.fill(seg(cx + s * .1 * h, base - .6 * h, ax, ay, .042 * h), (cx - .42 * h, base - .95 * h, cx + .42 * h, base - .35 * h), skin, label, edge=False)
        if kind == "girl":
            p = [(cx - .08 * h, base - .66 * h), (cx + .08 * h, base - .66 * h), (cx + .23 * h, base - .24 * h), (cx - .23 * h, base - .24 * h)]
            c.fill(poly(p), bb(p), col, label, shade=.3)
            c.fill(box(cx - .17 * h, base - .95 * h, cx + .17 * h, base - .58 * h, .1 * h), (cx - .2 * h, base - h, cx + .2 * h, base - .5 * h), hair, label)
        else:
            c.fill(box(cx - w, base - .67 * h, cx + w, base - .33 * h, .05 * h), (cx - w, base - .7 * h, cx + w, base - .3 * h), col, label, shade=.3)
        c.fill(circ(cx, base - .8 * h, .135 * h), (cx - .2 * h, base - h, cx + .2 * h, base - .6 * h), skin, label)
        sl, X, Y = c.win(cx - .2 * h, base - h, cx + .2 * h, base - .6 * h)
        a = c.aa(np.maximum(circ(cx, base - .82 * h, .155 * h)(X, Y), Y - (base - .84 * h)))
        c.paint(sl, a, hair, label)
        for s in (-1, 1):
            c.fill(circ(cx + s * .05 * h, base - .79 * h, .018 * h), (cx - .1 * h, base - .85 * h, cx + .1 * h, base - .7 * h), (.05, .05, .05), label, edge=False)
    return f


@forked
def tree(c, cx, base, h, col, label, fluff=0.0, kind="green"):
    rng = c.rng
    tw = h * .045
    tc = jit(rng, (.36, .23, .13), .15)
    c.fill(poly([(cx - tw * 1.4, base), (cx - tw * .8, base - .5 * h), (cx + tw * .8, base - .5 * h), (cx + tw * 1.4, base)]),
           (cx - tw * 2, base - .5 * h, cx + tw * 2, base), tc, label)
    for i in range(6 if kind == "bare" else 3):
        a = rng.uniform(-1.1, 1.1)
        l = h * rng.uniform(.25, .5)
        y0 = base - h * rng.uniform(.35, .52)
        x1, y1 = cx + l * np.sin(a), y0 - l * np.cos(a)
        c.fill(seg(cx, y0, x1, y1, tw * .45), (min(cx, x1) - .02, min(y0, y1) - .02, max(cx, x1) + .02, max(y0, y1) + .02), tc, label, edge=False)
    if kind == "bare":
        return
    base_c = col or {"green": (.2, .5, .16), "blossom": (.98, .68, .8), "autumn": [(.85, .42, .1), (.8, .25, .1), (.9, .65, .15)][rng.integers(3)]}[kind]
    base_c = jit(rng, base_c, .08)
    for i in range(7):
        ang = rng.uniform(0, 2 * np.pi)
        rr = h * .20 * np.sqrt(rng.random())
        x, y, r = cx + 1.3 * rr * np.cos(ang), base - .68 * h + rr * np.sin(ang), h * rng.uniform(.13, .2)
        sl, X, Y = c.win(x - r * 1.2, y - r * 1.2, x + r * 1.2, y + r * 1.2)
        if X.size == 0:
            continue
        n = c.noise(.3, sl)
        d = circ(x, y, r)(X, Y) - (0 if c.flat else .22 * r * (n - .5) * 2)
        k = np.array(base_c, F) * ((1 if c.flat else (.75 + .5 * n + .25 * (y - Y) / r)))[..., None] if not c.flat else base_c
        c.paint(sl, c.aa(d), np.clip(k, 0, 1), label, edge=(i % 3 == 0))
        if kind == "blossom":
            c.paint(sl, c.aa(d) * (n > .62) * .85, (1, .93, .96), label, edge=False)


OBJ = {"ball": ball, "cube": cube, "cone": cone, "star": star, "castle": castle, "house": house, "car": car,
       "bicycle": bicycle, "skateboard": skateboard, "cat": animal("cat"), "dog": animal("dog"), "rabbit": animal("rabbit"),
       "boy": person("boy"), "girl": person("girl"), "tree": tree}


# ---------------------------------------------------------------- backgrounds
class World:
    """Scene-wide state: season, time, palette."""

    def __init__(self, rng, season, time):
        self.season, self.time = season, time
        g = {"spring": (.45, .75, .28), "summer": (.33, .62, .2), "autumn": (.66, .50, .22), "winter": (.93, .95, .98)}[season]
        self.grass = jit(fork(rng), g, .07)
        self.tree = {"spring": "green", "summer": "green", "autumn": "autumn", "winter": "bare"}[season]
        self.snow = season == "winter"


@forked
def sky(c, w, horizon):
    rng = c.rng
    pal = {"day": ((.30, .56, .92), (.75, .88, .98)), "night": ((.03, .04, .14), (.10, .12, .28)), "sunset": ((.42, .28, .55), (1., .62, .30))}[w.time]
    if w.season == "winter" and w.time == "day":
        pal = ((.66, .74, .84), (.88, .91, .95))
    if w.season == "autumn" and w.time == "day":
        pal = ((.55, .66, .80), (.90, .88, .82))
    t = np.clip(c.Y / horizon, 0, 1)[..., None]
    a, b = np.array(jit(rng, pal[0], .05), F), np.array(jit(rng, pal[1], .04), F)
    col = a * (1 - t) + b * t
    if not c.flat and w.time != "night":
        n = c.noise(1.4, c.full, (1.6, .8))
        k = np.clip((n - .5) * 2.2, 0, 1)[..., None] * .8
        col = col * (1 - k) + np.array((1, 1, 1) if w.time == "day" else (1, .8, .7), F) * k
    c.paint(c.full, np.ones((c.S, c.S), F), col, "sky")
    if w.time == "night":
        for _ in range(rng.integers(8, 22)):
            x, y = rng.random(), rng.random() * horizon
            c.fill(circ(x, y, .006), (x - .01, y - .01, x + .01, y + .01), (1, 1, .9), "sky", edge=False)
        x, y, r = rng.uniform(.1, .9), rng.uniform(.08, .25), rng.uniform(.04, .07)
        c.fill(circ(x, y, r), (x - r, y - r, x + r, y + r), (.97, .95, .82), "sky")
    elif w.time == "sunset" or rng.random() < .35:
        x, r = rng.uniform(.1, .9), rng.uniform(.05, .08)
        y = horizon - .02 if w.time == "sunset" else rng.uniform(.1, .25)
        c.fill(circ(x, y, r), (x - r, y - r, x + r, y + r), (1, .85, .4) if w.time == "sunset" else (1, .95, .6), "sky")


@forked
def ground(c, w, y0, col, label, beta=.8, amp=.26, slope=0.0, wave=0.02, stretch=(1, 1)):
    rng = c.rng
    ph, k = rng.uniform(0, 6.3), rng.uniform(3, 8)
    line = y0 + slope * (c.X - .5) + wave * np.sin(k * c.X + ph)
    n = c.noise(beta, c.full, stretch)
    m = 1 if c.flat else (1 + amp * (n - .5) * 2 * (.4 + .6 * np.clip((c.Y - y0) / (1.01 - y0), 0, 1)))[..., None]
    c.paint(c.full, c.aa(line - c.Y), np.clip(np.array(col, F) * m, 0, 1), label)
    return line


@forked
def river(c, w, y0, label):
    """A winding band widening towards the viewer; returns x centre at the bottom."""
    rng = c.rng
    xt, xb = rng.uniform(.25, .75), rng.choice([rng.uniform(.08, .3), rng.uniform(.7, .92)])
    amp, ph = rng.uniform(.02, .07), rng.uniform(0, 6.3)
    t = np.clip((c.Y - y0) / (1 - y0), 0, 1)
    xc = xt + (xb - xt) * t + amp * np.sin(5 * t + ph)
    wd = .015 + .16 * t ** 1.2
    d = np.maximum((np.abs(c.X - xc) - wd) * .8, y0 - c.Y)
    col = {"day": (.20, .47, .80), "sunset": (.55, .40, .55), "night": (.08, .14, .36)}[w.time]
    if w.snow:
        col = lerp(col, (.6, .75, .88), .4)
    n = c.noise(.8, c.full, (3, .8))
    k = col if c.flat else np.array(col, F) * (.8 + .45 * n)[..., None]
    c.paint(c.full, c.aa(d), np.clip(k, 0, 1), label)
    return xb


def grade(c, w):
    """Night / sunset colour grading of everything painted so far (objects included)."""
    if w.time == "night":
        c.rgb = c.rgb * np.array((.46, .50, .74), F)
    elif w.time == "sunset":
        c.rgb = np.clip(c.rgb * np.array((1.06, .86, .74), F), 0, 1)


@forked
def weather(c, w):
    rng = c.rng
    if w.season == "winter":
        for _ in range(rng.integers(10, 40)):
            x, y, r = rng.random(), rng.random(), rng.uniform(.004, .010)
            c.fill(circ(x, y, r), (x - r, y - r, x + r, y + r), (1, 1, 1), None, edge=False)
    if w.season == "autumn":
        for _ in range(rng.integers(6, 22)):
            x, y, r = rng.random(), rng.random(), rng.uniform(.006, .012)
            c.fill(ell(x, y, r, r * .6), (x - r, y - r, x + r, y + r), jit(rng, (.85, .4, .1), .2), None, edge=False)


# ------------------------------------------------------------------- styles
@forked
def stylise(c, style):
    S, rng = c.S, c.rng
    e = np.zeros((S, S), bool)
    e[:-1] |= c.ids[:-1] != c.ids[1:]
    e[:, :-1] |= c.ids[:, :-1] != c.ids[:, 1:]
    x = c.rgb
    n1, n2 = c.noise(.3, c.full), c.noise(1.4, c.full)
    if style == "watercolor":
        b = x.copy()
        for _ in range(2):                                          # cheap blur
            b = (b + np.roll(b, 1, 0) + np.roll(b, -1, 0) + np.roll(b, 1, 1) + np.roll(b, -1, 1)) / 5
        soft = e.astype(F)
        soft = (soft + np.roll(soft, 1, 0) + np.roll(soft, 1, 1) + np.roll(soft, -1, 0)) / 4
        wash = .22 + .4 * (n2 - .5) + .12 * (n1 - .5)
        x = b * (1 - wash[..., None]) + np.array((.98, .97, .93), F) * wash[..., None]
        x = x * (1 - .28 * soft[..., None])
        v = np.minimum(np.minimum(c.X, 1 - c.X), np.minimum(c.Y, 1 - c.Y)) + .06 * (n2 - .5)
        k = np.clip((v - .01) / .03, 0, 1)[..., None]
        x = x * k + np.array((.98, .97, .94), F) * (1 - k)          # ragged paper border
    elif style == "drawing":                                         # crayon on white paper
        dx = int(rng.integers(2, 5))
        hatch = (np.sin((c.X + rng.uniform(.5, 1.2) * c.Y) * S * .9) > -.25)
        cover = np.clip(.62 * hatch + .45 * n1, 0, 1) * .92
        x = np.clip(x * 1.08, 0, 1) * cover[..., None] + (1 - cover[..., None])
        e2 = e | np.roll(e, 1, 0)
        ink = e2 * (n1 > .32)
        x = np.where(ink[..., None], np.array((.16, .14, .18), F), x)
        ys = (np.arange(S)[:, None] + np.round((c.noise(1.4, c.full, (2, 2)) - .5) * dx * 2).astype(int)) % S
        x = np.take_along_axis(x, np.clip(ys, 0, S - 1)[..., None], 0)
    elif style == "sketch":
        g = x @ np.array((.3, .59, .11), F)
        hatch = .5 + .5 * np.sin((c.X - c.Y) * S * .8)
        tone = np.clip(1.12 - (1 - g) * (.35 + .6 * hatch) * .9, 0, 1)
        tone = np.where(e, .15 + .3 * n1, tone * (.94 + .12 * n1))
        x = np.repeat(tone[..., None], 3, 2) * np.array((1, .99, .96), F)
    else:
        x = x + rng.normal(0, .008, x.shape).astype(F)
    c.rgb = np.clip(x, 0, 1)


# --------------------------------------------------------------- the grammar
def pick(rng, seq, p=None):
    return seq[rng.choice(len(seq), p=p)]


STYLES = {None: ["", "", "", "a photo of ", "photo of ", "a picture of "],
          "watercolor": ["watercolor painting of ", "a watercolor painting of ", "a watercolor of "],
          "drawing": ["children drawing of ", "a children drawing of ", "a crayon drawing of "],
          "sketch": ["a pencil sketch of ", "pencil sketch of ", "a pencil drawing of "]}
TIME = {"day": [""], "night": [" at night"], "sunset": [" at sunset"]}
SEASON = {"summer": [""], "spring": [" in spring"], "autumn": [" in autumn", " in the fall"], "winter": [" in winter"]}
SHAPES = ["ball", "cube", "star"]
FLUFF = {"fluffy ": (.45, 1.0), "very fluffy ": (.85, 1.1), "slightly fluffy ": (.2, .45), "furry ": (.45, 1.0)}


def obj_words(rng, noun, label, choose, colour=True, fluffy=None, stripes=False):
    """-> caption pieces, kwargs for the painter."""
    rc, ra, rs, kw, f = fork(rng), fork(rng), fork(rng), {}, 0.0
    cname = pick(rc, CNAMES) if rc.random() < .7 else None
    cname = choose("colour:" + label, cname) if colour else None
    rgb = jit(rc, COLORS[cname] if choose.neutral != "colour:" + label else GREY) if cname else None
    if rgb is None and noun in SHAPES:
        rgb = jit(rc, COLORS[pick(rc, CNAMES)])
    adj = ""
    if fluffy:
        adj = pick(ra, ["fluffy ", "very fluffy ", "slightly fluffy ", "furry ", "smooth ", "striped ", ""], [.225, .09, .054, .081, .13, .14, .28])
        adj = choose("adj:" + label, "" if adj == "striped " and not stripes else adj)
        if adj in FLUFF:
            f = ra.uniform(*FLUFF[adj])
        if adj == "striped ":
            kw["stripes"] = True
    u = rs.random()
    size, s = ("small ", .62) if u < .1 else (pick(rs, ["big ", "large "]), 1.3) if u < .2 else ("", 1.0)
    choose("size:" + label, size)
    if choose.neutral == "size:" + label: s = 1.0
    det = "an " if not size and not adj and cname == "orange" else "a "
    pieces = [(det, None), (size + adj + (cname + " " if cname else "") + noun, label)]
    kw.update(col=rgb, fluff=f)
    return pieces, kw, s


def style_pieces(rng, p=.26):
    rng = fork(rng)
    st = pick(rng, ["watercolor", "drawing", "sketch"], [.4, .4, .2])
    return st if rng.random() < p else None


def tail_text(rng, time, season):
    a, b = pick(rng, TIME[time]), pick(rng, SEASON[season])
    return a + b if rng.random() < .5 else b + a


def make(rng, S=128, force=None, chosen=None):
    """One captioned scene -> uint8 image (S,S,3), list of (text,label), {label: mask}, family.
    force overrides choices by key (the rest of the scene stays), chosen receives the choices made."""
    force = force or {}
    chosen = {} if chosen is None else chosen

    def choose(key, value):
        chosen[key] = force.get(key, value)
        return chosen[key]

    choose.neutral = force.get("neutral")                              # this choice is in the caption, not in the picture

    def draw(nm, *args, **kw):
        """An object, unless its noun is weighted to nothing."""
        label = args[4]
        if choose.neutral == "noun" and label == "o0": fork(c.rng)
        else: OBJ[nm](c, *args, **kw)

    fam = pick(rng, ["shape", "two", "castle", "street", "rider", "field", "tree", "cells"], [.31, .10, .14, .13, .12, .06, .06, .08])
    if fam == "cells":
        return cells(fork(rng), S, choose)
    style = choose("style", style_pieces(rng))
    stext = pick(fork(rng), STYLES[style])
    time = choose("time", pick(rng, ["day", "night", "sunset"], [.74, .18, .08]))
    season = choose("season", pick(rng, ["summer", "spring", "autumn", "winter"], [.62, .06, .16, .16]))
    rw, rt = fork(rng), fork(rng)
    w = World(fork(rw), season, time)
    c = Canvas(S, rng, flat=style in ("drawing", "sketch"))
    c.dark = 1.0 if time == "night" else 0.0
    cap = [(stext, None)] if stext else []
    tail = tail_text(rt, time, season)
    chosen["free"] = fam not in ("shape", "two", "rider")              # time and season can be named
    hz = rng.uniform(.38, .58)

    if fam in ("shape", "two"):
        names = [pick(rng, SHAPES + ["cat", "dog", "car", "bicycle", "house", "castle", "boy", "girl", "tree"],
                      [.21, .20, .17, .10, .10, .04, .04, .02, .02, .04, .04, .02])]
        if fam == "two":
            names.append(pick(rng, [n for n in SHAPES + ["cat", "dog", "tree", "house"] if n != names[0]]))
        names[0] = choose("noun", names[0])
        place = choose("place", pick(rng, ["none", "grass", "table", "snow", "beach", "field", "street"], [.36, .16, .14, .06, .12, .08, .08]))
        chosen["free"] = place not in ("none", "table", "snow")
        if place in ("none", "table"):
            w = World(fork(rw), "summer", "day")
            time, tail, c.dark = "day", "", 0.0
        ptext = {"none": [], "grass": [(" on the ", None), ("grass", "gr")], "table": [(" on a ", None), (pick(fork(rng), ["table", "wooden table"]), "gr")],
                 "snow": [(" in the ", None), ("snow", "gr")], "beach": [(" on the ", None), ("beach", "gr")],
                 "field": [(" in a ", None), ("field", "gr")], "street": [(" on the ", None), ("street", "gr")]}[place]
        if place == "snow":
            w = World(fork(rw), "winter", time)
            tail = pick(rt, TIME[time])
        place_draw(c, w, place, hz)
        n = len(names)
        xs = [rng.uniform(.25, .75)] if n == 1 else ([rng.uniform(.2, .34), rng.uniform(.66, .8)] if rng.random() < .5 else [rng.uniform(.66, .8), rng.uniform(.2, .34)])
        base = rng.uniform(max(hz + .15, .68), .92)
        h = rng.uniform(.34, .56) if n == 1 else rng.uniform(.28, .38)
        items = []
        for i, nm in enumerate(names):
            p, kw, s = obj_words(rng, nm, f"o{i}", choose, colour=nm not in ("tree", "house", "castle", "boy", "girl"), fluffy=nm in SHAPES + ["cat", "dog"], stripes=nm in SHAPES)
            if nm == "tree":
                kw["kind"] = w.tree
            k = {"tree": 1.5, "boy": 1.3, "girl": 1.3, "castle": 1.1, "car": .8}.get(nm, 1)
            items.append((nm, xs[i], base + rng.uniform(-.03, .03), min(h * s * k, .68), f"o{i}", kw))
            if i:
                cap.append((pick(rng, [" and ", " next to ", " beside "]), None))
            cap += p
        cap += ptext
        for nm, x, b, hh, lab, kw in items:
            x = np.clip(x, .08 + hh * .45, .92 - hh * .45)
            if nm not in SHAPES + ["cat", "dog"]:
                kw.pop("fluff", None)
            draw(nm, x, b, hh, kw.pop("col"), lab, **kw)
    elif fam == "castle":
        sky(c, w, hz)
        b = choose("noun", pick(rng, ["castle", "house"], [.68, .32]))
        where = pick(rng, ["river", "lake", "hill", "trees", "none"], [.5, .14, .16, .1, .1])
        p, kw, s = obj_words(rng, b, "o0", choose, colour=rng.random() < .4)
        p = [(t, l) for t, l in p] if rng.random() < .8 else p[1:]       # "castle next to a river"
        if where == "hill":
            far = ground(c, w, hz, mul(w.grass, .85), "gr")
            hx = rng.uniform(.3, .7)
            hr = rng.uniform(.3, .5)
            top = rng.uniform(.52, .66)
            c.fill(lambda X, Y: (top + 1.6 * (X - hx) ** 2 / hr) - Y, (0, 0, 1, 1), mul(w.grass, 1.08), "hill", shade=.3)
            base, x = top + .03, hx
            cap += p + [(" on a ", None), ("hill", "hill")]
        else:
            ground(c, w, hz, w.grass, "gr")
            x = rng.uniform(.25, .75)
            if where == "river":
                xb = river(c, w, hz + .01, "river")
                x = rng.uniform(.55, .78) if xb < .5 else rng.uniform(.22, .45)
                cap += p + [(pick(rng, [" next to a ", " next to the ", " by a "], [.7, .15, .15]), None), ("river", "river")]
            elif where == "lake":
                yl = rng.uniform(.80, .88)
                xl = rng.uniform(.3, .7)
                c.fill(ell(xl, yl, rng.uniform(.28, .4), rng.uniform(.07, .11)), (0, .6, 1, 1), {"day": (.2, .47, .8), "sunset": (.55, .4, .55), "night": (.1, .16, .4)}[w.time], "lake", shade=.2)
                cap += p + [(pick(rng, [" next to a ", " by a "]), None), ("lake", "lake")]
            elif where == "trees":
                cap += p + [(" with ", None), ("trees", "trees")]
            else:
                cap += p
            base = hz + rng.uniform(.08, .2)
            if where == "lake":
                base = min(base, .7)
            if where == "trees":
                for tx in (x - rng.uniform(.3, .4), x + rng.uniform(.3, .4)):
                    tree(c, tx, base + rng.uniform(-.02, .05), rng.uniform(.3, .42), None, "trees", kind=w.tree)
        hh = min(rng.uniform(.3, .46) * s, base - .06)
        x = float(np.clip(x, .06 + hh * .55, .94 - hh * .55))
        draw(b, x, base, hh, kw["col"], "o0")
    elif fam == "street":
        st = choose("street", pick(rng, ["", "flooded ", "snowy "], [.58, .30, .12]))
        chosen["free"] = st != "snowy "
        if st == "snowy ":
            w = World(fork(rw), "winter", time)
            tail = pick(rt, TIME[time])
        sky(c, w, hz)
        y = street_draw(c, w, hz, st)
        nm = pick(rng, ["car", "bicycle", "tree", "dog", "cat"], [.66, .12, .08, .07, .07])
        nm = choose("noun", nm)
        p, kw, s = obj_words(rng, nm, "o0", choose, colour=nm != "tree")
        rel = pick(rng, [" on the side of the ", " on the ", " on a "], [.6, .3, .1])
        cap += p + [(rel, None), (st + "street", "street")]
        base = y + (rng.uniform(.04, .12) if "side" in rel else rng.uniform(.12, .28))
        hh = min({"car": rng.uniform(.2, .30), "tree": rng.uniform(.4, .55)}.get(nm, rng.uniform(.24, .36)) * s, .58)
        x = rng.uniform(.28, .72)
        x = float(np.clip(x, .04 + hh * .95, .96 - hh * .95)) if hh < .48 else .5
        if nm == "tree":
            kw["kind"] = w.tree
        draw(nm, x, base, hh, kw.pop("col"), "o0", **{k: v for k, v in kw.items() if k == "kind"})
        if st == "flooded " and not c.flat:                              # reflection
            reflect(c, base)
    elif fam == "rider":
        rd = choose("noun", pick(rng, ["cat", "dog", "boy", "girl"], [.3, .3, .2, .2]))
        vh = choose("vehicle", pick(rng, ["bicycle", "car", "skateboard"], [.45, .33, .22]))
        place = choose("place", pick(rng, ["none", "street", "grass", "beach", "field"], [.34, .22, .2, .12, .12]))
        chosen["free"] = place != "none"
        if place == "none":
            w = World(fork(rw), "summer", "day")
            time, tail, c.dark = "day", "", 0.0
        place_draw(c, w, place, hz)
        pr, kr, _ = obj_words(rng, rd, "o0", choose, colour=rng.random() < .4 and rd not in ("boy", "girl"), fluffy=False)
        pv, kv, _ = obj_words(rng, vh, "o1", choose, colour=rng.random() < .5)
        pr = [(t.replace("small ", "").replace("big ", "").replace("large ", ""), l) for t, l in pr]
        pv = [(t.replace("small ", "").replace("big ", "").replace("large ", ""), l) for t, l in pv]
        cap += pr + [(pick(rng, [" riding on ", " riding ", " on ", " sitting on "], [.4, .25, .25, .1]), None)] + pv
        cap += {"none": [], "street": [(" on the ", None), ("street", "gr")], "grass": [(" on the ", None), ("grass", "gr")],
                "beach": [(" on the ", None), ("beach", "gr")], "field": [(" in a ", None), ("field", "gr")]}[place]
        base, x = rng.uniform(.78, .92), rng.uniform(.32, .68)
        vhh = {"bicycle": rng.uniform(.36, .46), "car": rng.uniform(.26, .34), "skateboard": rng.uniform(.32, .4)}[vh]
        seat = base - vhh * {"bicycle": .80, "car": .52, "skateboard": .27}[vh]
        rh = rng.uniform(.34, .44)
        if vh == "car":
            OBJ[rd](c, x, seat + .06, rh, kr["col"], "o0")
            car(c, x, base, vhh, kv["col"], "o1", open_top=True)
        else:
            OBJ[vh](c, x, base, vhh, kv["col"], "o1")
            OBJ[rd](c, x - .02, seat, rh, kr["col"], "o0")
    elif fam == "field":
        sky(c, w, hz)
        nm = choose("noun", pick(rng, ["boy", "girl"]))
        valley = rng.random() < .6
        dry = rng.random() < .5
        gcol = w.grass
        pk = pick(rng, ["a ", "a young "])
        act = pick(rng, [" playing in ", " in "], [.8, .2])
        cap += [(pk, None), (nm, "o0"), (act, None), ("a ", None), ("field", "gr")]
        if valley:
            vn = choose("valley", pick(rng, ["dry", "green"]) if rng.random() < .85 else None)
            vc = {"dry": (.80, .66, .34), "green": (.30, .62, .24), None: (.45, .6, .3)}[vn]
            if w.snow:
                vc = lerp(vc, (1, 1, 1), .35)
            ground(c, w, hz - .06, lerp(vc, (.6, .7, .85), .35), "valley", wave=.03)
            ground(c, w, hz + .02, vc, "valley", beta=.8, wave=.02)
            sl = rng.choice([-1, 1]) * rng.uniform(.12, .3)
            y0 = rng.uniform(.70, .76)
            ground(c, w, y0, gcol, "gr", slope=sl, wave=.01)
            x = rng.uniform(.25, .75)
            base = y0 + sl * (x - .5) + .05
            cap += [(pick(rng, [", on a ", " on a "]), None), ("hill", "gr"), (" overlooking a ", None), ((vn + " " if vn else "") + "valley", "valley")]
        else:
            ground(c, w, hz, gcol, "gr")
            x, base = rng.uniform(.25, .75), rng.uniform(.74, .9)
        person(nm)(c, x, base, rng.uniform(.36, .5), None, "o0")
        if act == " playing in " and rng.random() < .7:
            bx = x + rng.choice([-1, 1]) * rng.uniform(.18, .26)
            ball(c, float(np.clip(bx, .08, .92)), base + .02, rng.uniform(.08, .12), jit(rng, COLORS[pick(rng, ["red", "yellow", "blue"])]), None)
    elif fam == "tree":
        kind = choose("tree", pick(rng, ["blossom", "plain"], [.5, .5]))
        if kind == "blossom" and season in ("autumn", "winter"):
            w, tail = World(fork(rw), "summer", time), pick(rt, TIME[time])
        kind = w.tree if kind == "plain" else kind
        sky(c, w, hz)
        ground(c, w, hz + .1, w.grass, "gr")
        cap += [("a ", None), (("blossom " if kind == "blossom" else "") + "tree", "o0")]
        if rng.random() < .4:
            cap += [(" on the ", None), ("grass", "gr")] if not w.snow else [(" in the ", None), ("snow", "gr")]
        draw("tree", rng.uniform(.3, .7), rng.uniform(.78, .92), rng.uniform(.55, .8), None, "o0", kind=kind)
        if kind == "blossom" and not c.flat:
            petals = fork(c.rng)
            for _ in range(12):
                x, y = petals.random(), petals.uniform(.75, 1)
                c.fill(circ(x, y, .008), (x - .01, y - .01, x + .01, y + .01), (1, .8, .88), None, edge=False)
    if cap[0][0] == "a " and rng.random() < .12:
        cap = cap[1:]                                    # people also type "castle next to a river"
    if tail:
        cap.append((tail, None))
    grade(c, w)
    if time == "night":
        relight(c)
    if fam not in ("shape", "two", "rider") or place not in ("none", "table"):
        weather(c, w)
    stylise(c, style)
    return (c.rgb * 255 + .5).astype(np.uint8), cap, c.masks, fam


def relight(c):
    """After the night grading, give warm pixels (windows, lamps) their glow back."""
    x = c.rgb
    warm = (x[..., 0] > .30) & (x[..., 1] > .28) & (x[..., 2] < .30)
    x[warm] = np.clip(x[warm] * np.array((2.6, 2.2, 1.6), F), 0, 1)


@forked
def street_draw(c, w, hz, st=""):
    rng = c.rng
    y = hz + rng.uniform(.10, .16)
    ground(c, w, hz + .04, w.grass if not w.snow else (.93, .95, .98), "verge", wave=.004)
    ground(c, w, y - .045, (.70, .69, .67) if not w.snow else (.88, .9, .93), "street", wave=0, amp=.1)
    if st == "flooded ":
        col = {"day": (.36, .56, .74), "sunset": (.6, .5, .55), "night": (.16, .24, .46)}[w.time]
        n = c.noise(.8, c.full, (4, .9))
        m = 1 if c.flat else (.75 + .55 * n)[..., None]
        c.paint(c.full, c.aa(y - c.Y), np.clip(np.array(col, F) * m, 0, 1), "street")
        for _ in range(rng.integers(3, 7)):
            x, yy, l = rng.random(), rng.uniform(y + .05, 1), rng.uniform(.05, .2)
            c.fill(seg(x, yy, x + l, yy, .005), (x - .01, yy - .01, x + l + .01, yy + .01), lerp(col, (1, 1, 1), .5), "street", edge=False)
    else:
        ground(c, w, y, (.33, .33, .35) if st != "snowy " else (.80, .83, .88), "street", wave=0, amp=.16)
        yy, ph = (y + 1) / 2 + .06, rng.random()
        if st != "snowy ":
            for i in range(-1, 5):
                x = (i + ph) * .28
                c.fill(box(x, yy, x + .14, yy + .022), (x, yy, x + .14, yy + .03), (.95, .93, .8), "street", edge=False)
    return y


def reflect(c, base):
    S = c.S
    b = int(base * S)
    n = min(S - b, b)
    if n <= 2:
        return
    src = c.rgb[b - n:b][::-1]
    a = np.linspace(.5, .05, n, dtype=F)[:, None, None]
    sh = np.round(2 * np.sin(np.arange(n) * .9)).astype(int)
    src = np.stack([np.roll(r, s, 0) for r, s in zip(src, sh)])
    c.rgb[b:b + n] = c.rgb[b:b + n] * (1 - a) + src * a


@forked
def place_draw(c, w, place, hz):
    rng = c.rng
    if place in ("none", "table"):
        wall = jit(rng, [(.86, .86, .88), (.93, .90, .84), (.78, .84, .90), (.70, .72, .76)][rng.integers(4)], .05)
        t = (1.05 - .25 * np.hypot(c.X - .5 - .3 * c.light[0], c.Y - .35))[..., None]
        c.paint(c.full, np.ones((c.S, c.S), F), np.clip(np.array(wall, F) * (1 if c.flat else t), 0, 1), "wall")
        if place == "none":
            ground(c, w, max(hz + .12, .6), mul(wall, .88), "floor", amp=.03, wave=0)
        else:
            n = c.noise(.8, c.full, (6, .5))
            col = jit(rng, (.62, .40, .20), .1)
            k = np.array(col, F) * (1 if c.flat else (.75 + .5 * n)[..., None])
            y = max(hz + .1, .6)
            c.paint(c.full, c.aa(y - c.Y), np.clip(np.broadcast_to(k, c.rgb.shape), 0, 1), "gr")
        return
    sky(c, w, hz)
    if place in ("grass", "field", "snow"):
        ground(c, w, hz, w.grass if place != "snow" else (.93, .95, .98), "gr")
        if place == "field" and not w.snow:
            for _ in range(30):
                x, y = rng.random(), rng.uniform(hz + .08, 1)
                c.fill(circ(x, y, .007), (x - .01, y - .01, x + .01, y + .01), jit(rng, [(1, .9, .2), (.95, .3, .3), (1, 1, 1)][rng.integers(3)]), "gr", edge=False)
    elif place == "beach":
        ground(c, w, hz, {"day": (.15, .50, .78), "sunset": (.5, .4, .55), "night": (.12, .2, .42)}[w.time], "sea", beta=.8, wave=0, stretch=(3, .7))
        ground(c, w, hz + .14, (.90, .80, .56) if not w.snow else (.92, .92, .92), "gr", amp=.12)
    elif place == "street":
        street_draw(c, w, hz)


def cells(rng, S, choose):
    """Fluorescence microscopy: additive cell bodies + nuclei, blur-like edges, shot noise."""
    X, Y = np.meshgrid(*[((np.arange(S) + .5) / S).astype(F)] * 2)
    dens = pick(rng, ["dense", "sparse", None], [.35, .35, .3])
    shape = choose("cellshape", pick(rng, ["round", "elongated", None], [.4, .4, .2]))
    cc = choose("cellcolour", pick(rng, ["green", "red", "blue", "purple", "turquoise", "yellow"]))
    saycol = choose("saycolour", rng.random() < .65)
    nuc = choose("nuclei", pick(rng, ["bright", "dim", "none", "plain"], [.45, .15, .2, .2]))
    n = {"dense": rng.integers(24, 34), "sparse": rng.integers(4, 8), None: rng.integers(8, 22)}[dens]
    asp = {"round": rng.uniform(1, 1.2, n), "elongated": rng.uniform(2.2, 3.4, n), None: rng.uniform(1, 3, n)}[shape]
    img = np.zeros((S, S, 3), F)
    mb, mn = np.zeros((S, S), F), np.zeros((S, S), F)
    ccol = np.array(COLORS[cc], F) if cc != "blue" else np.array((.2, .35, 1), F)
    ncol = np.array((.35, .5, 1) if cc != "blue" else (.9, .95, 1), F)
    align = rng.random() < .5
    a0 = rng.uniform(0, np.pi)
    pts = []
    for i in range(n):
        for _ in range(12):                                   # dart throwing
            p = rng.random(2)
            if all(np.hypot(*(p - q)) > (.12 if dens == "dense" else .2) for q in pts):
                break
        pts.append(p)
        area = rng.uniform(.055, .075)
        ra, rb = area * np.sqrt(asp[i]), area / np.sqrt(asp[i])
        th = a0 + rng.normal(0, .25) if align else rng.uniform(0, np.pi)
        R = ra * 1.4
        x0, x1 = int(max((p[0] - R) * S, 0)), int(min((p[0] + R) * S + 1, S))
        y0, y1 = int(max((p[1] - R) * S, 0)), int(min((p[1] + R) * S + 1, S))
        if x1 <= x0 or y1 <= y0:
            continue
        sl = (slice(y0, y1), slice(x0, x1))
        dx, dy = X[sl] - p[0], Y[sl] - p[1]
        u, v = (dx * np.cos(th) + dy * np.sin(th)) / ra, (-dx * np.sin(th) + dy * np.cos(th)) / rb
        r = np.sqrt(u * u + v * v)
        body = np.clip((1.15 - r) / .3, 0, 1)
        b = body * (.45 + .45 * np.exp(-((r - .85) / .22) ** 2)) * rng.uniform(.75, 1.1)
        img[sl] += b[..., None] * ccol
        mb[sl] = np.maximum(mb[sl], body)
        if nuc != "none":
            rn = r / .45
            k = np.clip((1.15 - rn) / .3, 0, 1)
            amp = {"bright": 1.0, "dim": .35, "plain": .65}[nuc]
            img[sl] = img[sl] * (1 - .8 * k[..., None]) + (k * amp)[..., None] * ncol
            mn[sl] = np.maximum(mn[sl], k)
    img += .03
    img = rng.poisson(np.clip(img, 0, None) * 90).astype(F) / 90
    img = img + rng.normal(0, .012, img.shape)
    head = pick(rng, ["fluorescence microscopy image of ", "a fluorescence microscopy image of ", "microscopy image of "], [.6, .2, .2])
    words = " ".join(x for x in (dens, shape, cc if saycol else None, "cells") if x)
    cap = [(head, None), (words, "cells")]
    if nuc != "none":
        cap += [(" with ", None), ((nuc + " " if nuc != "plain" else "") + "nuclei", "nuclei")]
    elif rng.random() < .3:
        cap += [(" without ", None), ("nuclei", None)]
    return (np.clip(img, 0, 1) * 255 + .5).astype(np.uint8), cap, {"cells": mb * (1 - mn * 0), "nuclei": mn}, "cells"


def change(rng, ch, fam):
    """One change of a scene with choices ch, as a force dict: a phrase to add, a noun or a colour to swap."""
    opt = []
    if fam == "cells":
        if ch["saycolour"]: opt.append((3, {"cellcolour": pick(rng, ["green", "red", "blue", "purple", "turquoise", "yellow"])}))
        opt += [(1, {"cellshape": pick(rng, ["round", "elongated"])}), (2, {"nuclei": pick(rng, ["bright", "dim"])})]
    else:
        if not ch["style"]: opt.append((2, {"style": pick(rng, ["drawing", "watercolor", "sketch"], [.5, .3, .2])}))
        if ch["free"] and ch["time"] == "day": opt.append((3, {"time": pick(rng, ["night", "sunset"], [.8, .2])}))
        if ch["free"] and ch["season"] == "summer": opt.append((4 if ch.get("noun") == "tree" or fam == "tree" else 2.5, {"season": pick(rng, ["winter", "autumn"], [.6, .4])}))
        if ch.get("street") == "": opt.append((4, {"street": pick(rng, ["flooded ", "snowy "], [.9, .1])}))
        if ch.get("tree") == "plain" and ch["season"] in ("summer", "spring"): opt.append((5, {"tree": "blossom"}))
        if ch.get("adj:o0") == "": opt.append((6, {"adj:o0": pick(rng, ["fluffy ", "striped "], [.8, .2]) if ch["noun"] in SHAPES else "fluffy "}))
        if ch.get("colour:o0"): opt.append((2.5, {"colour:o0": pick(rng, [n for n in CNAMES if n != ch["colour:o0"]])}))
        if "vehicle" in ch: opt.append((4, {"vehicle": pick(rng, [v for v in ("bicycle", "car", "skateboard") if v != ch["vehicle"]])}))
        if ch.get("valley"): opt.append((3, {"valley": "dry" if ch["valley"] == "green" else "green"}))
        for kinds in (SHAPES, ["cat", "dog"], ["castle", "house"], ["boy", "girl"]):
            if ch.get("noun") in kinds: opt.append((6, {"noun": pick(rng, [k for k in kinds if k != ch["noun"]])}))
    if not opt:
        return {}
    p = np.array([o[0] for o in opt])
    return opt[rng.choice(len(opt), p=p / p.sum())][1]


def weighted(rng, ch, fam):
    """A choice of the scene whose word can be drawn at any strength -> (its key, the word, kind)"""
    opt = []
    if ch.get("colour:o0"): opt.append((3, "colour:o0", ch["colour:o0"]))
    if ch.get("size:o0") and fam in ("shape", "two", "castle", "street"): opt.append((3, "size:o0", ch["size:o0"].strip()))
    if fam in ("shape", "two", "castle", "street"): opt.append((1.5, "noun", ch["noun"]))
    if fam == "tree": opt.append((1.5, "noun", "tree"))
    if not opt:
        return None
    p = np.array([o[0] for o in opt])
    key, word = opt[rng.choice(len(opt), p=p / p.sum())][1:]
    return key, word, key.split(":")[0]


def pair(seed, S=128):
    """Two renders of one scene -> (image, caption, masks, family) twice, None: they differ by one phrase, noun or colour;
    or the same caption twice and (word, kind): the first picture is drawn as if the word were weighted to nothing."""
    ch, rng = {}, np.random.default_rng([seed, 1])
    a = make(np.random.default_rng(seed), S, chosen=ch)
    w = weighted(rng, ch, a[3]) if rng.random() < .35 else None
    if w:
        return make(np.random.default_rng(seed), S, {"neutral": w[0]}), a, w[1:]
    force = change(rng, ch, a[3])
    return a, make(np.random.default_rng(seed), S, force) if force else a, None


# ------------------------------------------------------------------------------------------------------------------ scoring
GROUPS = {"noun": ["ball", "cube", "star", "castle", "house", "car", "bicycle", "skateboard", "cat", "dog", "boy", "girl", "tree", "cells"],
          "colour": ["red", "green", "blue", "yellow", "orange", "purple", "pink", "white", "black", "turquoise"],
          "place": ["grass", "table", "snow", "beach", "field", "street", "river", "lake", "hill"],
          "style": ["photo*", "watercolor", "drawing", "sketch"], "time": ["day*", "night", "sunset"], "season": ["none*", "autumn", "winter"],
          "fluff": ["smooth", "fluffy", "striped"], "flood": ["plain*", "flooded"], "valley": ["dry", "green"],
          "cellshape": ["round", "elongated"], "density": ["dense", "sparse"], "vehicle": ["bicycle", "car", "skateboard"]}


def reads(cap, family, ch):
    """{group: index} of what a picture shows, for the groups that its caption determines"""
    t, words = {}, "".join(p for p, _ in cap).replace(",", " , ").split()
    for g, names in GROUPS.items():
        hit = [i for i, n in enumerate(names) if n in words]
        if g == "season" and "fall" in words: hit = [1]
        if g == "fluff" and "furry" in words: hit = [1]
        if g == "fluff" and "slightly" in words: continue
        if g == "style" and "pencil" in words: hit = [3]
        if g == "style" and not hit and family != "cells": hit = [0]
        if g in ("time", "season") and not hit and family != "cells" and not ({"table", "snow", "snowy", "spring"} & set(words)): hit = [0]
        if g == "flood" and not hit and "street" in words and family == "street" and "snowy" not in words: hit = [0]
        if g == "valley": hit = hit if "valley" in words and words[words.index("valley") - 1] in names else []
        if g in ("cellshape", "density") and family != "cells": hit = []
        if g == "vehicle" and family != "rider": hit = []
        if g == "noun": hit = [i for i, n in enumerate(names) if n == next((w for w in words if w in names), None)]
        if len(hit) == 1: t[g] = hit[0]
    return t


def placed(text): return "objects"


KINDS = {"noun": "noun", "vehicle": "noun", "colour:o0": "colour", "cellcolour": "colour", "style": "style", "time": "time", "season": "season", "street": "street", "tree": "blossom", "adj:o0": "adjective", "valley": "adjective",
         "cellshape": "adjective", "nuclei": "adjective"}
DEFAULTS = {"steps": 10, "guidance": 1.0, "distilled": 3.0, "width": 128, "height": 128, "renormalise": False, "tau": .5, "weighttau": 1.0, "imagetau": 0.0, "imagemethod": "virtual", "imageguidance": 1.0, "imagemask": True, "selfattention": .4, "selfresolution": 16,
            "sweep": "0:0.1:0.5", "roithreshold": .6}
EDITS = [("a cat riding on a bicycle", "a cat riding on a car"), ("a young boy playing in a field, on a hill overlooking a green valley", "a young girl playing in a field, on a hill overlooking a green valley"),
         ("a young boy playing in a field, on a hill overlooking a green valley", "a young boy playing in a field, on a hill overlooking a dry valley"),
         ("castle next to a river", "children drawing of a castle next to a river"), ("a car on the side of the street", "a car on the side of the flooded street"),
         ("a car on the side of the street", "a car on the side of the street at night"), ("a red ball on the grass", "a blue ball on the grass"), ("a red ball", "a red cube"),
         ("a castle next to a river", "a castle next to a river in winter"), ("fluorescence microscopy image of dense round green cells", "fluorescence microscopy image of dense round red cells")]
STRENGTHS = [("a fluffy red ball", "fluffy"), ("a blossom tree", "blossom"), ("a castle next to a river at night", "night"), ("a car on the side of the flooded street", "flooded"),
          ("children drawing of a castle next to a river", "children"), ("a castle next to a river in winter", "winter")]
HEAT = [("a fluffy red ball on the grass", ["fluffy", "red", "ball", "grass"]), ("a castle next to a river at night", ["castle", "next", "river", "night"]),
        ("a cat riding on a bicycle", ["cat", "riding", "bicycle"]), ("a car on the side of the flooded street", ["car", "side", "flooded", "street"])]
