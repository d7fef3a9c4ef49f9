"""Joint training of text encoder and UNet on fixed latents; scenes are rendered on the fly (pairs.py) and edited as people will edit
them (batch.py).
With --distil the truth is what a finished run predicts under guidance, so that one network row a step does the work of two (guidance 1).
On a CPU one process per core, each of one thread (--world, --rank), which renders between its steps; on a GPU one process, without
change: there --workers N render in processes of their own, and a step is recorded once and replayed as a CUDA graph.
usage: train.py MODEL RUN MINUTES [--resume RUN2 [--rest]] [--until SAMPLES] [--world 2 --rank R | --workers N] ..."""
import argparse, os, shutil, time
import numpy as np, torch
import torch.distributed as dist
from latents import project
from losses import location
from model import ALPHAS, DEVICE, K, ROOT, T, Tokenizer, V_PREDICTION, W
from muon import Muon
from nets import CLIPTextModel, UNet2DConditionModel
from pairs import Pool, tokens

ap = argparse.ArgumentParser()
ap.add_argument("run"); ap.add_argument("minutes", type=float)
ap.add_argument("--resume", help="run to go on from: its raw weights and optimiser where kept, else its averaged weights")
ap.add_argument("--rest", action="store_true", help="the minutes that the run to go on from has had count, as if it had not been killed")
ap.add_argument("--weights", help="folder with tokenizer, text_encoder and unet to start from where shapes and words fit (another model's, too)")
ap.add_argument("--world", type=int, default=1); ap.add_argument("--rank", type=int, default=0); ap.add_argument("--port", default="29511")
ap.add_argument("--workers", type=int, default=0, help="processes that render; 0: the training process does")
ap.add_argument("--batch", type=int, default=24, help="rows per process"); ap.add_argument("--seed", type=int, default=1); ap.add_argument("--pool", type=int, default=6000, help="entries that the pool holds")
ap.add_argument("--lr", type=float, default=7e-4, help="AdamW: text encoder, cross-attention, norms"); ap.add_argument("--mlr", type=float, default=.012, help="Muon: the rest")
ap.add_argument("--warm", type=int, default=80); ap.add_argument("--until", type=float, default=0, help="samples, counted from the first run, at which the rates have fallen to 0; without it (and --fall) they stay")
ap.add_argument("--decay", type=float, default=.5, help="part of the samples before --until in which the rates fall"); ap.add_argument("--fall", action="store_true", help="as --until, by the clock: rates are 0 after MINUTES")
ap.add_argument("--loc", type=float, default=.03); ap.add_argument("--share", type=float, default=.25, help="attention of the words of the whole picture"); ap.add_argument("--ema", type=float, default=.998)
ap.add_argument("--reuse", type=float, default=.5, help="without workers: share of the pairs that are not rendered anew")
ap.add_argument("--free", type=float, default=.4, help="share of ordinary samples"); ap.add_argument("--cross", type=float, default=.5, help="share of the edited rows at t > 600 whose noisy latents are the source's, and of the mixed ones at t > 400 whose lie between those of both scenes")
ap.add_argument("--self", type=float, default=.5, help="share of the edited rows that take the source's self-attention maps"); ap.add_argument("--selft", type=int, default=600, help="times above which they do")
ap.add_argument("--early", type=float, default=.5, help="with v-prediction: least weight of a noisy time, added to what min-SNR clips (0: min-SNR alone, which hardly trains the first steps, where colours and places are decided)")
ap.add_argument("--kept", help="file of the pool: taken over where it is there, written at the end for a run that follows at once")
ap.add_argument("--drop", type=float, default=.1, help="share of the rows without a prompt"); ap.add_argument("--channels", default="64,128,192")
ap.add_argument("--distil", help="run whose guided predictions are the truth (start with --resume from the same run)"); ap.add_argument("--guidance", type=float, default=3, help="the teacher's")
ap.add_argument("--bf16", action="store_true", help="autocast: faster on processors with AVX512-BF16 and on GPUs"); ap.add_argument("--eager", action="store_true", help="no CUDA graph"); ap.add_argument("--every", type=float, default=4, help="minutes between two savings")
a = ap.parse_args()
torch.set_num_threads(1); torch.manual_seed(a.seed * 100 + a.rank)
N = a.batch // 2                                                       # pairs
pool = Pool(a.pool, (a.seed * 16 + a.rank) * 10 ** 9 + int(time.time()) * 10 ** 4 % 10 ** 9, a.workers)      # before anything touches the GPU
tok = Tokenizer()
if a.world > 1:
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=a.port)
    dist.init_process_group("gloo", rank=a.rank, world_size=a.world)
