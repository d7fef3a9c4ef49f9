"""Joint training of text encoder and UNet on fixed latents; scenes are rendered on the fly.

Scenes come in pairs that differ by one phrase, noun or colour.  A part of a batch are ordinary samples; in the rest the two scenes
of a pair share noise and time, and the second row's attention maps are edited as Prompt-to-Prompt will edit them:
  mix     Replace / Refine maps borrowed from the first row; the second scene is the truth.  Its noisy latents come from a point
          between both scenes in a share of the rows (--cross): an edit begins with the very latents of its source, and what its
          maps say, not what lies in the noise, must place a recoloured object
  weight  the columns of some words times c; the truth is the first latent + strength(c) * (second - first)
so that the network meets rows whose sum or mix is not its own, without renormalisation.
With --distil the truth is what a finished run predicts under guidance, so that one network row a step does the work of two (guidance 1).
On a CPU one process per core, each of one thread (--world, --rank); on a GPU one process, without change: there rendering would be the
slow part, so --workers N builds the batches in N more processes.
usage: train.py MODEL RUN MINUTES [--resume RUN2] [--until SAMPLES] [--world 2 --rank R | --workers N] ..."""
import argparse, multiprocessing, os, shutil, time
import numpy as np, torch
import torch.nn.functional as Fn
import torch.distributed as dist
from latents import project
from model import ALPHAS, DEVICE, K, ROOT, T, Tokenizer, V_PREDICTION, W, describe
from muon import Muon
from nets import CLIPTextModel, UNet2DConditionModel
from sample import align

ap = argparse.ArgumentParser()
ap.add_argument("run"); ap.add_argument("minutes", type=float)
ap.add_argument("--resume", help="run to go on from: its raw weights and optimiser where kept, else its averaged weights")
ap.add_argument("--weights", help="folder with text_encoder and unet to start from where shapes and words fit (another model's, too)")
ap.add_argument("--world", type=int, default=1); ap.add_argument("--rank", type=int, default=0); ap.add_argument("--port", default="29511")
ap.add_argument("--workers", type=int, default=0, help="processes that build the batches; 0: the training process does")
ap.add_argument("--batch", type=int, default=24, help="rows per process"); ap.add_argument("--seed", type=int, default=1)
ap.add_argument("--lr", type=float, default=7e-4, help="AdamW: text encoder, cross-attention, norms"); ap.add_argument("--mlr", type=float, default=.012, help="Muon: the rest")
ap.add_argument("--warm", type=int, default=80); ap.add_argument("--until", type=float, default=0, help="samples, counted from the first run, at which the rates have fallen to 0; without it they stay")
ap.add_argument("--decay", type=float, default=.5, help="part of the samples before --until in which the rates fall")
ap.add_argument("--loc", type=float, default=.03); ap.add_argument("--share", type=float, default=.25, help="attention of the words of the whole picture"); ap.add_argument("--ema", type=float, default=.998)
ap.add_argument("--reuse", type=float, default=.5, help="share of the pairs that are drawn from the last 3000 instead of rendered")
ap.add_argument("--free", type=float, default=.4, help="share of ordinary samples"); ap.add_argument("--cross", type=float, default=.5, help="share of the mixed rows at t > 400 whose noisy latents lie between those of both scenes")
ap.add_argument("--self", type=float, default=.5, help="share of the edited rows that take the source's self-attention maps"); ap.add_argument("--selft", type=int, default=600, help="times above which they do")
ap.add_argument("--drop", type=float, default=.1, help="share of the rows without a prompt"); ap.add_argument("--channels", default="64,128,192")
ap.add_argument("--distil", help="run whose guided predictions are the truth (start with --resume from the same run and --drop 0)"); ap.add_argument("--guidance", type=float, default=W.DEFAULTS["guidance"])
ap.add_argument("--bf16", action="store_true", help="autocast: faster on processors with AVX512-BF16 and on GPUs"); ap.add_argument("--profile", action="store_true")
a = ap.parse_args()
torch.set_num_threads(1); torch.manual_seed(a.seed * 100 + a.rank); rng = np.random.default_rng(a.seed * 100 + a.rank)
N = a.batch // 2                                                       # pairs
if a.world > 1:
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=a.port)
    dist.init_process_group("gloo", rank=a.rank, world_size=a.world)
