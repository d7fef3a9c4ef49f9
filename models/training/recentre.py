"""Shift the text encoder's outputs so that tokens without a meaning (start, end, padding) have values near zero in every cross-attention.

The shift (into the last layer norm's bias) adds the same vector to every key, which softmax does not see, and the same vector to every value,
which the bias of the output projection takes back as long as rows sum to 1: the network computes what it did before.  But a row whose
sum was changed (re-weighting, borrowed maps) now moves the picture only by what its words mean, not by the common part of all values.
usage: recentre.py MODEL RUN OUT   (runs of the working folder)"""
import sys
import torch
from model import ROOT, Tokenizer, W
from nets import CLIPTextModel, UNet2DConditionModel


@torch.no_grad()
def recentre(te, u, neutral):
    """neutral: (n, D) outputs of meaningless tokens; afterwards their mean is zero"""
    d = neutral.mean(0)
    te.final_layer_norm.bias -= d
    for n, m in u.named_modules():
        if n.endswith("attn2"):
            m.to_out[0].bias += m.to_out[0].weight @ (m.to_v.weight @ d)


if __name__ == "__main__":
    src, out = (f"{ROOT}/{x}" for x in sys.argv[1:])
    te, u, tok = CLIPTextModel.load(f"{src}/text_encoder"), UNet2DConditionModel.load(f"{src}/unet"), Tokenizer()
    with torch.no_grad():
        c = te(torch.tensor([tok("")]))[0]
        print("start against padding:", ((c[0] - c[1:].mean(0)).norm() / c.norm(dim=1).mean()).item(), " padding spread:", (c[1:].std(0).norm() / c.norm(dim=1).mean()).item())
        x, t = torch.randn(2, u.config["in_channels"], 16, 16), torch.tensor([300, 700])
        ctx = te(torch.tensor([tok(p) for p, _ in W.EDITS[:2]]))
        a = u(x, t, ctx)
        recentre(te, u, torch.stack([c[0], c[1:].mean(0)]))
        print("largest change of the prediction:", (u(x, t, te(torch.tensor([tok(p) for p, _ in W.EDITS[:2]]))) - a).abs().max().item())
    te.save(f"{out}/text_encoder"); u.save(f"{out}/unet")
