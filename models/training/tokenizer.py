"""A CLIPTokenizer (byte-level BPE) whose every vocabulary word is one token; other words fall apart into characters.
usage: tokenizer.py MODEL   writes the tokenizer folder from MODEL.words.json (itself written first, from 5000 captions, if missing)"""
import json, os
from collections import Counter
import numpy as np

def build(words, out, max_len=32):
    bs = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    cs, n = bs[:], 0
    for b in range(256):
        if b not in bs:
            bs.append(b); cs.append(256 + n); n += 1
    base = [chr(c) for c in cs]
    vocab = base + [b + "</w>" for b in base]
    corpus = {w: tuple(w[:-1]) + (w[-1] + "</w>",) for w in sorted(words)}
    merges = []
    while True:                                   # plain BPE until every word is a single symbol
        c = Counter()
        for s in corpus.values():
            c.update(zip(s, s[1:]))
        if not c:
            break
        (a, b), _ = min(c.items(), key=lambda kv: (-kv[1], kv[0]))
        merges.append((a, b)); vocab.append(a + b)
        for w, s in corpus.items():
            o, i = [], 0
            while i < len(s):
                if i + 1 < len(s) and s[i] == a and s[i + 1] == b:
                    o.append(a + b); i += 2
                else:
                    o.append(s[i]); i += 1
            corpus[w] = tuple(o)
    vocab += ["<|startoftext|>", "<|endoftext|>"]
    os.makedirs(out, exist_ok=True)
    json.dump({v: i for i, v in enumerate(vocab)}, open(f"{out}/vocab.json", "w"), ensure_ascii=False)
    open(f"{out}/merges.txt", "w").write("#version: 0.2\n" + "\n".join(" ".join(m) for m in merges) + "\n")
    json.dump({"model_max_length": max_len, "tokenizer_class": "CLIPTokenizer", "bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>",
               "pad_token": "<|endoftext|>", "unk_token": "<|endoftext|>", "do_lower_case": True}, open(f"{out}/tokenizer_config.json", "w"))


if __name__ == "__main__":
    from model import HERE, NAME, ROOT, W, caption
    path = f"{HERE}/{NAME}.words.json"
    if not os.path.exists(path):
        words = set(W.EXTRA)
        for s in range(5000):
            words.update(caption(W.make(np.random.default_rng(5000000 + s), 16)[1]).replace(",", " , ").split())
        json.dump(sorted(words), open(path, "w"))
    build(json.load(open(path)), f"{ROOT}/tokenizer")
