"""Which words does a picture follow?  A small CNN on latents, fitted on renders only, answers per group of words.
usage: follow.py MODEL MINUTES [WORKERS]   goes on from the last judge where there is one, writes follow.pt and its accuracy on held-out renders,
the most that a model judged by it can reach; follow.py MODEL keep   puts it into the repository"""
import json, os, sys, time
import torch, torch.nn as nn, torch.nn.functional as Fn
from model import DEVICE, HERE, K, NAME, ROOT, W


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


KEPT = f"{HERE}/checkpoints/{NAME}-judge.pt"


def judge():
    """-> the network, its accuracy on held-out renders: the last one that was fitted here, else the one that is kept in the repository"""
    fitted = os.path.exists(f"{ROOT}/follow.pt")
    state = torch.load(f"{ROOT}/follow.pt" if fitted else KEPT, map_location="cpu")
    own = json.load(open(f"{ROOT}/follow.json")) if fitted else state.pop("accuracy")
    net = Net(w=len(state["f.0.0.weight"]))
    net.load_state_dict(state)
    return net.to(DEVICE).eval(), own


def keep():
    """Puts the judge that was fitted last into the repository, in half precision."""
    state = torch.load(f"{ROOT}/follow.pt", map_location="cpu")
    half = {n: x.half() if x.is_floating_point() else x for n, x in state.items()}
    torch.save(half | {"accuracy": json.load(open(f"{ROOT}/follow.json"))}, KEPT)


if __name__ == "__main__":
    if sys.argv[1] == "keep": sys.exit(keep())
    minutes, workers = float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    torch.set_num_threads(1); torch.manual_seed(0)
    from pictures import Pictures, pixels, project, renders
    pool = Pictures(60000 if workers else 24000, 20000000 + int(time.time()) % 1000 * 60000, workers)      # others at each start
    pool.place(2000 if not workers else 600)
    n = 256 if workers else 64
    net = judge()[0].train() if os.path.exists(f"{ROOT}/follow.pt") or os.path.exists(KEPT) else Net(w=96 if DEVICE.type == "cuda" else 64).to(DEVICE)
    opt = torch.optim.AdamW(net.parameters(), 2e-3, weight_decay=.01); t0 = time.time(); i = 0
    while (el := (time.time() - t0) / 60) < minutes:
        if workers: pool.collect()
        elif pool.made < 24000 and i % 4 == 0: pool.render(64)         # renders arrive while it learns
        for g in opt.param_groups: g["lr"] = 2e-3 * (1 - el / minutes) + 1e-5
        x, y = pool.some(n)
        x = project(pixels(x))
        x = x + .25 * torch.rand(n, 1, 1, 1, device=DEVICE) * (torch.rand(n, 1, 1, 1, device=DEVICE) < .5) * torch.randn_like(x)
        with torch.autocast(DEVICE.type, torch.bfloat16): o = net(x)
        loss = sum(Fn.cross_entropy(o[g].float(), y[:, q], ignore_index=-100, reduction="sum") / (y[:, q] >= 0).sum().clamp(min=1) for q, g in enumerate(W.GROUPS))
        opt.zero_grad(); loss.backward(); opt.step(); i += 1
    net.eval()
    xv, yv = renders(9000000, 1000)
    with torch.no_grad(): o = net(project(pixels(xv.to(DEVICE))))
    yv = yv.to(DEVICE)
    right = torch.stack([(o[g].argmax(1) == yv[:, q]) | (yv[:, q] < 0) for q, g in enumerate(W.GROUPS)], 1)
    acc = {g: round(right[yv[:, q] >= 0, q].float().mean().item(), 3) for q, g in enumerate(W.GROUPS) if (yv[:, q] >= 0).any()}
    acc["all"] = round(right.all(1).float().mean().item(), 3)
    print(i, "batches on", pool.made, "renders; accuracy on 1000 held-out renders", acc, flush=True)
    torch.save(net.state_dict(), f"{ROOT}/follow.pt"); json.dump(acc, open(f"{ROOT}/follow.json", "w"))
    if pool.workers: pool.workers.stop()
