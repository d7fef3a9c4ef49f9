"""Where the words of a prompt look: the attention of every word against the renderer's mask of it."""
import torch
import torch.nn.functional as Fn

SHARE = .6                                          # attention of a pixel that the words of its object should hold


def location(maps, lab, msk, weight, whole):
    """maps [(n, P, T)], lab (n, T) group of every token, msk (n, G, 16, 16), weight (n,); whole: share of the words of the whole picture, the
    last group.  Every word of a group should own a fair share of the attention of the pixels of its mask and none elsewhere (two sums of
    logarithms), and all of them together should draw the mask's very outline (fit, a squared difference in units of the mask's area)."""
    k = msk.shape[1]
    share = torch.cat([torch.full((k - 1,), SHARE, device=msk.device), torch.full((1,), whole, device=msk.device)])
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
        fit = ((mass / share[:, None] - m) ** 2).sum(-1) / (m ** 2).sum(-1).clamp(min=.5)
        fit = fit * (torch.arange(k, device=m.device) < k - 1)
        total = total + (((inside + out + fit) * ok).sum(1) / ok.sum(1).clamp(min=1) * weight).mean()
    return total / len(maps)
