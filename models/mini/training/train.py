"""Joint training of text encoder and UNet on fixed latents, data parallel over processes of one thread each.

Data are pairs of scenes that differ by one phrase, noun or colour.  Half of a batch are ordinary samples; in the other half the
two scenes of a pair share noise and time, and the second row's attention maps are edited as Prompt-to-Prompt will edit them:
  mix     Replace / Refine maps borrowed from the first row; the second scene is the truth
  weight  the columns of the changed words times c; the truth is the first latent + strength(c) * (second - first)
so that the network meets rows whose sum or mix is not its own, without renormalisation.
usage: train.py RUN MINUTES [--resume RUN2] [--world 2 --rank R] ..."""
import argparse, copy, json, os, time
import numpy as np, torch
import torch.nn.functional as Fn
import torch.distributed as dist
from model import ROOT, T, Tokenizer
from muon import Muon
from nets import ALPHAS, CLIPTextModel, UNet2DConditionModel
from sample import align

ap = argparse.ArgumentParser()
ap.add_argument("run"); ap.add_argument("minutes", type=float)
ap.add_argument("--resume"); ap.add_argument("--world", type=int, default=1); ap.add_argument("--rank", type=int, default=0); ap.add_argument("--port", default="29511")
ap.add_argument("--batch", type=int, default=24, help="rows per process"); ap.add_argument("--seed", type=int, default=1)
ap.add_argument("--lr", type=float, default=1e-3, help="AdamW: text encoder, cross-attention, norms"); ap.add_argument("--mlr", type=float, default=.02, help="Muon: the rest")
ap.add_argument("--warm", type=int, default=150); ap.add_argument("--decay", type=float, default=.45, help="last part of the run, in which the rates fall to 0")
ap.add_argument("--loc", type=float, default=.03); ap.add_argument("--share", type=float, default=.10); ap.add_argument("--ema", type=float, default=.998)
ap.add_argument("--free", type=float, default=.5, help="share of ordinary samples"); ap.add_argument("--channels", default="64,128,192")
ap.add_argument("--data", default="p0,p1,f0,f1", help="folders of pairs, each drawn from as often as it is large")
ap.add_argument("--bf16", action="store_true", help="autocast: faster on processors with AVX512-BF16")
a = ap.parse_args()
torch.set_num_threads(1); torch.manual_seed(a.seed * 100 + a.rank); rng = np.random.default_rng(a.seed * 100 + a.rank)
N = a.batch // 2                                                       # pairs
if a.world > 1:
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=a.port)
    dist.init_process_group("gloo", rank=a.rank, world_size=a.world)
tok = Tokenizer()
EMPTY = torch.tensor(tok(""))
SMALL = {tok.word(w)[0] for w in "a an of at in the on with".split()}
GLOB = torch.zeros(len(tok.vocab), dtype=torch.bool)                   # style, time and season: the whole picture is theirs
for w in "watercolor children crayon drawing painting pencil sketch night sunset autumn fall winter spring".split(): GLOB[tok.word(w)[0]] = True


