"""CLIPTextModel, UNet2DConditionModel, AutoencoderKL in plain torch.

Parameter names and config keys are those of the transformers / diffusers files, so a model folder in that layout loads and saves
unchanged.  Only what Stable Diffusion 1/2 uses is there.  Every UNet attention layer asks `hub` for its probabilities (see Hub)."""
import json, math, os, struct
import numpy as np, torch, torch.nn as nn, torch.nn.functional as Fn


# ------------------------------------------------------------------------------------------------------------------ files
def read_safetensors(path):
    with open(path, "rb") as f:
        n = struct.unpack("<Q", f.read(8))[0]
        head, raw = json.loads(f.read(n)), np.fromfile(f, np.uint8)
    kinds = {"F16": np.float16, "F32": np.float32, "I64": np.int64, "U8": np.uint8}
    return {k: torch.from_numpy(raw[v["data_offsets"][0]:v["data_offsets"][1]].view(kinds[v["dtype"]]).reshape(v["shape"]).copy())
            for k, v in head.items() if k != "__metadata__"}


def write_safetensors(path, tensors):
    head, blobs, o = {"__metadata__": {"format": "pt"}}, [], 0
    for k in sorted(tensors):
        a = np.ascontiguousarray(tensors[k].detach().cpu().numpy())
        head[k] = {"dtype": {"float16": "F16", "float32": "F32"}[str(a.dtype)], "shape": list(a.shape), "data_offsets": [o, o + a.nbytes]}
        blobs.append(a.tobytes()); o += a.nbytes
    h = json.dumps(head, separators=(",", ":")).encode()
    h += b" " * (-len(h) % 8)
    with open(path, "wb") as f:
        f.write(struct.pack("<Q", len(h)) + h + b"".join(blobs))


class Saved(nn.Module):
    """A module with a config dict, stored as config.json + one safetensors file."""
    file = "diffusion_pytorch_model.safetensors"

    @classmethod
    def load(cls, folder):
        net = cls(**json.load(open(f"{folder}/config.json")))
        w = {k.replace("text_model.", ""): v.float() for k, v in read_safetensors(f"{folder}/{cls.file}").items() if "position_ids" not in k}
        net.load_state_dict(w)
        return net.eval()

    def save(self, folder, dtype=torch.float32):
        os.makedirs(folder, exist_ok=True)
        json.dump(self.config, open(f"{folder}/config.json", "w"), indent=2)
        write_safetensors(f"{folder}/{self.file}", {k: v.to(dtype) for k, v in self.state_dict().items()})


def group(**children):
    return nn.ModuleDict(children)


class GroupNorm(nn.GroupNorm):
    """In float32, also where autocast gives bfloat16."""
    def forward(s, x): return super().forward(x.float())


class LayerNorm(nn.LayerNorm):
    def forward(s, x): return super().forward(x.float())


