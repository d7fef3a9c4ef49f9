"""Reference distances of the published program (lpips 0.1.4, PyTorch) on weights and images made by a formula."""
import json, sys, warnings
warnings.filterwarnings("ignore")
import numpy as np, torch, lpips

def values(n, k):
    i = np.arange(n, dtype=np.uint64)
    m = np.uint64(0xffffffff)
    h = (i * np.uint64(2654435761) + np.uint64(k) * np.uint64(40503)) & m
    h ^= h >> np.uint64(16)
    h = (h * np.uint64(0x45d9f3b)) & m
    h ^= h >> np.uint64(16)
    return h.astype(np.float64) / 2.0 ** 31 - 1

def fill(model):
    state = model.state_dict()
    names = sorted(n for n in state if not n.startswith(("lins.", "scaling")))
    for k, name in enumerate(names):
        t = state[name]
        v = values(t.numel(), k + 1)
        if name.startswith("lin"): v = np.abs(v)
        elif name.endswith("bias"): v = v * 0.1
        else: v = v * np.sqrt(6.0 / (t.numel() / t.shape[0]))
        t.copy_(torch.from_numpy(v.astype(np.float32)).reshape(t.shape))
    return names

def image(h, w, k):
    v = values(3 * h * w, k).reshape(3, h, w)
    y = np.arange(h)[:, None] / h; x = np.arange(w)[None] / w
    smooth = np.stack([np.floor(255 * x * (1 - y)) + 0 * y, np.floor(255 * y) + 0 * x, np.floor(127 * (x + y))])
    levels = np.clip(np.floor(smooth + 40 * v + 0.5), 0, 255)
    return torch.from_numpy((levels / 255).astype(np.float32))[None] * 2 - 1

out = {"reference": "lpips 0.1.4, torch " + torch.__version__.split("+")[0], "cases": []}
for net in ["alex", "vgg", "squeeze"]:
    model = lpips.LPIPS(net=net, pretrained=False, pnet_rand=True, verbose=False).eval()
    with torch.no_grad():
        names = fill(model)
        for h, w in [(64, 64), (75, 98)]:
            d = model(image(h, w, 1001), image(h, w, 1002)).item()
            per = [r.item() for r in model(image(h, w, 1001), image(h, w, 1002), retPerLayer=True)[1]]
            out["cases"].append({"net": net, "height": h, "width": w, "distance": d, "tensors": len(names)})
            print(net, h, w, d, per)
json.dump(out, open(sys.argv[1], "w"), indent=1)
