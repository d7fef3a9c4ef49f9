"""Makes the tiny CLIP of random weights, and what transformers answers to two images and three prompts.
usage: make.py GOLDEN   GOLDEN: src/test/resources/golden, with its models/nano-sd2, whose tokenizer it shares"""
import json, shutil, sys
from pathlib import Path
import numpy as np, torch
from PIL import Image
from safetensors.numpy import save_file
from transformers import CLIPConfig, CLIPModel, CLIPTokenizer
try: from transformers import CLIPImageProcessorPil as Processor
except ImportError: from transformers import CLIPImageProcessor as Processor

golden = Path(sys.argv[1]); model = golden / "models/tiny-clip"; case = golden / "cases/tiny-clip"
model.mkdir(parents=True, exist_ok=True); case.mkdir(parents=True, exist_ok=True)
torch.manual_seed(7)
config = CLIPConfig(
    text_config=dict(vocab_size=799, hidden_size=24, intermediate_size=48, projection_dim=20, num_hidden_layers=2, num_attention_heads=4,
                     max_position_embeddings=77, hidden_act="quick_gelu", bos_token_id=797, eos_token_id=798, pad_token_id=0),
    vision_config=dict(hidden_size=32, intermediate_size=48, projection_dim=20, num_hidden_layers=3, num_attention_heads=4, image_size=24,
                       patch_size=6, hidden_act="quick_gelu"),
    projection_dim=20)
clip = CLIPModel(config).eval()
with torch.no_grad():
    for p in clip.parameters(): p.copy_(torch.randn_like(p) * (.3 if p.dim() > 1 else .1) + (p.dim() == 1) * p)
clip.save_pretrained(model, safe_serialization=True)
for name in ("vocab.json", "merges.txt", "special_tokens_map.json", "tokenizer_config.json"):
    shutil.copy(golden / "models/nano-sd2/tokenizer" / name, model / name)
processor = Processor(size={"shortest_edge": 24}, crop_size={"height": 24, "width": 24})
processor.save_pretrained(model)
tokenizer = CLIPTokenizer(str(model / "vocab.json"), str(model / "merges.txt")) if False else CLIPTokenizer.from_pretrained(model)
prompts = ["a red ball on the grass", "a blue ball on the grass", "cat"]
rng = np.random.default_rng(3)
tensors = {}
for name, (h, w) in {"wide": (37, 61), "small": (15, 13)}.items():
    pixels = Image.fromarray(rng.integers(0, 256, (9, 9, 3), dtype=np.uint8)).resize((w, h), Image.BICUBIC)
    a = np.asarray(pixels)
    values = processor(images=pixels, return_tensors="pt")["pixel_values"]
    with torch.no_grad(): embeds = clip.visual_projection(clip.vision_model(pixel_values=values).pooler_output)
    tensors |= {name + "_u8": np.ascontiguousarray(a), name + "_pixel_values": values.numpy(), name + "_embeds": embeds.numpy()}
ids = tokenizer(prompts, padding="max_length", max_length=77, return_tensors="pt")
with torch.no_grad(): text = clip.text_projection(clip.text_model(input_ids=ids["input_ids"]).pooler_output)
tensors |= {"input_ids": ids["input_ids"].numpy(), "text_embeds": text.numpy()}
n = lambda x: x / np.linalg.norm(x, axis=-1, keepdims=True)
image = np.concatenate([tensors["wide_embeds"], tensors["small_embeds"]])
tensors["cosines"] = (n(image) @ n(tensors["text_embeds"]).T).astype(np.float32)
d = n(image); t = n(tensors["text_embeds"])
tensors["direction"] = np.array([(n(d[1] - d[0]) * n(t[1] - t[0])).sum()], np.float32)
save_file(tensors, case / "similarity.safetensors")
(case / "similarity.json").write_text(json.dumps({"kind": "clip", "model": "tiny-clip", "prompts": prompts, "images": ["wide", "small"]}, indent=1) + "\n")
