"""Which words does a picture follow?  A small CNN on latents, fitted on renders only, answers per group of words.
usage: follow.py MODEL MINUTES   writes follow.pt and its accuracy on held-out renders, the most that a model judged by it can reach"""
import json, sys, time
import numpy as np, torch, torch.nn as nn, torch.nn.functional as Fn
from latents import project
from model import K, ROOT, W


class Net(nn.Module):
    def __init__(s, cin=K, w=64):
        super().__init__()
        b = lambda i, o, st: nn.Sequential(nn.Conv2d(i, o, 3, st, 1), nn.BatchNorm2d(o), nn.ReLU())
        s.f = nn.Sequential(b(cin, w, 1), b(w, w, 1), b(w, 2 * w, 2), b(2 * w, 2 * w, 1), b(2 * w, 3 * w, 2), b(3 * w, 3 * w, 1))
        s.h = nn.ModuleDict({g: nn.Linear(6 * w, len(n)) for g, n in W.GROUPS.items()})

    def forward(s, z):
        f = s.f(z)
        f = torch.cat([f.mean((2, 3)), f.amax((2, 3))], 1)
        return {g: h(f) for g, h in s.h.items()}


def labels(cap, fam, ch):
    r = W.reads(cap, fam, ch)
    return [r.get(g, -100) for g in W.GROUPS]


def renders(start, n):
    z, y = [], []
    for i in range(start, start + n):
        ch = {}
        im, cap, _, fam = W.make(np.random.default_rng(i), chosen=ch)
        z.append(project(im[None])[0].astype(np.float32)); y.append(labels(cap, fam, ch))
    return torch.from_numpy(np.stack(z)), torch.tensor(y)


def judge():
    net = Net()
    net.load_state_dict(torch.load(f"{ROOT}/follow.pt"))
    return net.eval(), json.load(open(f"{ROOT}/follow.json"))


if __name__ == "__main__":
    minutes = float(sys.argv[1]); torch.set_num_threads(1); torch.manual_seed(0); rng = np.random.default_rng(0)
    net = Net(); opt = torch.optim.AdamW(net.parameters(), 2e-3, weight_decay=.01); t0 = time.time(); i = 0
    (z, y), made = renders(1500000, 2000), 2000
    while (el := (time.time() - t0) / 60) < minutes:
        if made < 24000 and i % 4 == 0:                                # renders arrive while it learns
            a, b = renders(1500000 + made, 64); made += 64
            z, y = torch.cat([z, a]), torch.cat([y, b])
        for g in opt.param_groups: g["lr"] = 2e-3 * (1 - el / minutes) + 1e-5
        k = rng.integers(0, len(z), 64); x = z[k]
        if rng.random() < .5: x = x + .25 * torch.rand(64, 1, 1, 1) * torch.randn_like(x)
        with torch.autocast("cpu", torch.bfloat16): o = net(x)
        loss = sum(Fn.cross_entropy(o[g].float(), y[k, q]) for q, g in enumerate(W.GROUPS) if (y[k, q] >= 0).any())
        opt.zero_grad(); loss.backward(); opt.step(); i += 1
    net.eval()
    zv, yv = renders(9000000, 1000)
    with torch.no_grad(): o = net(zv)
    right = torch.stack([(o[g].argmax(1) == yv[:, q]) | (yv[:, q] < 0) for q, g in enumerate(W.GROUPS)], 1)
    acc = {g: round(right[yv[:, q] >= 0, q].float().mean().item(), 3) for q, g in enumerate(W.GROUPS) if (yv[:, q] >= 0).any()}
    acc["all"] = round(right.all(1).float().mean().item(), 3)
    print(i, "batches on", made, "renders; accuracy on 1000 held-out renders", acc)
    torch.save(net.state_dict(), f"{ROOT}/follow.pt"); json.dump(acc, open(f"{ROOT}/follow.json", "w"))