def attend(q, k, v, heads, edit=None):
    """Softmax attention; edit(probabilities (batch, heads, queries, keys)) may look at or change them."""
    n, P, C = q.shape
    q, k, v = (z.view(n, -1, heads, C // heads).transpose(1, 2) for z in (q * (C // heads) ** -.5, k, v))
    p = (q @ k.transpose(-1, -2)).float().softmax(-1)
    if edit is not None:
        p = edit(p)
    return (p.to(v.dtype) @ v).transpose(1, 2).reshape(n, P, C)


# ------------------------------------------------------------------------------------------------------------ text encoder
class CLIPTextModel(Saved):
    file = "model.safetensors"

    def __init__(s, **cfg):
        super().__init__()
        s.config, D, F = cfg, cfg["hidden_size"], cfg["intermediate_size"]
        s.heads, s.act = cfg["num_attention_heads"], (Fn.gelu if cfg["hidden_act"] == "gelu" else lambda x: x * torch.sigmoid(1.702 * x))
        s.embeddings = group(token_embedding=nn.Embedding(cfg["vocab_size"], D), position_embedding=nn.Embedding(cfg["max_position_embeddings"], D))
        layer = lambda: group(self_attn=group(**{n: nn.Linear(D, D) for n in ("q_proj", "k_proj", "v_proj", "out_proj")}), layer_norm1=LayerNorm(D),
                              mlp=group(fc1=nn.Linear(D, F), fc2=nn.Linear(F, D)), layer_norm2=LayerNorm(D))
        s.encoder = group(layers=nn.ModuleList(layer() for _ in range(cfg["num_hidden_layers"])))
        s.final_layer_norm = LayerNorm(D)
        for e in s.embeddings.values(): nn.init.normal_(e.weight, std=.02)

    def forward(s, ids):
        T = ids.shape[1]
        x = s.embeddings["token_embedding"](ids) + s.embeddings["position_embedding"].weight[:T]
        keep = torch.ones(T, T, device=x.device).tril()
        causal = lambda p: (p * keep) / (p * keep).sum(-1, keepdim=True)
        for l in s.encoder["layers"]:
            a, h = l["self_attn"], l["layer_norm1"](x)
            x = x + a["out_proj"](attend(a["q_proj"](h), a["k_proj"](h), a["v_proj"](h), s.heads, causal))
            x = x + l["mlp"]["fc2"](s.act(l["mlp"]["fc1"](l["layer_norm2"](x))))
        return s.final_layer_norm(x)


# -------------------------------------------------------------------------------------------------------------------- UNet
class Hub:
    """hook(probabilities, cross, name) -> probabilities; None = leave them."""
    hook = None


class Res(nn.Module):
    def __init__(s, i, o, groups, temb=None, eps=1e-5):
        super().__init__()
        s.norm1, s.conv1, s.norm2, s.conv2 = GroupNorm(groups, i, eps), nn.Conv2d(i, o, 3, padding=1), GroupNorm(groups, o, eps), nn.Conv2d(o, o, 3, padding=1)
        if temb: s.time_emb_proj = nn.Linear(temb, o)
        if i != o: s.conv_shortcut = nn.Conv2d(i, o, 1)

    def forward(s, x, t=None):
        h = s.conv1(Fn.silu(s.norm1(x)))
        if t is not None: h = h + s.time_emb_proj(Fn.silu(t))[..., None, None]
        return (s.conv_shortcut(x) if hasattr(s, "conv_shortcut") else x) + s.conv2(Fn.silu(s.norm2(h)))


class Attention(nn.Module):
    def __init__(s, C, D, heads, hub, name):
        super().__init__()
        s.heads, s.hub, s.name = heads, hub, name
        s.to_q, s.to_k, s.to_v = nn.Linear(C, C, bias=False), nn.Linear(D, C, bias=False), nn.Linear(D, C, bias=False)
        s.to_out = nn.ModuleList([nn.Linear(C, C)])

    def forward(s, x, ctx=None):
        h = s.hub.hook
        edit = None if h is None else lambda p: h(p, ctx is not None, s.name)
        c = x if ctx is None else ctx
        return s.to_out[0](attend(s.to_q(x), s.to_k(c), s.to_v(c), s.heads, edit))


class GEGLU(nn.Module):
    def __init__(s, C):
        super().__init__()
        s.proj = nn.Linear(C, 8 * C)

    def forward(s, x):
        a, g = s.proj(x).chunk(2, -1)
        return a * Fn.gelu(g.float())                                  # a bfloat16 GELU is six times slower on a CPU


class Transformer(nn.Module):
    def __init__(s, C, D, heads, groups, linear, hub, name):
        super().__init__()
        s.linear, s.norm = linear, GroupNorm(groups, C, 1e-6)
        proj = (lambda: nn.Linear(C, C)) if linear else (lambda: nn.Conv2d(C, C, 1))
        s.proj_in, s.proj_out = proj(), proj()
        b = group(norm1=LayerNorm(C), attn1=Attention(C, C, heads, hub, f"{name}.attn1"), norm2=LayerNorm(C), attn2=Attention(C, D, heads, hub, f"{name}.attn2"),
                  norm3=LayerNorm(C), ff=group(net=nn.ModuleList([GEGLU(C), nn.Identity(), nn.Linear(4 * C, C)])))
        s.transformer_blocks = nn.ModuleList([b])

    def forward(s, x, ctx):
        n, C, H, W = x.shape
        y = s.norm(x)
        y = y if s.linear else s.proj_in(y)
        y = y.flatten(2).transpose(1, 2)
        y = s.proj_in(y) if s.linear else y
        b = s.transformer_blocks[0]
        y = y + b["attn1"](b["norm1"](y))
        y = y + b["attn2"](b["norm2"](y), ctx)
        h = b["norm3"](y)
        for m in b["ff"]["net"]: h = m(h)
        y = y + h
        y = s.proj_out(y) if s.linear else y
        y = y.transpose(1, 2).reshape(n, C, H, W)
        return x + (y if s.linear else s.proj_out(y))


class UNet2DConditionModel(Saved):
    def __init__(s, **cfg):
        super().__init__()
        s.config, s.hub, ch, D, G, L = cfg, Hub(), cfg["block_out_channels"], cfg["cross_attention_dim"], cfg["norm_num_groups"], cfg["layers_per_block"]
        n, E, lin, hd = len(ch), 4 * ch[0], cfg.get("use_linear_projection", False), cfg["attention_head_dim"]
        hd = hd if isinstance(hd, list) else [hd] * n
        s.conv_in = nn.Conv2d(cfg["in_channels"], ch[0], 3, padding=1)
        s.time_embedding = group(linear_1=nn.Linear(ch[0], E), linear_2=nn.Linear(E, E))
        tr = lambda c, h, name: Transformer(c, D, h, G, lin, s.hub, name)
        s.down_blocks, skips = nn.ModuleList(), [ch[0]]
        for i, kind in enumerate(cfg["down_block_types"]):
            b = group(resnets=nn.ModuleList(Res(ch[max(i - 1, 0)] if j == 0 else ch[i], ch[i], G, E) for j in range(L)))
            if "Cross" in kind: b["attentions"] = nn.ModuleList(tr(ch[i], hd[i], f"down.{i}.{j}") for j in range(L))
            if i < n - 1: b["downsamplers"] = nn.ModuleList([group(conv=nn.Conv2d(ch[i], ch[i], 3, 2, 1))])
            skips += [ch[i]] * (L + (i < n - 1)); s.down_blocks.append(b)
        s.mid_block = group(attentions=nn.ModuleList([tr(ch[-1], hd[-1], "mid")]), resnets=nn.ModuleList([Res(ch[-1], ch[-1], G, E) for _ in range(2)]))
        s.up_blocks, prev = nn.ModuleList(), ch[-1]
        for i, kind in enumerate(cfg["up_block_types"]):
            o, res = ch[n - 1 - i], []
            for j in range(L + 1):
                res.append(Res(prev + skips.pop(), o, G, E)); prev = o
            b = group(resnets=nn.ModuleList(res))
            if "Cross" in kind: b["attentions"] = nn.ModuleList(tr(o, hd[n - 1 - i], f"up.{i}.{j}") for j in range(L + 1))
            if i < n - 1: b["upsamplers"] = nn.ModuleList([group(conv=nn.Conv2d(o, o, 3, padding=1))])
            s.up_blocks.append(b)
        s.conv_norm_out, s.conv_out = GroupNorm(G, ch[0]), nn.Conv2d(ch[0], cfg["out_channels"], 3, padding=1)

    def forward(s, x, t, ctx):
        """x (n, C, h, w), t a number or (n,), ctx (n, tokens, D) -> predicted noise"""
        half = s.config["block_out_channels"][0] // 2
        w = torch.exp(-math.log(10000.) * torch.arange(half, device=x.device) / half)
        a = torch.as_tensor(t, dtype=torch.float32, device=x.device).reshape(-1, 1).expand(len(x), 1) * w
        e = s.time_embedding["linear_2"](Fn.silu(s.time_embedding["linear_1"](torch.cat([a.cos(), a.sin()], 1))))
        x = s.conv_in(x)
        skip = [x]
        for b in s.down_blocks:
            for j, r in enumerate(b["resnets"]):
                x = r(x, e)
                if "attentions" in b: x = b["attentions"][j](x, ctx)
                skip.append(x)
            if "downsamplers" in b:
                x = b["downsamplers"][0]["conv"](x); skip.append(x)
        x = s.mid_block["resnets"][1](s.mid_block["attentions"][0](s.mid_block["resnets"][0](x, e), ctx), e)
        for b in s.up_blocks:
            for j, r in enumerate(b["resnets"]):
                x = r(torch.cat([x, skip.pop()], 1), e)
                if "attentions" in b: x = b["attentions"][j](x, ctx)
            if "upsamplers" in b:
                x = b["upsamplers"][0]["conv"](Fn.interpolate(x, scale_factor=2.))
        return s.conv_out(Fn.silu(s.conv_norm_out(x)))


# --------------------------------------------------------------------------------------------------------------------- VAE
class VaeAttention(nn.Module):
    def __init__(s, C, groups):
        super().__init__()
        s.group_norm, s.to_q, s.to_k, s.to_v, s.to_out = GroupNorm(groups, C, 1e-6), nn.Linear(C, C), nn.Linear(C, C), nn.Linear(C, C), nn.ModuleList([nn.Linear(C, C)])

    def forward(s, x):
        n, C, H, W = x.shape
        h = s.group_norm(x).flatten(2).transpose(1, 2)
        return x + s.to_out[0](attend(s.to_q(h), s.to_k(h), s.to_v(h), 1)).transpose(1, 2).reshape(n, C, H, W)


def vae_mid(C, G):
    return group(attentions=nn.ModuleList([VaeAttention(C, G)]), resnets=nn.ModuleList([Res(C, C, G, eps=1e-6) for _ in range(2)]))


class AutoencoderKL(Saved):
    def __init__(s, **cfg):
        super().__init__()
        s.config, ch, G, L, K = cfg, cfg["block_out_channels"], cfg["norm_num_groups"], cfg["layers_per_block"], cfg["latent_channels"]
        s.scale, n = cfg.get("scaling_factor", .18215), len(ch)
        down, up = nn.ModuleList(), nn.ModuleList()
        for i in range(n):
            b = group(resnets=nn.ModuleList(Res(ch[max(i - 1, 0)] if j == 0 else ch[i], ch[i], G, eps=1e-6) for j in range(L)))
            if i < n - 1: b["downsamplers"] = nn.ModuleList([group(conv=nn.Conv2d(ch[i], ch[i], 3, 2))])
            down.append(b)
        r = ch[::-1]
        for i in range(n):
            b = group(resnets=nn.ModuleList(Res(r[max(i - 1, 0)] if j == 0 else r[i], r[i], G, eps=1e-6) for j in range(L + 1)))
            if i < n - 1: b["upsamplers"] = nn.ModuleList([group(conv=nn.Conv2d(r[i], r[i], 3, padding=1))])
            up.append(b)
        s.encoder = group(conv_in=nn.Conv2d(3, ch[0], 3, padding=1), down_blocks=down, mid_block=vae_mid(ch[-1], G), conv_norm_out=GroupNorm(G, ch[-1], 1e-6), conv_out=nn.Conv2d(ch[-1], 2 * K, 3, padding=1))
        s.decoder = group(conv_in=nn.Conv2d(K, ch[-1], 3, padding=1), up_blocks=up, mid_block=vae_mid(ch[-1], G), conv_norm_out=GroupNorm(G, ch[0], 1e-6), conv_out=nn.Conv2d(ch[0], 3, 3, padding=1))
        s.quant_conv, s.post_quant_conv = nn.Conv2d(2 * K, 2 * K, 1), nn.Conv2d(K, K, 1)

    @staticmethod
    def middle(m, x):
        return m["resnets"][1](m["attentions"][0](m["resnets"][0](x)))

    def encode(s, x):
        """pixels in [-1, 1] -> mean of the latents, scaled"""
        e = s.encoder
        x = e["conv_in"](x)
        for b in e["down_blocks"]:
            for r in b["resnets"]: x = r(x)
            if "downsamplers" in b: x = b["downsamplers"][0]["conv"](Fn.pad(x, (0, 1, 0, 1)))
        x = e["conv_out"](Fn.silu(e["conv_norm_out"](s.middle(e["mid_block"], x))))
        return s.quant_conv(x).chunk(2, 1)[0] * s.scale

    def decode(s, z):
        """scaled latents -> pixels in [-1, 1]"""
        d = s.decoder
        x = s.middle(d["mid_block"], d["conv_in"](s.post_quant_conv(z / s.scale)))
        for b in d["up_blocks"]:
            for r in b["resnets"]: x = r(x)
            if "upsamplers" in b: x = b["upsamplers"][0]["conv"](Fn.interpolate(x, scale_factor=2.))
        return d["conv_out"](Fn.silu(d["conv_norm_out"](x)))