tok = Tokenizer()
EMPTY = torch.tensor(tok(""))
SMALL = {tok.word(w)[0] for w in "a an of at in the on with".split()}
GLOB = torch.zeros(len(tok.vocab), dtype=torch.bool)                   # style, time, season, acquisition: the whole picture is theirs
for w in W.GLOBAL: GLOB[tok.word(w)[0]] = True
_t = np.arange(1000)
NEED = np.cumsum(1 + 1.5 * np.exp(-((_t - 300) / 250.) ** 2)); NEED /= NEED[-1]     # times are sampled where the error still falls: around 300


def strength(c):
    """How far towards (and past) the second scene a weight of c draws; colours saturate outside 0..1."""
    return c if 0 <= c <= 1 else 1 + .5 * (c - 1) if c > 1 else .25 * c


def tokens(cap, masks):
    """Caption pieces and masks -> ids, mask number of every token, masks"""
    words, m = describe(cap, masks)
    ids, lab = torch.tensor(tok(" ".join(w for w, _ in words))), torch.full((T,), -1)
    k = torch.tensor([k for _, k in words][:T - 2])
    lab[1:len(k) + 1] = k
    return ids, lab, torch.from_numpy(m).float() / 255


POOL, POOLED = [], 3000


def drawn(seed):
    """A pair, packed: freshly rendered, or (--reuse) one of the last, which symmetries and edits make different enough."""
    if len(POOL) >= 300 and rng.random() < a.reuse: return POOL[rng.integers(len(POOL))]
    x, y, word = W.pair(seed)
    t = [tokens(cap, masks) for _, cap, masks, _ in (x, y)]
    p = np.stack([x[0], y[0]]), torch.stack([k[0] for k in t]), torch.stack([k[1] for k in t]), torch.stack([k[2] for k in t]), word
    if len(POOL) < POOLED: POOL.append(p)
    else: POOL[seed % POOLED] = p
    return p


