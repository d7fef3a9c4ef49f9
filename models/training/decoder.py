"""Decoder training; the encoder stays the fixed projection.  On a CPU on crops, then whole pictures; on a GPU on whole pictures.
usage: decoder.py MODEL MINUTES IN OUT [--world 2 --rank R | --workers N]   (folders of the working folder; IN may be "new", or the path
of another model's vae; written every two minutes)"""
import argparse, os, time
import numpy as np, torch
import torch.distributed as dist
from model import DEVICE, ROOT
from pictures import Pictures, pixels, project, renders
ap = argparse.ArgumentParser()
ap.add_argument("minutes", type=float); ap.add_argument("src"); ap.add_argument("out")
ap.add_argument("--world", type=int, default=1); ap.add_argument("--rank", type=int, default=0); ap.add_argument("--workers", type=int, default=0)
ap.add_argument("--batch", type=int, default=32, help="whole pictures a step, on a GPU"); ap.add_argument("--noise", type=float, default=.06, help="largest noise of the latents, which a UNet's latents have too")
a = ap.parse_args()
torch.set_num_threads(1); torch.manual_seed(a.rank)
GPU, out = DEVICE.type == "cuda", f"{ROOT}/{a.out}"
pool = Pictures(60000 if a.workers else 4000, 10 ** 9 + a.rank * 10 ** 7 + int(time.time()) % 10 ** 6 * 10 ** 3, a.workers)
from autoencoder import grad_l1, make, psnr
from graph import recorded
from muon import Muon
from nets import AutoencoderKL
if a.world > 1:
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT="29533"); dist.init_process_group("gloo", rank=a.rank, world_size=a.world)
if os.path.exists(f"{ROOT}/{a.src}"): vae = AutoencoderKL.load(f"{ROOT}/{a.src}")
else:
    vae = make()
    if a.src != "new":                                                 # another model's decoder, where shapes agree
        old, mine = AutoencoderKL.load(a.src).state_dict(), vae.state_dict()
        for n in mine:
            if n.startswith("decoder.") and old[n].shape == mine[n].shape: mine[n].copy_(old[n])
vae = vae.to(DEVICE)
for p in list(vae.encoder.parameters()) + list(vae.quant_conv.parameters()): p.requires_grad_(False)
if a.world > 1:
    for p in vae.parameters(): dist.broadcast(p.data, 0)
HELD = pixels(renders(9000000, 64)[0]).to(DEVICE)
named = [(n, p) for n, p in vae.named_parameters() if p.requires_grad]
mat = [p for n, p in named if p.ndim >= 2 and "conv_in" not in n and "conv_out" not in n and min(p.shape[0], p.numel() // p.shape[0]) >= 16]
ids = {id(p) for p in mat}; allp = [p for _, p in named]; rest = [p for p in allp if id(p) not in ids]
scalar = lambda: torch.zeros((), device=DEVICE)
lr, mlr, keep, shown = scalar(), scalar(), scalar(), scalar()
opt, mu = torch.optim.AdamW(rest, lr=lr if GPU else 0., weight_decay=1e-4, betas=(.9, .99), capturable=GPU), Muon(mat, mlr, world=a.world, rank=a.rank)
ema = [p.detach().clone() for p in allp]


@torch.no_grad()
def evaluate():
    """PSNR of held-out renders with the averaged weights, which are written."""
    kept = [p.detach().clone() for p in allp]
    for p, e in zip(allp, ema): p.copy_(e)
    v = psnr(torch.cat([vae.decode(project(x[None])) for x in HELD]), HELD)
    vae.save(out)
    for p, k in zip(allp, kept): p.copy_(k)
    return v


def train(pictures, cells):
    """One step on crops of cells x cells latents"""
    x = pixels(pool.some(pictures)[0])
    if cells < 16:
        i, j = np.random.randint(0, 17 - cells, 2) * 8
        x = x[..., i:i + cells * 8, j:j + cells * 8]
    z = project(x)
    with torch.autocast(DEVICE.type, torch.bfloat16, cache_enabled=False):
        r = vae.decode(z + a.noise * torch.rand(len(z), 1, 1, 1, device=DEVICE) * torch.randn_like(z)).float()
    mse = ((r - x) ** 2).mean((1, 2, 3))
    loss = (r - x).abs().mean() + .4 * grad_l1(r, x) + .02 * torch.log(mse + 1e-5).mean()      # PSNR is a mean of logarithms
    for p in allp: p.grad = None
    loss.backward()
    if a.world > 1:
        flat = torch.cat([p.grad.flatten() for p in allp]); dist.all_reduce(flat); flat /= a.world
        for p, g in zip(allp, flat.split([p.numel() for p in allp])): p.grad = g.view_as(p)
    torch.nn.utils.clip_grad_norm_(rest, 1.0)
    opt.step(); mu.step()
    with torch.no_grad():
        torch._foreach_mul_(ema, keep); torch._foreach_add_(ema, torch._foreach_mul([p.detach() for p in allp], 1 - keep))
        shown.add_(loss.detach())


pool.place()
go = recorded(lambda: train(a.batch, 16)) if GPU else None
t0, step, last, part, clock = time.time(), 0, 0., 0., torch.zeros(1)
while True:
    el = (time.time() - t0) / 60
    if step % 10 == 0:
        clock[0] = el
        if a.world > 1: dist.broadcast(clock, 0)
        part = clock.item() / a.minutes
        if part >= 1: break
    rate = min(1, (step + 1) / 50) * min(1, (1 - part) / .55 + .005)
    mlr.fill_(.012 * rate); lr.fill_(2e-3 * rate); keep.fill_(min(.998 if GPU else .99, (1 + step) / (10 + step)))
    for g in opt.param_groups: g["lr"] = lr if GPU else 2e-3 * rate
    if a.workers:
        if step % 16 == 0: pool.collect()
    else: pool.render(step % 2)
    if GPU: go()
    else: train(*((3, 16) if part > .65 else (8, 8)))
    step += 1
    if GPU and step % 4 == 0: torch.cuda.current_stream().synchronize()
    if a.rank == 0 and (step in (20, 100) or el - last > (.5 if GPU else 2)):
        last = el; print(f"{el:.1f} min step {step} {step/(el*60+1e-9):.2f} steps/s pictures {pool.made} loss {shown.item() / step:.4f} PSNR {evaluate():.2f}", flush=True)
if a.rank == 0: print("done", step, evaluate(), flush=True)
if pool.workers: pool.workers.stop()
