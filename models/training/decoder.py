"""Decoder training on crops, then whole pictures; the encoder stays the fixed projection.  usage: decoder.py MODEL MINUTES RANK WORLD IN OUT   (folders of the working folder; IN may be "new", or
the path of another model's vae; written every two minutes)"""
import os, sys, time
import numpy as np, torch
import torch.distributed as dist
from autoencoder import grad_l1, make, psnr
from latents import project
from model import DEVICE, ROOT, W
from muon import Muon
from nets import AutoencoderKL
minutes, rank, world, src, out = float(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], f"{ROOT}/{sys.argv[5]}"
torch.set_num_threads(1); torch.manual_seed(rank); rng = np.random.default_rng(rank)
if world > 1:
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT="29533"); dist.init_process_group("gloo", rank=rank, world_size=world)
if os.path.exists(f"{ROOT}/{src}"): vae = AutoencoderKL.load(f"{ROOT}/{src}")
else:
    vae = make()
    if src != "new":                                                   # another model's decoder, where shapes agree
        old, mine = AutoencoderKL.load(src).state_dict(), vae.state_dict()
        for n in mine:
            if n.startswith("decoder.") and old[n].shape == mine[n].shape: mine[n].copy_(old[n])
vae = vae.to(DEVICE)
for p in list(vae.encoder.parameters()) + list(vae.quant_conv.parameters()): p.requires_grad_(False)
if world > 1:
    for p in vae.parameters(): dist.broadcast(p.data, 0)
POOL = [W.make(np.random.default_rng(1000000 + 100000 * rank + i))[0] for i in range(400)]
made = len(POOL)
HELD = np.stack([W.make(np.random.default_rng(9000000 + i))[0] for i in range(64)])


def fresh(k):
    """k new renders into the pool, which keeps the last 4000."""
    global made
    for _ in range(k):
        x = W.make(np.random.default_rng(1000000 + 10000000 * (rank + 1) + made))[0]; made += 1
        if len(POOL) < 4000: POOL.append(x)
        else: POOL[made % 4000] = x


named = [(n, p) for n, p in vae.named_parameters() if p.requires_grad]
mat = [p for n, p in named if p.ndim >= 2 and "conv_in" not in n and "conv_out" not in n and min(p.shape[0], p.numel() // p.shape[0]) >= 16]
ids = {id(p) for p in mat}; allp = [p for _, p in named]
opt = torch.optim.AdamW([p for p in allp if id(p) not in ids], lr=0, weight_decay=1e-4, betas=(.9, .99))
mu = Muon(mat, 0, world=world, rank=rank)
ema = [p.detach().clone() for p in allp]


def crops(n, c):
    """n crops of c x c cells, in any of the pictures' symmetries"""
    xs, P = [], 8
    for _ in range(n):
        x = POOL[rng.integers(len(POOL))]; i, j = rng.integers(0, 17 - c, 2)
        x = x[i * P:(i + c) * P, j * P:(j + c) * P]
        if rng.random() < .5: x = x[:, ::-1]
        if W.SYMMETRIES == 8:
            if rng.random() < .5: x = x[::-1]
            if rng.random() < .5: x = x.transpose(1, 0, 2)
        xs.append(x)
    x = np.stack(xs)
    m = 16 // c                                                          # project wants whole pictures
    z = project(np.tile(x, (1, m, m, 1)))[:, :, :c, :c]
    return torch.from_numpy(x).permute(0, 3, 1, 2).float().to(DEVICE) / 127.5 - 1, torch.from_numpy(z).float().to(DEVICE)


@torch.no_grad()
def evaluate():
    keep = [p.detach().clone() for p in allp]
    for p, e in zip(allp, ema): p.copy_(e)
    x = torch.from_numpy(HELD).permute(0, 3, 1, 2).float().to(DEVICE) / 127.5 - 1
    r = vae.decode(torch.from_numpy(project(HELD)).float().to(DEVICE))
    v = psnr(r, x)
    vae.save(out)
    for p, k in zip(allp, keep): p.copy_(k)
    return v


t0, step, last, flag = time.time(), 0, 0, torch.zeros(1)
fr = 0.
while True:
    el = (time.time() - t0) / 60
    if step % 10 == 0:
        flag[0] = el
        if world > 1: dist.broadcast(flag, 0)
        fr = flag.item() / minutes
        if fr >= 1: break
    sch = min(1, (step + 1) / 50) * min(1, (1 - fr) / .55 + .005)
    for g in opt.param_groups: g["lr"] = 2e-3 * sch
    mu.lr = .012 * sch
    full = fr > .65
    fresh(1 if step % 2 else 0)
    x, z = crops(3, 16) if full else crops(8, 8)
    with torch.autocast(DEVICE.type, torch.bfloat16):
        r = vae.decode(z + .08 * torch.rand(len(z), 1, 1, 1, device=DEVICE) * torch.randn_like(z)).float()
    loss = (r - x).abs().mean() + .4 * grad_l1(r, x)
    for p in allp: p.grad = None
    loss.backward()
    if world > 1:
        flat = torch.cat([p.grad.flatten() for p in allp]); dist.all_reduce(flat); flat /= world; o = 0
        for p in allp: p.grad = flat[o:o + p.numel()].view_as(p); o += p.numel()
    torch.nn.utils.clip_grad_norm_([p for p in allp if id(p) not in ids], 1.0)
    opt.step(); mu.step(); step += 1
    k = min(.99, (1 + step) / (10 + step))
    torch._foreach_mul_(ema, k); torch._foreach_add_(ema, [p.detach() for p in allp], alpha=1 - k)
    if rank == 0 and (step in (20, 100) or el - last > 2):
        last = el; print(f"{el:.1f} min step {step} {step/(el*60):.2f} steps/s loss {loss.item():.4f} PSNR {evaluate():.2f}", flush=True)
if rank == 0: print("done", step, evaluate(), flush=True)
