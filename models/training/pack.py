"""A run in one file of at most 40 MB, to be committed: raw weights, Muon's momentum and AdamW's state in bfloat16.
usage: pack.py MODEL pack RUN FILE.pt | pack.py MODEL unpack FILE.pt RUN"""
import os, sys
import torch
from model import ROOT
from nets import CLIPTextModel, UNet2DConditionModel

PARTS = {"text_encoder": CLIPTextModel, "unet": UNet2DConditionModel}


def half(x):
    if torch.is_tensor(x): return x.to(torch.bfloat16) if x.is_floating_point() and x.numel() > 1 else x
    if isinstance(x, dict): return {k: half(v) for k, v in x.items()}
    return [half(v) for v in x] if isinstance(x, (list, tuple)) else x


def full(x):
    if torch.is_tensor(x): return x.float() if x.dtype == torch.bfloat16 else x
    if isinstance(x, dict): return {k: full(v) for k, v in x.items()}
    return [full(v) for v in x] if isinstance(x, (list, tuple)) else x


if __name__ == "__main__":
    what, src, out = sys.argv[1:]
    if what == "pack":
        d = f"{ROOT}/{src}"
        state = torch.load(f"{d}/state.pt", map_location="cpu")
        pack = {"samples": state["samples"], "step": state["step"], "state": half({"adam": state["adam"], "momentum": state["momentum"]})}
        for n, kind in PARTS.items():
            raw = kind.load(f"{d}/raw/{n}")
            pack[n] = {"config": raw.config, "raw": half(raw.state_dict())}
        torch.save(pack, out)
        print(f"{os.path.getsize(out) / 1e6:.1f} MB, {pack['samples']} samples")
    else:
        pack, d = torch.load(src, map_location="cpu"), f"{ROOT}/{out}"
        for n, kind in PARTS.items():
            net = kind(**pack[n]["config"])
            net.load_state_dict(full(pack[n]["raw"]))
            for folder in (f"{d}/raw", d): net.save(f"{folder}/{n}")                  # the average starts anew from the raw weights
        torch.save({"samples": pack["samples"], "step": pack["step"], **full(pack["state"])}, f"{d}/state.pt")