class Pairs:
    """Rendered pairs with token ids, mask numbers and the Prompt-to-Prompt alignment in both directions."""

    def __init__(s, folder):
        caps = [json.loads(l) for l in open(f"{folder}/captions.jsonl")]
        s.n = len(caps) // 2
        s.z = [np.load(f"{folder}/{f}.npy", mmap_mode="r") for f in ("lat", "latf")]
        s.m = np.load(f"{folder}/masks.npy", mmap_mode="r")
        s.ids, s.lab = np.zeros((s.n, 2, T), np.int64), np.full((s.n, 2, T), -1, np.int64)
        s.map, s.alpha, s.new = np.zeros((s.n, 2, T), np.int64), np.zeros((s.n, 2, T), np.float32), np.zeros((s.n, 2, T), bool)
        for j, c in enumerate(caps):
            s.ids[j // 2, j % 2] = tok(" ".join(w for w, _ in c["w"]))
            k = [k for _, k in c["w"]][:T - 2]
            s.lab[j // 2, j % 2, 1:len(k) + 1] = k
        for j in range(s.n):
            for k in (0, 1):                                           # k: the target row
                x, y = s.ids[j, 1 - k].tolist(), s.ids[j, k].tolist()
                s.map[j, k], s.alpha[j, k] = align(x, y)
                s.new[j, k] = [al == 0 or x[i] != t for i, al, t in zip(s.map[j, k], s.alpha[j, k], y)]
        s.differ = (s.ids[:, 0] != s.ids[:, 1]).any(1)
        s.longer = (s.ids == tok.eos).sum(2)                           # fewer paddings = longer caption


DATA, VAL = [Pairs(f"data/{k}") for k in a.data.split(",")], Pairs("data/pval")
SIZE = np.array([d.n for d in DATA]) / sum(d.n for d in DATA)


def strength(c):
    """How far towards (and past) the second scene a weight of c draws; colours saturate outside 0..1."""
    return c if 0 <= c <= 1 else 1 + .5 * (c - 1) if c > 1 else .25 * c


class Batch:
    """2N rows: row 2j is the first scene of pair j (the source), row 2j+1 the second (the target)."""

    def __init__(s):
        s.z, s.ids, s.lab, s.msk = torch.empty(2 * N, 12, 16, 16), torch.empty(2 * N, T, dtype=torch.long), torch.empty(2 * N, T, dtype=torch.long), torch.empty(2 * N, 6, 16, 16)
        s.t = ((torch.arange(2 * N) + torch.rand(2 * N)) / (2 * N) * 1000).long()[torch.randperm(2 * N)].clamp(max=999)       # stratified
        s.e, s.drop = torch.randn(2 * N, 12, 16, 16), torch.zeros(2 * N, dtype=torch.bool)
        s.map, s.alpha, s.eq, s.selfs = torch.arange(T).repeat(N, 1), torch.zeros(N, T), torch.ones(2 * N, T), torch.zeros(N, dtype=torch.bool)
        for j in range(N):
            s.fill(j, DATA[rng.choice(len(DATA), p=SIZE)])
        s.lab = torch.where(GLOB[s.ids], 5, s.lab)
        s.msk[:, 5] = 1

    def fill(s, j, d):
        i, flip, k = rng.integers(d.n), rng.integers(2), rng.integers(2)
        z, m, o = torch.from_numpy(d.z[flip][i]).float(), torch.from_numpy(np.ascontiguousarray(d.m[i][..., ::-1] if flip else d.m[i])).float() / 255, [1 - k, k]
        r = slice(2 * j, 2 * j + 2)
        s.z[r], s.msk[r, :5], s.ids[r], s.lab[r] = z[o], m[o], torch.from_numpy(d.ids[i, o]), torch.from_numpy(d.lab[i, o])
        grown = d.longer[i, k] < d.longer[i, 1 - k]                    # the target adds a phrase
        u = rng.random()
        if u < a.free or not d.differ[i]:
            for q in (2 * j, 2 * j + 1):
                if rng.random() < .1: s.ids[q], s.lab[q], s.drop[q] = EMPTY, -1, True
                elif rng.random() < .3: s.jitter(q)
            return
        s.t[2 * j + 1], s.e[2 * j + 1] = s.t[2 * j], s.e[2 * j]
        s.selfs[j] = s.t[2 * j] > 600 and rng.random() < .3
        s.map[j], s.alpha[j] = torch.from_numpy(d.map[i, k]), torch.from_numpy(d.alpha[i, k])
        if rng.random() < .3: s.jitter(2 * j + 1)
        if grown and u > a.free + .3 * (1 - a.free):                   # weight
            new = [p for p in np.flatnonzero(d.new[i, k]) if s.ids[2 * j + 1, p] != tok.eos]
            words = [p for p in new if int(s.ids[2 * j + 1, p]) not in SMALL]
            if rng.random() < .6 and words: new = [words[rng.integers(len(words))]]
            c = rng.uniform(-1.5, 2.2)
            s.eq[2 * j + 1, new] *= c
            s.z[2 * j + 1] = z[1 - k] + strength(c) * (z[k] - z[1 - k])
            if rng.random() < .6:                                      # pure re-weighting: the source is the full second scene
                s.z[2 * j], s.ids[2 * j], s.lab[2 * j], s.msk[2 * j, :5] = z[k], s.ids[2 * j + 1], s.lab[2 * j + 1], m[k]
                s.map[j], s.alpha[j] = torch.arange(T), torch.ones(T)

    def jitter(s, q):
        """Scale groups of columns without consequence: tokens without a meaning freely, words a little."""
        neutral = (s.ids[q] == tok.eos) | (s.ids[q] == tok.bos)
        s.eq[q] *= torch.where(neutral, rng.uniform(.2, 1.8), rng.uniform(.75, 1.3))

    def __call__(s, p, cross, name):
        """The UNet's attention hook."""
        p = p[:2 * N]
        if not cross:
            if s.selfs.any():
                p = torch.stack([p[0::2], torch.where(s.selfs[:, None, None, None], p[0::2], p[1::2])], 1).flatten(0, 1)
            return p
        if s.record is not None and p.shape[2] >= 64: s.record.append(p.mean(1))
        src, own, al = p[0::2], p[1::2], s.alpha[:, None, None]
        mixed = al * src.gather(-1, s.map[:, None, None].expand(*src.shape)) + (1 - al) * own
        return torch.stack([src, mixed], 1).flatten(0, 1) * s.eq[:, None, None]


def loc_loss(maps, lab, msk, w):
    """Every word of a labelled group should own a fair share of the attention of the pixels of its mask, and none elsewhere."""
    k = msk.shape[1]
    share = torch.full((k,), .6); share[-1] = a.share
    one = torch.stack([(lab == i) for i in range(k)], 1).float()
    cnt = one.sum(-1)
    ok = (cnt > 0) & (msk.flatten(2).sum(-1) > 1.0)
    need = (one * torch.log(share / cnt.clamp(min=1))[..., None]).sum(1)
    total = 0.
    for A in maps:
        s = int(A.shape[1] ** .5)
        m = (Fn.avg_pool2d(msk, 16 // s) if s < 16 else msk).flatten(2)
        short = Fn.relu(need[:, None] - torch.log(A + 1e-4))
        inside = torch.einsum("bpt,bkt->bkp", short, one) / cnt.clamp(min=1)[..., None]
        inside = (inside * m).sum(-1) / m.sum(-1).clamp(min=.5)
        mass = torch.einsum("bpt,bkt->bkp", A, one)
        out = (-torch.log(1 - mass.clamp(max=.98)) * (1 - m)).sum(-1) / (1 - m).sum(-1).clamp(min=.5)
        total = total + (((inside + out) * ok).sum(1) / ok.sum(1).clamp(min=1) * w).mean()
    return total / len(maps)


def new_nets():
    V, ch = len(tok.vocab), [int(c) for c in a.channels.split(",")]
    te = CLIPTextModel(vocab_size=V, hidden_size=128, intermediate_size=512, num_hidden_layers=1, num_attention_heads=4, max_position_embeddings=T, projection_dim=128,
                       hidden_act="quick_gelu", layer_norm_eps=1e-5, bos_token_id=V - 2, eos_token_id=V - 1, pad_token_id=V - 1, model_type="clip_text_model", architectures=["CLIPTextModel"])
    n = len(ch)
    u = UNet2DConditionModel(_class_name="UNet2DConditionModel", sample_size=16, in_channels=12, out_channels=12, block_out_channels=ch, layers_per_block=1, cross_attention_dim=128,
                             attention_head_dim=4, norm_num_groups=16, down_block_types=["CrossAttnDownBlock2D"] * (n - 1) + ["DownBlock2D"], up_block_types=["UpBlock2D"] + ["CrossAttnUpBlock2D"] * (n - 1))
    return te, u


def stored(folder):
    return torch.nn.ModuleDict({"te": CLIPTextModel.load(f"{folder}/text_encoder"), "u": UNet2DConditionModel.load(f"{folder}/unet")})


src = f"{ROOT}/{a.resume}"
if a.resume:
    net = stored(f"{src}/raw" if os.path.exists(f"{src}/raw") else src)          # an export has none: its averaged weights serve
else:
    net = torch.nn.ModuleDict(dict(zip(("te", "u"), new_nets())))
te, u = net["te"].train(), net["u"].train()
if a.world > 1:
    for p in net.parameters(): dist.broadcast(p.data, 0)
ema = (stored(src) if a.resume else copy.deepcopy(net)).eval() if a.rank == 0 else None
named = list(net.named_parameters())
mat = [p for n, p in named if p.ndim >= 2 and n.startswith("u.") and "attn2" not in n and "conv_in" not in n and "conv_out" not in n and min(p.shape[0], p.numel() // p.shape[0]) >= 16]
ids_ = {id(p) for p in mat}
rest, allp = [p for _, p in named if id(p) not in ids_], [p for _, p in named]
opt, mu = torch.optim.AdamW(rest, lr=0, betas=(.9, .99), weight_decay=.01), Muon(mat, a.mlr, world=a.world, rank=a.rank)
base = seen = 0
if a.resume and os.path.exists(f"{src}/state.pt"):
    st = torch.load(f"{src}/state.pt")
    opt.load_state_dict(st["adam"]); base, seen = st["step"], st["samples"]
    for p, b in zip(mat, st["momentum"]): mu.buf[p].copy_(b)


@torch.no_grad()
def validate():
    g, out = torch.Generator().manual_seed(0), []
    for i, t in enumerate((100, 300, 500, 700, 850, 950)):
        r = slice(i * 64, i * 64 + 64)
        z, ids = torch.from_numpy(VAL.z[0][r, 0]).float(), torch.from_numpy(VAL.ids[r, 0])
        e = torch.randn(z.shape, generator=g)
        out.append(((ema["u"](ALPHAS[t].sqrt() * z + (1 - ALPHAS[t]).sqrt() * e, t, ema["te"](ids)) - e) ** 2).mean().item())
    return np.round(out, 4).tolist()


def save():
    d = f"{ROOT}/{a.run}"
    for n, x in (("", ema), ("/raw", net)):
        x["te"].save(f"{d}{n}/text_encoder"); x["u"].save(f"{d}{n}/unet")
    torch.save({"adam": opt.state_dict(), "momentum": [mu.buf[p] for p in mat], "step": base + step, "samples": seen + step * a.batch * a.world}, f"{d}/state.pt")


start, step, log, shown, saved, el = time.time(), 0, [], 0., 0., 0.
clock = torch.zeros(1)
if a.rank == 0: print(f"{a.run}: {sum(p.numel() for p in allp) / 1e6:.2f}M parameters, validation {validate()}", flush=True)
while True:
    if step % 5 == 0:
        clock[0] = (time.time() - start) / 60
        if a.world > 1: dist.broadcast(clock, 0)
        el = clock.item()
    if el > a.minutes: break
    rate = min(1, (step + 1) / a.warm) * min(1, (1 - el / a.minutes) / a.decay + .01)
    for g in opt.param_groups: g["lr"] = a.lr * rate
    mu.lr = a.mlr * rate
    b = Batch()
    b.record = [] if step % 2 == 0 else None
    al = ALPHAS[b.t].view(-1, 1, 1, 1)
    c = te(torch.cat([b.ids, EMPTY[None]]))
    c, ce = c[:-1], c[-1:]
    u.hub.hook = b
    with torch.autocast("cpu", torch.bfloat16, enabled=a.bf16):
        y = u(al.sqrt() * b.z + (1 - al).sqrt() * b.e, b.t, c).float()
    pad = (b.ids == tok.eos).float()
    leak = (((c - ce.detach()) ** 2).mean(-1) * pad).sum() / pad.sum()           # padding should not carry the prompt
    snr = ALPHAS[b.t] / (1 - ALPHAS[b.t])
    mse = ((y - b.e) ** 2).mean((1, 2, 3))
    loss, loc = (mse * (snr.clamp(max=5) / snr)).mean() + leak, 0.
    if b.record is not None:
        loc = loc_loss(b.record, b.lab, b.msk, ALPHAS[b.t].sqrt() * (~b.drop))
        loss = loss + 2 * a.loc * loc
    for p in allp: p.grad = None
    loss.backward()
    flat = torch.cat([(p.grad if p.grad is not None else torch.zeros_like(p)).flatten() for p in allp])
    if a.world > 1: dist.all_reduce(flat); flat /= a.world
    o = 0
    for p in allp:
        p.grad = flat[o:o + p.numel()].view_as(p); o += p.numel()
    torch.nn.utils.clip_grad_norm_(rest, 1.0)
    opt.step(); mu.step(); step += 1
    if ema:
        k = min(a.ema, (1 + base + step) / (10 + base + step)) if not a.resume else min(a.ema, (20 + step) / (30 + step))
        with torch.no_grad(): torch._foreach_mul_(list(ema.parameters()), k); torch._foreach_add_(list(ema.parameters()), [p.detach() for p in allp], alpha=1 - k)
    m = mse.detach()
    log.append((m[0::2].mean().item(), m[1::2].mean().item(), leak.item(), float(loc)))
    if a.rank == 0 and (step in (10, 50) or el - shown > 3):
        shown, r = el, np.mean(log, 0); log = []
        print(f"{el:5.1f} min step {base + step} samples {seen + step * a.batch * a.world} source {r[0]:.4f} target {r[1]:.4f} leak {r[2]:.4f} loc {2 * r[3]:.4f} "
              f"validation {validate()} rate {rate:.2f} {step * a.batch * a.world / (60 * el + 1e-9):.1f}/s", flush=True)
    if ema and el - saved > 4:
        saved = el; save()
if ema:
    save(); print("done", step, validate(), flush=True)
