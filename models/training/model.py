"""Names shared by training, sampling and scoring: the renderer, folders, tokenizer, noise schedule, loading a run.

Every program here is started as `program.py MODEL ...`; MODEL is `scenes` or `cells`, the name of its renderer."""
import importlib, json, os, re, sys
os.environ.setdefault("PYTORCH_NVML_BASED_CUDA_CHECK", "1")     # asking for a GPU must not start it: train.py's workers are forked
import numpy as np, torch
from nets import AutoencoderKL, CLIPTextModel, UNet2DConditionModel

HERE = os.path.dirname(os.path.abspath(__file__))
if len(sys.argv) > 1 and sys.argv[1] in ("scenes", "cells"): os.environ["EMBEDDED_MODEL"] = sys.argv.pop(1)       # read again by processes that this one starts
NAME = os.environ.get("EMBEDDED_MODEL") or sys.exit("which model? scenes or cells")
W = importlib.import_module(NAME)                  # make, pair, caption, LATENTS, GLOBAL, SCHEDULER, ...
ROOT = os.path.join(os.environ.get("TRAINING", os.path.join(HERE, "..", "..", ".training")), NAME)      # working folder, ignored by git
os.makedirs(ROOT, exist_ok=True)
T, S, LABELS = 32, 128, 5                          # tokens per prompt; pixels; masks per picture
K = W.LATENTS
DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")
V_PREDICTION = W.SCHEDULER["prediction_type"] == "v_prediction"
ALPHAS = torch.cumprod(1 - torch.linspace(W.SCHEDULER["beta_start"] ** .5, W.SCHEDULER["beta_end"] ** .5, 1000) ** 2, 0)


def timesteps(n):
    if W.SCHEDULER["timestep_spacing"] == "trailing":
        return [round(1000 - i * 1000 / n) - 1 for i in range(n)]
    return [(n - 1 - i) * (1000 // n) + 1 for i in range(n)]


def epsilon(x, out, a):
    """The noise that the network's output stands for."""
    return a.sqrt() * out + (1 - a).sqrt() * x if V_PREDICTION else out


def ddim_step(x, out, t, n):
    a, b = ALPHAS[t], ALPHAS[max(t - 1000 // n, 0)]
    e = epsilon(x, out, a)
    return b.sqrt() * (x - (1 - a).sqrt() * e) / a.sqrt() + (1 - b).sqrt() * e


# -------------------------------------------------------------------------------------------------------------- tokenizer
class Tokenizer:
    """Every vocabulary word is one token (see tokenizer.py); another word falls apart into characters."""

    def __init__(s, folder=f"{ROOT}/tokenizer"):
        s.vocab = json.load(open(f"{folder}/vocab.json"))
        s.bos, s.eos = s.vocab["<|startoftext|>"], s.vocab["<|endoftext|>"]

    def word(s, w):
        return [s.vocab[w + "</w>"]] if w + "</w>" in s.vocab else [s.vocab.get(c, s.eos) for c in w[:-1]] + [s.vocab.get(w[-1] + "</w>", s.eos)]

    def words(s, text):
        return [i for w in re.findall(r"[a-z0-9]+|[^\sa-z0-9]+", text.lower()) for i in s.word(w)]

    def __call__(s, text):
        """-> T ids: start, words, end as padding"""
        ids = [s.bos] + s.words(text)[:T - 2]
        return ids + [s.eos] * (T - len(ids))


def encode(tok, te, prompts):
    return te(torch.tensor([tok(p) for p in prompts], device=next(te.parameters()).device))


def load(run, vae="autoencoder"):
    """-> tokenizer, text encoder, UNet, VAE of a training run"""
    return Tokenizer(), *(n.to(DEVICE).eval() for n in (CLIPTextModel.load(f"{ROOT}/{run}/text_encoder"), UNet2DConditionModel.load(f"{ROOT}/{run}/unet"), AutoencoderKL.load(f"{ROOT}/{vae}")))


# ---------------------------------------------------------------------------------------------------------------- captions
def caption(cap):
    return "".join(t for t, _ in cap).strip()


def describe(cap, masks):
    """-> [[word, mask number or -1], ...] (commas are words of their own), masks (LABELS, 16, 16) uint8"""
    labels, words, out = [], [], np.zeros((LABELS, 16, 16), np.uint8)
    for text, lab in cap:
        if lab in masks and lab not in labels and len(labels) < LABELS:
            m = masks[lab]
            k = m.shape[0] // 16
            out[len(labels)] = m.reshape(16, k, 16, k).mean((1, 3)) * 255
            labels.append(lab)
        k = labels.index(lab) if lab in labels else -1
        words += [[w, k] for w in text.replace(",", " , ").split()]
    return words, out
