"""Names shared by training, sampling and scoring: folders, tokenizer, loading a run."""
import json, re
import torch
from nets import AutoencoderKL, CLIPTextModel, UNet2DConditionModel

ROOT, T = "models", 32                             # working folder; tokens per prompt


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
    return te(torch.tensor([tok(p) for p in prompts]))


def load(run, vae="autoencoder"):
    """-> tokenizer, text encoder, UNet, VAE of a training run"""
    return Tokenizer(), CLIPTextModel.load(f"{ROOT}/{run}/text_encoder"), UNet2DConditionModel.load(f"{ROOT}/{run}/unet"), AutoencoderKL.load(f"{ROOT}/{vae}")
