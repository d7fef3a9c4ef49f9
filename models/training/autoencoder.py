"""AutoencoderKL whose encoder IS the PCA projection (exact, written by hand into the weights) and whose decoder is learned.
The decoder is trained by decoder.py."""
import torch, numpy as np
import torch.nn.functional as Fn
from latents import FILE
from model import K
from nets import AutoencoderKL
CH = (24, 48, 64, 96)


def linear_encoder(vae, pca=FILE, C=256.):
    """Space-to-depth through the three stride-2 convolutions, then the projection; every residual branch is zero.
    The output stage GroupNorm + SiLU stays linear: each latent travels as a pair (s, -s), silu(s) - silu(-s) = s,
    and constants +-C fill the rest of the group so that its variance does not depend on the image."""
    z = np.load(pca); M = torch.tensor(z["V"] * z["S"]); off = torch.tensor((z["mu"] @ z["V"]) * z["S"])   # (192,K), (K,)
    e = vae.encoder
    with torch.no_grad():
        for p in list(e.parameters()) + list(vae.quant_conv.parameters()):
            p.zero_()
        for n, m in e.named_modules():
            if isinstance(m, torch.nn.GroupNorm): m.weight.fill_(1.)
        for i in range(3): e["conv_in"].weight[i, i, 1, 1] = 1
        for b in e["down_blocks"]:                                    # 1x1 shortcuts carry everything that fits
            r = b["resnets"][0]
            if hasattr(r, "conv_shortcut"):
                n = min(r.conv_shortcut.weight.shape[:2])
                r.conv_shortcut.weight[torch.arange(n), torch.arange(n), 0, 0] = 1
        d0, d1, d2 = (e["down_blocks"][i]["downsamplers"][0]["conv"] for i in range(3))
        for dy in range(2):
            for dx in range(2):
                q = dy * 2 + dx
                for i in range(3): d0.weight[q * 3 + i, i, dy, dx] = 1             # channel q0*3 + colour at 1/2
                for i in range(12): d1.weight[q * 12 + i, i, dy, dx] = 1           # q1*12 + q0*3 + colour at 1/4
        Mp = M.view(8, 8, 3, K)                                                     # patch pixel (y,x,colour) -> latent
        gs = CH[3] // 8                                                             # channels of an output group
        slot = lambda k: (k // 2) * gs + (k % 2) * 2                                # s_k there, -s_k in the next one; at most 16 latents
        for y in range(8):
            for x in range(8):
                q2, q1, q0 = (y // 4) * 2 + x // 4, (y // 2 % 2) * 2 + x // 2 % 2, (y % 2) * 2 + x % 2
                for c in range(3):
                    for k in range(K):
                        d2.weight[2 * k, q1 * 12 + q0 * 3 + c, q2 // 2, q2 % 2] += Mp[y, x, c, k]
        for k in range(K):
            d2.weight[2 * k + 1] = -d2.weight[2 * k]
            d2.bias[2 * k], d2.bias[2 * k + 1] = -off[k], off[k]
        r = e["down_blocks"][3]["resnets"][0].conv_shortcut                                # 64 -> 96: put pairs and constants into their groups
        r.weight.zero_()
        for k in range(K):
            for s in range(2): r.weight[slot(k) + s, 2 * k + s, 0, 0] = 1
        for g in range(8):
            used = 4 if g * 2 < K else 0
            free = list(range(g * gs + used, (g + 1) * gs))
            for j, ch in enumerate(free): r.bias[ch] = C if j % 2 == 0 else -C
            e["conv_norm_out"].weight[g * gs:(g + 1) * gs] = C * (len(free) / gs) ** .5
        for k in range(K):
            e["conv_out"].weight[k, slot(k), 1, 1], e["conv_out"].weight[k, slot(k) + 1, 1, 1] = 1, -1
        e["conv_out"].bias[K:] = -20
        vae.quant_conv.weight[torch.arange(2 * K), torch.arange(2 * K), 0, 0] = 1
    for p in list(e.parameters()) + list(vae.quant_conv.parameters()): p.requires_grad_(False)
    return vae


def make():
    return linear_encoder(AutoencoderKL(_class_name="AutoencoderKL", act_fn="silu", in_channels=3, out_channels=3, down_block_types=["DownEncoderBlock2D"] * 4,
                                        up_block_types=["UpDecoderBlock2D"] * 4, block_out_channels=list(CH), layers_per_block=1, latent_channels=K, norm_num_groups=8,
                                        sample_size=128, scaling_factor=1.0))


def grad_l1(a, b):
    return ((a[..., 1:] - a[..., :-1]) - (b[..., 1:] - b[..., :-1])).abs().mean() + ((a[..., 1:, :] - a[..., :-1, :]) - (b[..., 1:, :] - b[..., :-1, :])).abs().mean()


def psnr(r, x):
    return (10 * torch.log10(4 / ((r.float().clamp(-1, 1) - x) ** 2).mean((1, 2, 3)))).mean().item()