class Batch:
    """2N rows: row 2j is the first scene of pair j (the source), row 2j+1 the second (the target)."""

    def __init__(s, first):
        s.z, s.other, s.ids, s.lab, s.msk = torch.empty(2 * N, K, 16, 16), torch.zeros(2 * N, K, 16, 16), torch.empty(2 * N, T, dtype=torch.long), torch.empty(2 * N, T, dtype=torch.long), torch.empty(2 * N, 6, 16, 16)
        u = ((torch.arange(2 * N) + torch.rand(2 * N)) / (2 * N))[torch.randperm(2 * N)]                                       # stratified
        s.t = torch.from_numpy(np.searchsorted(NEED, u.numpy()).clip(0, 999))
        s.e, s.drop = torch.randn(2 * N, K, 16, 16), torch.zeros(2 * N, dtype=torch.bool)
        s.map, s.alpha, s.eq, s.selfs = torch.arange(T).repeat(N, 1), torch.zeros(N, T), torch.ones(2 * N, T), torch.zeros(N, dtype=torch.bool)
        for j in range(N):
            s.fill(j, first + j)
        s.lab = torch.where(GLOB[s.ids] & ~s.drop[:, None], 5, s.lab)
        s.msk[:, 5] = 1

    PARTS = ("z", "other", "ids", "lab", "msk", "t", "e", "drop", "map", "alpha", "eq", "selfs")

    def to(s, device):
        for n in s.PARTS: setattr(s, n, getattr(s, n).to(device))
        return s

    def fill(s, j, seed):
        im, ids, lab, msk, word = drawn(seed)
        o = [1, 0] if word is None and rng.random() < .5 else [0, 1]
        if rng.random() < .5: im, msk = im[:, :, ::-1], msk.flip(-1)
        if W.SYMMETRIES == 8:
            if rng.random() < .5: im, msk = im[:, ::-1], msk.flip(-2)
            if rng.random() < .5: im, msk = im.transpose(0, 2, 1, 3), msk.transpose(-1, -2)
        z = torch.from_numpy(project(im)).float()[o]
        q, p = 2 * j, 2 * j + 1
        s.z[q:p + 1], s.ids[q:p + 1], s.lab[q:p + 1], s.msk[q:p + 1, :5] = z, ids[o], lab[o], msk[o]
        differ, longer = bool((s.ids[q] != s.ids[p]).any()), int((s.ids[p] == tok.eos).sum() < (s.ids[q] == tok.eos).sum())
        if rng.random() < a.drop:                                      # both rows alike
            if word: s.z[q] = z[1]
            s.ids[q:p + 1], s.lab[q:p + 1], s.drop[q:p + 1] = EMPTY, -1, True
            return
        u = rng.random()
        if not word and (u < a.free or not differ):
            for r in (q, p):
                if rng.random() < .3: s.jitter(r)
            return
        s.t[p], s.e[p] = s.t[q], s.e[q]
        s.selfs[j] = s.t[q] > a.selft and rng.random() < a.self
        if rng.random() < .3: s.jitter(p)
        if word:                                                       # weight of a word that both captions have
            ids = [tok.word(w)[0] for w in word[0].split()]
            new = [k for k in range(T) if int(s.ids[p, k]) in ids]
            if len(new) > len(ids):                                    # the same word elsewhere: that of the changed thing only
                new = new[:len(ids)]
            c = rng.uniform(0, 2) if word[1] == "noun" else rng.uniform(-1.5, 2.2)
            f = min(strength(c), 1) if word[1] == "noun" else strength(c)
            s.alpha[j], s.eq[p, new] = 1, s.eq[p, new] * c
            if c < .5: s.lab[p, new] = -1
            s.z[p], s.z[q], s.msk[q] = z[0] + f * (z[1] - z[0]), z[1], s.msk[p]
            return
        src, ids = s.ids[q].tolist(), s.ids[p].tolist()
        mp, al = align(src, ids)
        if s.t[q] > 400 and rng.random() < a.cross: s.other[p] = rng.random() ** .5 * (z[0] - z[1])
        new = [k for k in range(T) if (al[k] == 0 or src[mp[k]] != ids[k]) and ids[k] != tok.eos]
        s.map[j], s.alpha[j] = torch.tensor(mp), torch.tensor(al)
        if longer and u > a.free + .3 * (1 - a.free):                  # weight of an added phrase
            words = [k for k in new if ids[k] not in SMALL]
            if rng.random() < .6 and words: new = [words[rng.integers(len(words))]]
            c = rng.uniform(-1.5, 2.2)
            s.eq[p, new] *= c
            s.z[p], s.other[p] = z[0] + strength(c) * (z[1] - z[0]), 0
            if rng.random() < .6:                                      # pure re-weighting: the source is the full second scene
                s.z[q], s.ids[q], s.lab[q], s.msk[q, :5] = z[1], s.ids[p], s.lab[p], s.msk[p, :5]
                s.map[j], s.alpha[j] = torch.arange(T), torch.ones(T)

    def jitter(s, q):
        """Scale groups of columns without consequence: tokens without a meaning freely, words a little."""
        neutral = (s.ids[q] == tok.eos) | (s.ids[q] == tok.bos)
        s.eq[q] *= torch.where(neutral, rng.uniform(.2, 1.8), rng.uniform(.75, 1.3))

    def __call__(s, p, cross, name):
        """The UNet's attention hook."""
        if not cross:
            if s.selfs.any():
                p = torch.stack([p[0::2], torch.where(s.selfs[:, None, None, None], p[0::2], p[1::2])], 1).flatten(0, 1)
            return p
        if s.record is not None and p.shape[2] >= 64: s.record.append(p.mean(1))
        src, own, al = p[0::2], p[1::2], s.alpha[:, None, None]
        mixed = al * src.gather(-1, s.map[:, None, None].expand(*src.shape)) + (1 - al) * own
        return torch.stack([src, mixed], 1).flatten(0, 1) * s.eq[:, None, None]


