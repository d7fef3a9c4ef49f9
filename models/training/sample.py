"""DDIM sampling with the published Prompt-to-Prompt controllers (replace / refine / re-weight): no row is renormalised."""
from dataclasses import dataclass, field
import torch
import torch.nn.functional as Fn
from model import DEVICE, T, W, ddim_step, encode, timesteps


@dataclass
class Row:
    """One picture of a batch.  Row 0 is the source; the others may borrow its attention maps."""
    prompt: str
    tau: float = 0.0                 # fraction of the steps with the source's cross-attention maps
    stau: float = 0.0                # the same for self-attention
    weights: dict = field(default_factory=dict)      # word -> c


def align(a, b):
    """Token ids of source and target (padded, last id = padding) -> for every target token the source token whose map it takes, and
    alpha (1 = take it, 0 = keep the own map).  Equal numbers of words: word for word (Replace); else a longest common subsequence (Refine)."""
    pad = a[-1]
    n, m = a.index(pad) + 1, b.index(pad) + 1
    if n == m:
        return list(range(T)), [1.] * T
    best = [[0] * (m + 1) for _ in range(n + 1)]
    for i in range(n):
        for j in range(m):
            best[i + 1][j + 1] = max(best[i][j + 1], best[i + 1][j], best[i][j] + 1 if a[i] == b[j] else 0)
    mp, al, i, j = list(range(T)), [0.] * T, n, m
    while i and j:
        if best[i][j] == best[i][j - 1]: j -= 1
        elif best[i][j] == best[i - 1][j]: i -= 1
        else:
            i, j = i - 1, j - 1
            mp[j], al[j] = i, 1.
    for j in range(m, T): mp[j], al[j] = max(j, n), 1.
    return [min(k, T - 1) for k in mp], al


class Controller:
    def __init__(s, tok, rows, steps):
        s.rows, s.steps, s.step, s.n = rows, steps, 0, len(rows)
        ids = [tok(r.prompt) for r in rows]
        s.maps, s.rec = [], {}                                   # rec: recorded cross maps of every conditional row
        for r, i in zip(rows, ids):
            m, al = align(ids[0], i)
            w = torch.ones(T)
            for word, c in r.weights.items():
                w[[k for k, t in enumerate(i) if t in tok.words(word)]] = c
            s.maps.append((m, torch.tensor(al, device=DEVICE), w.to(DEVICE)))

    def __call__(s, p, cross, name):
        n, P = s.n, p.shape[2]
        c = p[-n:]                                               # before them the rows without a prompt, where there is guidance
        out = c.clone()
        for r in range(1, n):
            if cross and s.step < int(s.rows[r].tau * (s.steps + 1)):
                m, al, w = s.maps[r]
                out[r] = (c[0][:, :, m] * al + c[r] * (1 - al)) * w
            elif not cross and s.step < int(s.rows[r].stau * s.steps):
                out[r] = c[0]
        if cross and P in (256, 64):
            k = int(P ** .5)
            s.rec.setdefault(k, []).append(c.mean(1).transpose(1, 2).reshape(n, T, k, k))
        return torch.cat([p[:-n], out])

    def heat(s, r, k):
        """Mean map of token k in row r at 16x16 (8x8 maps are enlarged)."""
        ms = [a[r, k] for a in s.rec[16]] + [Fn.interpolate(a[r:r + 1, k:k + 1], size=16, mode="bilinear")[0, 0] for a in s.rec.get(8, [])]
        return torch.stack(ms).mean(0).cpu().numpy()


@torch.no_grad()
def sample(M, rows, seeds, steps=W.DEFAULTS["steps"], cfg=W.DEFAULTS["guidance"], decode=True, control=True, bf16=False):
    """cfg: guidance scale; 1 asks for no row without a prompt.  seeds: one int (all rows share the noise: editing) or one per row (independent samples) -> pictures (n, 128, 128, 3) in [0, 1], controller"""
    tok, te, u, vae = M
    rows = [Row(r) if isinstance(r, str) else r for r in rows]
    n = len(rows)
    if isinstance(seeds, int):
        seeds = [seeds] * n
    x = torch.stack([torch.randn(u.config["in_channels"], 16, 16, generator=torch.Generator().manual_seed(s)) for s in seeds]).to(DEVICE)
    ctx = encode(tok, te, [r.prompt for r in rows])
    if cfg != 1: ctx = torch.cat([encode(tok, te, [""] * n), ctx])
    ctl = u.hub.hook = Controller(tok, rows, steps) if control else None
    for i, t in enumerate(timesteps(steps)):
        if ctl:
            ctl.step = i
        with torch.autocast(DEVICE.type, torch.bfloat16, enabled=bf16): e = u(x if cfg == 1 else torch.cat([x, x]), t, ctx).float()
        if cfg != 1: e = e[:n] + cfg * (e[n:] - e[:n])
        x = ddim_step(x, e, t, steps)
    u.hub.hook = None
    return (((vae.decode(x).clamp(-1, 1) + 1) / 2).permute(0, 2, 3, 1).cpu().numpy() if decode else x), ctl
