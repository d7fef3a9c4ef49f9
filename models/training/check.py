"""Properties of the microscope that training and scores rely on.  usage: check.py cells"""
import numpy as np
from model import NAME, W

assert NAME == "cells"
make = lambda seed, **force: W.make(np.random.default_rng(seed), 128, force)
same = more = 0
sizes = []
for seed in range(400):
    ch = {}
    im, cap, masks, noun = W.make(np.random.default_rng(seed), chosen=ch)
    assert im.shape == (128, 128, 3) and im.dtype == np.uint8
    assert all(0 <= m.min() and m.max() <= 1.001 for k, m in masks.items() if k != "instances"), seed
    if ch["colour"] and ch["mode"] == "fluorescence":                  # recolouring keeps every object in its place
        other = make(seed, colour="red" if ch["colour"] != "red" else "green")
        assert (other[2]["instances"] == masks["instances"]).all() and (other[0] != im).any(), seed
        same += 1
    if noun in ("nuclei", "cells", "yeast", "bacteria", "tissue") and ch["state"] not in ("touching",):      # dense keeps sparse's objects
        few, many = (make(seed, density=d)[2]["instances"] for d in ("sparse", "dense"))
        assert many[few > 0].mean() > 0 and (many[few > 0] > 0).mean() > .97, (seed, (many[few > 0] > 0).mean())
        more += 1
    if noun in ("nuclei", "cells", "yeast", "bacteria", "tissue"):
        for i in range(1, masks["instances"].max() + 1):
            y, x = np.nonzero(masks["instances"] == i)
            if len(y) and min(y.min(), x.min()) > 0 and max(y.max(), x.max()) < 127:
                sizes.append(max(np.ptp(y), np.ptp(x)) + 1)
print(f"{same} recoloured, {more} sparse and dense; {len(sizes)} whole objects, smallest {min(sizes)} pixels, {np.mean(np.array(sizes) < 12):.4f} below 12 (partly covered ones)")