def work(k, queue):
    """A worker: batches of its own renders, as arrays."""
    global rng
    rng = np.random.default_rng([a.seed, a.rank, k, int(time.time())]); torch.manual_seed(int(rng.integers(1 << 62)))
    first = (a.seed * 16 + 8) * 10 ** 9 + int(rng.integers(1 << 40))
    while True:
        b = Batch(first); first += N
        queue.put([getattr(b, n).numpy() for n in Batch.PARTS])


def batches():
    """-> a function that gives the next batch.  Workers start here, before anything touches a GPU."""
    if not a.workers:
        return lambda first: Batch(first).to(DEVICE)
    fork = multiprocessing.get_context("fork")
    queue = fork.Queue(2 * a.workers)
    for k in range(a.workers): fork.Process(target=work, args=(k, queue), daemon=True).start()

    def get(first):
        b = Batch.__new__(Batch)
        for n, x in zip(Batch.PARTS, queue.get()): setattr(b, n, torch.from_numpy(x))
        return b.to(DEVICE)
    return get


def loc_loss(maps, lab, msk, w):
    """Every word of a labelled group should own a fair share of the attention of the pixels of its mask, and none elsewhere."""
    k = msk.shape[1]
    share = torch.full((k,), .6, device=msk.device); share[-1] = a.share
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


next_batch = batches()
src = f"{ROOT}/{a.resume}"
if a.resume: net = stored(f"{src}/raw" if os.path.exists(f"{src}/raw") else src)
else:
    net = new_nets()
    if a.weights: transfer(net, a.weights)
net = net.to(DEVICE)
te, u = net["te"].train(), net["u"].train()
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
opt, mu = torch.optim.AdamW(rest, lr=0, betas=(.9, .99), weight_decay=.01), Muon(mat, a.mlr, world=a.world, rank=a.rank)
base = seen = 0
if a.resume and os.path.exists(f"{src}/state.pt"):
    st = torch.load(f"{src}/state.pt", map_location=DEVICE)
    base, seen = st["step"], st["samples"]
    if "adam" in st:
        opt.load_state_dict(st["adam"])
        for p, b in zip(mat, st["momentum"]): mu.buf[p].copy_(b)


@torch.no_grad()
def guided(x, b):
    """What the engine makes of the teacher's two rows: the edited prediction pushed away from that without a prompt."""
    ctx, none = teacher["te"](b.ids), teacher["te"](EMPTY_[None]).expand(len(x), -1, -1)
    keep, b.record = b.record, None
    teacher["u"].hub.hook = b
    with torch.autocast(DEVICE.type, torch.bfloat16, enabled=a.bf16):
        y = teacher["u"](x, b.t, ctx).float()
        teacher["u"].hub.hook = None
        n = teacher["u"](x, b.t, none).float()
    b.record = keep
    return n + a.guidance * (y - n)


def validation(n=384):
    """Held-out scenes, rendered once."""
    path = f"{ROOT}/validation.pt"
    if not os.path.exists(path):
        z, ids = [], []
        for i in range(n):
            im, cap, masks, _ = W.make(np.random.default_rng(9500000 + i))
            z.append(torch.from_numpy(project(im[None])[0]).float()); ids.append(tokens(cap, masks)[0])
        torch.save((torch.stack(z), torch.stack(ids)), path)
    return torch.load(path)


VAL = validation() if a.rank == 0 else None


@torch.no_grad()
def validate():
    """Error of the predicted noise at six times, averaged weights."""
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
    torch.save({"adam": opt.state_dict(), "momentum": [mu.buf[p] for p in mat], "step": base + step, "samples": seen + step * a.batch * a.world}, f"{part}/state.pt")
    if os.path.exists(d): os.rename(d, d + ".old")
    os.rename(part, d)
    shutil.rmtree(d + ".old", ignore_errors=True)


