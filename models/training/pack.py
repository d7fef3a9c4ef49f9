"""A run in one file of at most 40 MB, to be committed: raw weights, Muon's momentum and AdamW's state in bfloat16; of a run that was brought here
without these (from a machine whose way back is narrow) its averaged weights in float16, with which the optimiser starts anew.
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
    if torch.is_tensor(x): return x.float() if x.dtype in (torch.bfloat16, torch.float16) else x
    if isinstance(x, dict): return {k: full(v) for k, v in x.items()}
    return [full(v) for v in x] if isinstance(x, (list, tuple)) else x


if __name__ == "__main__":
    what, src, out = sys.argv[1:]
    if what == "pack":
        d = f"{ROOT}/{src}"
        whole = os.path.exists(f"{d}/state.pt")
        state = torch.load(f"{d}/state.pt", map_location="cpu") if whole else {"samples": 0, "step": 0}
        pack = {"samples": state["samples"], "step": state["step"], "state": half({n: state[n] for n in ("adam", "momentum") if n in state})}
        for n, kind in PARTS.items():
            net = kind.load(f"{d}/raw/{n}" if whole else f"{d}/{n}")
            pack[n] = {"config": net.config, "raw": half(net.state_dict()) if whole else {k: v.half() for k, v in net.state_dict().items()}}
        torch.save(pack, out)
        print(f"{os.path.getsize(out) / 1e6:.1f} MB, {pack['samples']} samples")
    else:
        pack, d = torch.load(src, map_location="cpu"), f"{ROOT}/{out}"
        for n, kind in PARTS.items():
            net = kind(**pack[n]["config"])
            net.load_state_dict(full(pack[n]["raw"]))
            for folder in (f"{d}/raw", d): net.save(f"{folder}/{n}")                  # the average starts anew from the raw weights
        torch.save({"samples": pack["samples"], "step": pack["step"], **full(pack["state"])}, f"{d}/state.pt")
