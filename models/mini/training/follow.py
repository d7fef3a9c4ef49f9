"""Which word does a picture follow?  A small CNN on latents, fitted on renders only, answers per group of words.
usage: follow.py MINUTES  (trains models/follow.pt and prints its accuracy on held-out renders)"""
import json, sys, time
import numpy as np, torch, torch.nn as nn, torch.nn.functional as Fn

GROUPS = {"noun": ["ball", "cube", "star", "castle", "house", "car", "bicycle", "skateboard", "cat", "dog", "boy", "girl", "tree", "cells"],
          "colour": ["red", "green", "blue", "yellow", "orange", "purple", "pink", "white", "black", "turquoise"],
          "place": ["grass", "table", "snow", "beach", "field", "street", "river", "lake", "hill"],
          "style": ["photo*", "watercolor", "drawing", "sketch"], "time": ["day*", "night", "sunset"], "season": ["none*", "autumn", "winter"],
          "fluff": ["smooth", "fluffy", "striped"], "flood": ["plain*", "flooded"], "valley": ["dry", "green"],
          "cellshape": ["round", "elongated"], "density": ["dense", "sparse"], "vehicle": ["bicycle", "car", "skateboard"]}


def targets(words, family):
    """Words of a caption -> {group: index} for the groups that the caption determines."""
    t = {}
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


class Net(nn.Module):
    def __init__(s, cin=12, w=64):
        super().__init__()
        b = lambda i, o, st: nn.Sequential(nn.Conv2d(i, o, 3, st, 1), nn.BatchNorm2d(o), nn.ReLU())
        s.f = nn.Sequential(b(cin, w, 1), b(w, w, 1), b(w, 2 * w, 2), b(2 * w, 2 * w, 1), b(2 * w, 3 * w, 2), b(3 * w, 3 * w, 1))
        s.h = nn.ModuleDict({g: nn.Linear(6 * w, len(n)) for g, n in GROUPS.items()})

    def forward(s, z):
        f = s.f(z)
        f = torch.cat([f.mean((2, 3)), f.amax((2, 3))], 1)
        return {g: h(f) for g, h in s.h.items()}


def data(split, n):
    z = np.load(f"data/{split}/lat.npy", mmap_mode="r")[:n]
    T = {g: torch.full((len(z),), -100) for g in GROUPS}
    for i, l in zip(range(len(z)), open(f"data/{split}/captions.jsonl")):
        c = json.loads(l)
        for g, k in targets([w for w, _ in c["w"]], c["f"]).items(): T[g][i] = k
    return z, T


if __name__ == "__main__":
    minutes = float(sys.argv[1]); torch.set_num_threads(1); torch.manual_seed(0); rng = np.random.default_rng(0)
    (z, T), (zv, Tv) = data("a", 60000), data("val", 1024)
    net = Net(z.shape[1]); opt = torch.optim.AdamW(net.parameters(), 2e-3, weight_decay=.01); t0 = time.time(); i = 0
    while (el := (time.time() - t0) / 60) < minutes:
        for g in opt.param_groups: g["lr"] = 2e-3 * (1 - el / minutes) + 1e-5
        k = np.sort(rng.integers(0, len(z), 64)); x = torch.from_numpy(z[k].astype(np.float32))
        x = x + .25 * torch.rand(64, 1, 1, 1) * torch.randn_like(x)
        o = net(x)
        loss = sum(Fn.cross_entropy(o[g], T[g][k]) for g in GROUPS if (T[g][k] >= 0).any())
        opt.zero_grad(); loss.backward(); opt.step(); i += 1
    net.eval()
    with torch.no_grad(): o = net(torch.from_numpy(zv.astype(np.float32)))
    acc = {g: round(((o[g].argmax(1) == Tv[g])[Tv[g] >= 0]).float().mean().item(), 3) for g in GROUPS}
    print(i, "batches; accuracy on renders", acc)
    torch.save(net.state_dict(), "models/follow.pt"); json.dump(acc, open("models/follow.json", "w"))
