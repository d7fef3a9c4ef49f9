"""Fixed latents: the first K principal components of P x P x 3 patches of the 128 px renders, soft-whitened.
usage: latents.py MODEL   fits MODEL.pca.npz on 3000 fresh renders (done once; latents, encoder and decoder depend on it)"""
import os
import numpy as np
from model import HERE, K, NAME, W

P, FILE = 8, f"{HERE}/{NAME}.pca.npz"


def patches(x):
    """uint8 (n, 128, 128, 3) -> (n, 16, 16, 192)"""
    x = x.astype(np.float32) / 127.5 - 1
    return x.reshape(len(x), 16, P, 16, P, 3).transpose(0, 1, 3, 2, 4, 5).reshape(len(x), 16, 16, P * P * 3)


def fit(images):
    q = patches(images).reshape(-1, P * P * 3)
    mu = q.mean(0)
    w, V = np.linalg.eigh(np.cov((q - mu).T))
    w, V = w[::-1], V[:, ::-1]
    print(f"{K} components hold {w[:K].sum() / w.sum():.4f} of the variance; the linear inverse alone has {10 * np.log10(4 * len(w) / w[K:].sum()):.1f} dB")
    w, V = w[:K], V[:, :K]
    std = np.sqrt(w)
    target = np.clip((std / std[2]) ** .35, .45, 1.2)
    np.savez(FILE, mu=mu.astype(np.float32), V=V.astype(np.float32), S=(target / std).astype(np.float32))


def load_pca():
    """-> projection (192, K), offset (K,)"""
    z = np.load(FILE)
    return z["V"] * z["S"], (z["mu"] @ z["V"]) * z["S"]


def project(x):
    """uint8 (n, 128, 128, 3) -> latents (n, K, 16, 16)"""
    global _pca
    if "_pca" not in globals(): _pca = load_pca()
    return (patches(x) @ _pca[0] - _pca[1]).transpose(0, 3, 1, 2)


if __name__ == "__main__" and not os.path.exists(FILE):
    fit(np.stack([W.make(np.random.default_rng(1000000 + i))[0] for i in range(3000)]))