start, step, log, shown, saved, el = time.time(), 0, [], 0., 0., 0.
clock = torch.zeros(1)
if a.rank == 0: print(f"{a.run}: {sum(p.numel() for p in allp) / 1e6:.2f}M parameters, {seen} samples seen, validation {validate()}", flush=True)
ALPHAS_, EMPTY_ = ALPHAS.to(DEVICE), EMPTY.to(DEVICE)
spent = np.zeros(4)
while True:
    total = seen + step * a.batch * a.world
    if step % 5 == 0:
        clock[0] = (time.time() - start) / 60
        if a.world > 1: dist.broadcast(clock, 0)
        el = clock.item()
    if el > a.minutes or (a.until and total >= a.until): break
    rate = min(1, (step + 1) / a.warm) * (min(1, (1 - total / a.until) / a.decay + .01) if a.until else 1)
    for g in opt.param_groups: g["lr"] = a.lr * rate
    mu.lr = a.mlr * rate
    t0 = time.time()
    b = next_batch((a.seed * 16 + a.rank) * 10 ** 9 + (seen // 2 + step * a.batch * a.world // 2))
    t1 = time.time()
    b.record = [] if step % 2 == 0 else None
    al = ALPHAS_[b.t].view(-1, 1, 1, 1)
    c = te(torch.cat([b.ids, EMPTY_[None]]))
    c, ce = c[:-1], c[-1:]
    u.hub.hook = b
    with torch.autocast(DEVICE.type, torch.bfloat16, enabled=a.bf16):
        x = (al.sqrt() * (b.z + b.other) + (1 - al).sqrt() * b.e).contiguous(memory_format=torch.channels_last)
        y = u(x, b.t, c).float()
    pad = (b.ids == tok.eos).float()
    leak = (((c - ce.detach()) ** 2).mean(-1) * pad).sum() / pad.sum()           # padding should not carry the prompt
    snr = ALPHAS_[b.t] / (1 - ALPHAS_[b.t])
    b.e += (al / (1 - al)).sqrt() * b.other                           # the noise that leads from x to the truth
    truth = guided(x, b) if teacher else al.sqrt() * b.e - (1 - al).sqrt() * b.z if V_PREDICTION else b.e
    mse = ((y - truth) ** 2).mean((1, 2, 3))
    loss, loc = (mse * (snr.clamp(max=5) / (snr + 1 if V_PREDICTION else snr))).mean() + leak, 0.
    if b.record is not None:
        loc = loc_loss(b.record, b.lab, b.msk, ALPHAS_[b.t].sqrt() * (~b.drop))
        loss = loss + 2 * a.loc * loc
    for p in allp: p.grad = None
    loss.backward()
    t2 = time.time()
    flat = torch.cat([(p.grad if p.grad is not None else torch.zeros_like(p)).flatten() for p in allp])
    if a.world > 1: dist.all_reduce(flat); flat /= a.world
    o = 0
    for p in allp:
        p.grad = flat[o:o + p.numel()].view_as(p); o += p.numel()
    torch.nn.utils.clip_grad_norm_(rest, 1.0)
    t3 = time.time()
    opt.step(); mu.step(); step += 1
    if ema:
        k = min(a.ema, (1 + base + step) / (10 + base + step)) if not a.resume else min(a.ema, (20 + step) / (30 + step))
        with torch.no_grad(): torch._foreach_mul_(list(ema.parameters()), k); torch._foreach_add_(list(ema.parameters()), [p.detach() for p in allp], alpha=1 - k)
    spent += np.diff([t0, t1, t2, t3, time.time()])
    m = mse.detach()
    log.append((m[0::2].mean().item(), m[1::2].mean().item(), leak.item(), float(loc.detach() if b.record is not None else 0)))
    if a.rank == 0 and (step in (10, 50) or el - shown > 5):
        shown, r = el, np.mean(log, 0); log = []
        print(f"{el:5.1f} min step {base + step} samples {seen + step * a.batch * a.world} source {r[0]:.4f} target {r[1]:.4f} leak {r[2]:.4f} loc {2 * r[3]:.4f} "
              f"validation {validate()} rate {rate:.2f} {step * a.batch * a.world / (time.time() - start + 1e-9):.1f}/s"
              + (f" render, network, exchange, optimiser: {(spent / spent.sum()).round(2).tolist()}" if a.profile else ""), flush=True)
    if ema and el - saved > 4:
        saved = el; save()
if ema:
    save(); print("done", step, validate(), flush=True)