torch.set_float32_matmul_precision("high")
from batch import EMPTY_, Batch
from graph import recorded


def new_nets():
    V, ch = len(tok.vocab), [int(c) for c in a.channels.split(",")]
    te = CLIPTextModel(vocab_size=V, hidden_size=128, intermediate_size=512, num_hidden_layers=1, num_attention_heads=4, max_position_embeddings=T, projection_dim=128,
                       hidden_act="quick_gelu", layer_norm_eps=1e-5, bos_token_id=V - 2, eos_token_id=V - 1, pad_token_id=V - 1, model_type="clip_text_model", architectures=["CLIPTextModel"])
    n = len(ch)
    u = UNet2DConditionModel(_class_name="UNet2DConditionModel", sample_size=16, in_channels=K, out_channels=K, block_out_channels=ch, layers_per_block=1, cross_attention_dim=128,
                             attention_head_dim=4, norm_num_groups=16, down_block_types=["CrossAttnDownBlock2D"] * (n - 1) + ["DownBlock2D"], up_block_types=["UpBlock2D"] + ["CrossAttnUpBlock2D"] * (n - 1))
    return torch.nn.ModuleDict({"te": te, "u": u})


def stored(folder):
    return torch.nn.ModuleDict({"te": CLIPTextModel.load(f"{folder}/text_encoder"), "u": UNet2DConditionModel.load(f"{folder}/unet")})


@torch.no_grad()
def transfer(net, folder):
    """Weights of another model wherever their shapes agree; embeddings of the words that both know."""
    old, vocab = stored(folder).state_dict(), Tokenizer(f"{folder}/tokenizer").vocab
    for n, p in net.state_dict().items():
        if "token_embedding" in n:
            for w, i in tok.vocab.items():
                if w in vocab: p[i] = old[n][vocab[w]]
        elif n in old and old[n].shape == p.shape: p.copy_(old[n])
        else: print("new:", n, tuple(p.shape))


def at(folder):
    return f"{folder}/raw" if os.path.exists(f"{folder}/raw") else folder


src = f"{ROOT}/{a.resume}"
if a.resume: net = stored(at(src))
else:
    net = new_nets()
    if a.weights: transfer(net, a.weights)
net = net.to(DEVICE).train()
te, u = net["te"], net["u"]
if a.world > 1:
    for p in net.parameters(): dist.broadcast(p.data, 0)
teacher = stored(f"{ROOT}/{a.distil}").to(DEVICE).eval() if a.distil else None
ema = None
if a.rank == 0:
    ema = (stored(src) if a.resume else new_nets()).to(DEVICE).eval()
    if not a.resume: ema.load_state_dict(net.state_dict())
