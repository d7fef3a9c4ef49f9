"""Write a run as a diffusers folder in float16.  usage: export.py MODEL RUN OUT"""
import json, os, shutil, sys
import torch
from model import HERE, NAME, ROOT, W, load

CLASSES = {"scheduler": ["diffusers", "DDIMScheduler"], "text_encoder": ["transformers", "CLIPTextModel"], "tokenizer": ["transformers", "CLIPTokenizer"],
           "unet": ["diffusers", "UNet2DConditionModel"], "vae": ["diffusers", "AutoencoderKL"], "safety_checker": [None, None], "feature_extractor": [None, None]}
SCHEDULER = {"_class_name": "DDIMScheduler", "_diffusers_version": "0.40.0.dev0", "beta_schedule": "scaled_linear", "clip_sample": False, "num_train_timesteps": 1000, "set_alpha_to_one": False, "steps_offset": 1, **W.SCHEDULER}


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    json.dump(data, open(path, "w"), indent=1)


if __name__ == "__main__":
    run, out = sys.argv[1], sys.argv[2]
    _, te, u, vae = load(run)
    for net, name in ((te, "text_encoder"), (u, "unet"), (vae, "vae")):
        net.save(f"{out}/{name}", torch.float16)
    shutil.copytree(f"{ROOT}/tokenizer", f"{out}/tokenizer", dirs_exist_ok=True)
    write(f"{out}/scheduler/scheduler_config.json", SCHEDULER)
    write(f"{out}/model_index.json", {"_class_name": "StableDiffusionPipeline", "_diffusers_version": "0.40.0", **CLASSES, "requires_safety_checker": False})
    write(f"{out}/prompt-to-prompt.json", {**W.DEFAULTS, "vocabulary": [w for w in json.load(open(f"{HERE}/{NAME}.words.json")) if w.isalpha()]})
    print(sum(os.path.getsize(os.path.join(d, f)) for d, _, fs in os.walk(out) for f in fs) / 1e6, "MB")
