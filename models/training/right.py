"""How many edits of EditBenchmark are right: the CNN of follow.py, fitted on renders, reads in the edited picture what the edit was to
change, in the group of words that the captions of source and target determine differently.  Beside it the background: PSNR outside of
the case's mask, of the pasted result and of the model's picture as it is.
usage: right.py scenes CASES RESULTS   CASES: src/test/resources/edits, RESULTS: target/edits of the benchmark, a folder for each run"""
import json, os, sys
import numpy as np, torch
from PIL import Image
from follow import judge
from latents import project
from model import W

cases_dir, out = sys.argv[1], sys.argv[2]
NET, OWN = judge()
image = lambda path: np.asarray(Image.open(path).convert("RGB"))


def psnr(a, b, where):
    e = ((a.astype(float) - b) ** 2)[where].mean() if where.any() else 0
    return np.inf if e == 0 else 10 * np.log10(255 ** 2 / e)


def wanted(case):
    """What the captions of source and target determine differently -> {group: index in the target}"""
    ch, other = {}, {}
    a = W.make(np.random.default_rng(case["seed"]), 128, chosen=ch)
    force = W.change(np.random.default_rng([case["seed"], 1]), ch, a[3])
    b = W.make(np.random.default_rng(case["seed"]), 128, force, other)
    was, now = W.reads(a[1], a[3], ch), W.reads(b[1], b[3], other)
    return {g: k for g, k in now.items() if was.get(g) != k and g in ("noun", "colour", "style", "time", "season", "fluff", "vehicle")}


@torch.no_grad()
def reads(pictures):
    return {g: o.argmax(1).numpy() for g, o in NET(torch.from_numpy(project(np.stack(pictures)).astype(np.float32))).items()}


cases = [(c, wanted(c)) for c in json.load(open(f"{cases_dir}/edits.json"))]
cases = [(c, w) for c, w in cases if w]
kinds = sorted({c["kind"] for c, _ in cases})


def table(name, picture, raw):
    found = [(c, w) for c, w in cases if os.path.exists(picture(c["name"]))]
    if not found: return
    got = reads([image(picture(c["name"])) for c, _ in found])
    ok = {c["name"]: all(got[g][i] == k for g, k in w.items()) for i, (c, w) in enumerate(found)}
    pasted, model = [], []
    for c, _ in found:
        source = image(f"{cases_dir}/{c['name']}.png"); outside = np.asarray(Image.open(f"{cases_dir}/{c['name']}-mask.png").convert("L")) == 0
        if not outside.any(): continue
        pasted.append(psnr(image(picture(c["name"])), source, outside))
        if os.path.exists(raw(c["name"])): model.append(psnr(image(raw(c["name"])), source, outside))
    mean = lambda v: f"{np.mean(v):.1f}" if len(v) and np.isfinite(v).all() else "exact" if len(v) else "-"
    by = " ".join(f"{k} {sum(ok[c['name']] for c, _ in found if c['kind'] == k)}/{sum(c['kind'] == k for c, _ in found)}" for k in kinds)
    print(f"{name:28s} right {sum(ok.values())}/{len(ok)} = {100 * np.mean(list(ok.values())):.0f} %, background {mean(pasted)} dB, of the model's picture {mean(model)} dB | {by}")
    print("   wrong:", " ".join(n for n, v in ok.items() if not v))


print("the CNN's own accuracy on renders:", OWN)
table("the renderer's own edits", lambda n: f"{cases_dir}/{n}-target.png", lambda n: "")
table("the sources, unedited", lambda n: f"{cases_dir}/{n}.png", lambda n: "")
for run in sorted(os.listdir(out)):
    if os.path.isdir(f"{out}/{run}"): table(run, lambda n: f"{out}/{run}/{n}.png", lambda n: f"{out}/{run}/{n}-model.png")