named = list(net.named_parameters())
mat = [p for n, p in named if p.ndim >= 2 and n.startswith("u.") and "attn2" not in n and "conv_in" not in n and "conv_out" not in n and min(p.shape[0], p.numel() // p.shape[0]) >= 16]
ids_ = {id(p) for p in mat}
rest, allp = [p for _, p in named if id(p) not in ids_], [p for _, p in named]
GPU = DEVICE.type == "cuda"
scalar = lambda: torch.zeros((), device=DEVICE)                        # read by the recorded step at every replay
lr, mlr, keep = scalar(), scalar(), scalar()
opt, mu = torch.optim.AdamW(rest, lr=lr if GPU else 0., betas=(.9, .99), weight_decay=.01, capturable=GPU), Muon(mat, mlr, world=a.world, rank=a.rank)
base = seen = had = 0
if a.resume and os.path.exists(f"{src}/state.pt"):
    st = torch.load(f"{src}/state.pt", map_location=DEVICE)
    base, seen, had = st["step"], st["samples"], st.get("minutes", 0) if a.rest else 0
    if "adam" in st:
        opt.load_state_dict(st["adam"])
        for g in opt.param_groups: g["lr"], g["capturable"] = lr if GPU else 0., GPU
        for s in opt.state.values(): s["step"] = s["step"].to(DEVICE if GPU else "cpu", torch.float32)
        for p, b in zip(mat, st["momentum"]): mu.buf[p].copy_(b)


def guided(x, b):
    """What the engine makes of the teacher's two rows: the edited prediction pushed away from that without a prompt.  A row without a
    prompt stays what it was, so that guidance above 1 still means something to the pupil."""
    with torch.no_grad():
        ctx, none = teacher["te"](b.ids), teacher["te"](EMPTY_[None]).expand(len(x), -1, -1)
        kept, b.record = b.record, None
        teacher["u"].hub.hook = b
        with torch.autocast(DEVICE.type, torch.bfloat16, enabled=a.bf16, cache_enabled=False):
            y = teacher["u"](x, b.t, ctx).float()
            teacher["u"].hub.hook = None
            n = teacher["u"](x, b.t, none).float()
        b.record = kept
        return torch.where(b.drop[:, None, None, None], n, n + a.guidance * (y - n))


def validation(n=384):
    """Held-out scenes, rendered once."""
    path = f"{ROOT}/validation.pt"
    if not os.path.exists(path):
        z, ids = [], []
        for i in range(n):
            im, cap, masks, _ = W.make(np.random.default_rng(9500000 + i))
            z.append(torch.from_numpy(project(im[None])[0]).float()); ids.append(torch.from_numpy(tokens(cap, masks)[0]))
        torch.save((torch.stack(z), torch.stack(ids)), path)
    return torch.load(path)


VAL = validation() if a.rank == 0 else None


@torch.no_grad()
def validate():
    """Error of the prediction at six times, averaged weights."""
    g, out = torch.Generator().manual_seed(0), []
    for i, t in enumerate((100, 300, 500, 700, 850, 950)):
        r = slice(i * 64, i * 64 + 64)
        z, ids, al = VAL[0][r].to(DEVICE), VAL[1][r].to(DEVICE), ALPHAS[t]
        e = torch.randn(z.shape, generator=g).to(DEVICE)
        x = al.sqrt() * z + (1 - al).sqrt() * e
        y = ema["u"](x, t, ema["te"](ids))
        out.append(((y - (al.sqrt() * e - (1 - al).sqrt() * z if V_PREDICTION else e)) ** 2).mean().item())
    return np.round(out, 4).tolist()


def save():
    """Written beside the old one, which it then replaces: a run that is killed loses minutes only."""
    d = f"{ROOT}/{a.run}"
    part = d + ".part"
    for n, x in (("", ema), ("/raw", net)):
        x["te"].save(f"{part}{n}/text_encoder"); x["u"].save(f"{part}{n}/unet")
    torch.save({"adam": opt.state_dict(), "momentum": [mu.buf[p] for p in mat], "step": base + step, "samples": seen + step * a.batch * a.world, "minutes": el}, f"{part}/state.pt")
    if os.path.exists(d): os.rename(d, d + ".old")
    os.rename(part, d)
    shutil.rmtree(d + ".old", ignore_errors=True)


ALPHAS_ = ALPHAS.to(DEVICE)
shown = {n: scalar() for n in ("source", "target", "leak", "loc")}     # sums since the last line


def train():
    """One step; no value of it is looked at here."""
    b = Batch(pool, N, a)
    b.record = []
    al = ALPHAS_[b.t].view(-1, 1, 1, 1)
    c = te(torch.cat([b.ids, EMPTY_[None]]))
    c, ce = c[:-1], c[-1:]
    u.hub.hook = b
    with torch.autocast(DEVICE.type, torch.bfloat16, enabled=a.bf16, cache_enabled=False):
        x = (al.sqrt() * (b.z + b.other) + (1 - al).sqrt() * b.e).contiguous(memory_format=torch.channels_last)
        y = u(x, b.t, c).float()
    u.hub.hook = None
    pad = (b.ids == tok.eos).float()
    leak = (((c - ce.detach()) ** 2).mean(-1) * pad).sum() / pad.sum()           # padding should not carry the prompt
    snr = ALPHAS_[b.t] / (1 - ALPHAS_[b.t])
    e = b.e + (al / (1 - al)).sqrt() * b.other                        # the noise that leads from x to the truth
    truth = guided(x, b) if teacher else al.sqrt() * e - (1 - al).sqrt() * b.z if V_PREDICTION else e
    mse = ((y - truth) ** 2).mean((1, 2, 3))
    loc = location(b.record, b.lab, b.msk, ALPHAS_[b.t].sqrt() * (~b.drop), a.share)
    loss = (mse * ((snr.clamp(max=5) + a.early) / (snr + 1) if V_PREDICTION else snr.clamp(max=5) / snr)).mean() + leak + a.loc * loc
    for p in allp: p.grad = None
    loss.backward()
    if a.world > 1:
        flat = torch.cat([(p.grad if p.grad is not None else torch.zeros_like(p)).flatten() for p in allp])
        dist.all_reduce(flat); flat /= a.world
        for p, g in zip(allp, flat.split([p.numel() for p in allp])): p.grad = g.view_as(p)
    torch.nn.utils.clip_grad_norm_(rest, 1.0)
    opt.step(); mu.step()
    with torch.no_grad():
        if ema:
            torch._foreach_mul_(EMA, keep); torch._foreach_add_(EMA, torch._foreach_mul([p.detach() for p in allp], 1 - keep))
        m = mse.detach()
        for n, v in (("source", m[0::2].mean()), ("target", m[1::2].mean()), ("leak", leak.detach()), ("loc", loc.detach())): shown[n] += v


EMA = list(ema.parameters()) if ema else []


pool.place()
if a.kept and os.path.exists(a.kept): pool.take(a.kept)
if a.workers:
    while pool.written < min(a.pool, 400): pool.collect(True)
else: pool.render(max(N, 60))
if a.rank == 0: print(f"{a.run}: {sum(p.numel() for p in allp) / 1e6:.2f}M parameters, {seen} samples seen, validation {validate()}", flush=True)
go = train if a.eager else recorded(train)
start, step, printed, last, saved, el = time.time(), 0, had, 0, had, had
clock = torch.zeros(1)
while True:
    total = seen + step * a.batch * a.world
    if step % 5 == 0:
        clock[0] = had + (time.time() - start) / 60
        if a.world > 1: dist.broadcast(clock, 0)
        el = clock.item()
    if el > a.minutes or (a.until and total >= a.until): break
    part = total / a.until if a.until else el / a.minutes if a.fall else 0
    rate = min(1, (step + 1) / a.warm) * (min(1, (1 - part) / a.decay + .01) if a.until or a.fall else 1)
    k = min(a.ema, (1 + base + step) / (10 + base + step)) if not a.resume else min(a.ema, (20 + step) / (30 + step))
    mlr.fill_(a.mlr * rate); keep.fill_(k); lr.fill_(a.lr * rate)
    if not GPU:
        for g in opt.param_groups: g["lr"] = a.lr * rate
    if a.workers:
        if step % 8 == 0: pool.collect()
    elif step: pool.render(int((step + 1) * N * (1 - a.reuse)) - int(step * N * (1 - a.reuse)))
    go(); step += 1
    if GPU and step % 4 == 0: torch.cuda.current_stream().synchronize()   # the queue of replays stays short
    if a.rank == 0 and (step in (10, 50) or el - printed > (.25 if GPU else 5)):
        r = {n: v.item() / max(step - last, 1) for n, v in shown.items()}
        for v in shown.values(): v.zero_()
        printed, last = el, step
        print(f"{el:5.2f} min step {base + step} samples {seen + step * a.batch * a.world} pairs {pool.rendered} source {r['source']:.4f} target {r['target']:.4f} leak {r['leak']:.4f} loc {r['loc']:.4f} "
              f"validation {validate()} rate {rate:.2f} {step * a.batch * a.world / (time.time() - start + 1e-9):.1f}/s", flush=True)
    if ema and el - saved > a.every:
        saved = el; save()
if ema:
    save(); print("done", step, validate(), flush=True)
if pool.workers: pool.workers.stop()
if a.kept: pool.keep(a.kept)
