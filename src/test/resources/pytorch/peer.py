"""What PyTorchBenchmark compares the plugin with: diffusers, and the published prompt-to-prompt code on it.

Arguments: a model's folder in diffusers' layout, threads, guidance scale, tau, the source prompt and the target prompt. Reads orders
from its input, one a line, and answers each with `seconds cpu_seconds peak_gigabytes`:
    load          opens the model; diffusers maps its weights, which are read when they are first used
    step          one call of the UNet for one edit, nothing edited
    publishedstep the same with the published controller
    decode        one image
    edit N        a word swap in N steps as published: both prompts, the controller, DDIM, both images decoded
    plain N       both prompts without a controller
Needs torch, diffusers, transformers and accelerate. The published controller (github.com/google/prompt-to-prompt, Apache 2.0:
AttentionReplace of its notebooks, register_attention_control of ptp_utils.py) is told again here for today's diffusers: it sees the maps of all
heads of every attention layer, keeps those up to 32 x 32 pixels, and puts those of the source into the target's.
"""
import sys
import time
import warnings

warnings.filterwarnings("ignore")
import diffusers
import torch
import transformers
from diffusers.models.attention_processor import Attention

diffusers.utils.logging.set_verbosity_error()
diffusers.utils.logging.disable_progress_bar()
transformers.utils.logging.set_verbosity_error()
transformers.utils.logging.disable_progress_bar()
folder, threads, guidance, tau = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])
prompts = sys.argv[5:7]
torch.set_num_threads(threads)
torch.set_grad_enabled(False)


class Replace:
    """AttentionStore and AttentionReplace in one."""

    def __init__(self, steps, tokens):
        self.mapper = torch.eye(tokens)[None]
        self.cross = int(tau * steps)
        self.self_steps = int(.4 * steps)
        self.step, self.new, self.kept = 0, {}, {}

    def __call__(self, attn, cross, place):
        rows = attn.shape[0]
        drawn = rows // 2 if guidance > 1 else 0
        attn[drawn:] = self.edited(attn[drawn:], cross, place)
        return attn

    def edited(self, attn, cross, place):
        if attn.shape[1] <= 32 ** 2: self.new.setdefault((place, cross), []).append(attn)
        if not cross and self.step >= self.self_steps: return attn
        heads = attn.shape[0] // 2
        maps = attn.reshape(2, heads, *attn.shape[1:])
        base, target = maps[0], maps[1:]
        if cross:
            inside = 1. if self.step < self.cross else 0.
            maps[1:] = torch.einsum("hpw,bwn->bhpn", base, self.mapper) * inside + (1 - inside) * target
        elif target.shape[2] <= 16 ** 2:
            maps[1:] = base[None].expand(1, *base.shape)
        return maps.reshape(2 * heads, *attn.shape[1:])

    def between_steps(self):
        if not self.kept: self.kept = self.new
        else:
            for key, all_maps in self.new.items():
                for kept, maps in zip(self.kept[key], all_maps): kept += maps
        self.new = {}
        self.step += 1


class Model:
    def __init__(self):
        part = lambda cls, name: cls.from_pretrained(folder, subfolder=name)
        self.tokenizer = part(transformers.CLIPTokenizer, "tokenizer")
        self.text = part(transformers.CLIPTextModel, "text_encoder").float()
        self.unet = part(diffusers.UNet2DConditionModel, "unet").float()
        self.vae = part(diffusers.AutoencoderKL, "vae").float()
        self.scheduler = part(diffusers.DDIMScheduler, "scheduler")
        self.own = {m: m.forward for m in self.unet.modules() if isinstance(m, Attention)}
        config = self.unet.config
        torch.manual_seed(0)
        self.shape = (1, config.in_channels, config.sample_size, config.sample_size)
        self.context = self.encoded(["", ""] + prompts if guidance > 1 else prompts)

    def encoded(self, texts):
        length = self.text.config.max_position_embeddings
        ids = self.tokenizer(texts, padding="max_length", max_length=length, truncation=True, return_tensors="pt").input_ids
        return self.text(ids)[0]

    def control(self, steps):
        """The published controller in every attention layer, or each layer's own way."""
        if steps is None:
            for layer, own in self.own.items(): layer.forward = own
            return None
        control = Replace(steps, self.context.shape[1])
        for name, layer in self.unet.named_modules():
            if isinstance(layer, Attention): layer.forward = explicit(layer, name.split("_")[0], control)
        return control

    def noise(self, latents):
        rows = torch.cat([latents] * 2) if guidance > 1 else latents
        return lambda t: self.unet(rows, t, encoder_hidden_states=self.context).sample

    def step(self, steps):
        control = self.control(steps)
        self.noise(torch.randn(self.shape).expand(2, -1, -1, -1))(500).sum().item()

    def edit(self, steps, published):
        self.context = self.encoded(["", ""] + prompts if guidance > 1 else prompts)
        control = self.control(steps if published else None)
        self.scheduler.set_timesteps(steps)
        z = torch.randn(self.shape).expand(2, -1, -1, -1)
        for t in self.scheduler.timesteps:
            noise = self.noise(z)(t)
            if guidance > 1:
                empty, drawn = noise.chunk(2)
                noise = empty + guidance * (drawn - empty)
            z = self.scheduler.step(noise, t, z).prev_sample
            if control: control.between_steps()
        self.decode(z)

    def decode(self, z):
        image = self.vae.decode(z / self.vae.config.scaling_factor).sample
        return ((image / 2 + .5).clamp(0, 1) * 255).to(torch.uint8).sum().item()


def explicit(layer, place, control):
    def forward(x, encoder_hidden_states=None, attention_mask=None, **_):
        cross = encoder_hidden_states is not None
        context = encoder_hidden_states if cross else x
        q, k, v = (layer.head_to_batch_dim(p) for p in (layer.to_q(x), layer.to_k(context), layer.to_v(context)))
        attn = (torch.einsum("bid,bjd->bij", q, k) * layer.scale).softmax(dim=-1)
        attn = control(attn, cross, place)
        return layer.to_out[0](layer.batch_to_head_dim(torch.einsum("bij,bjd->bid", attn, v)))
    return forward


def peak(reset):
    try:
        if reset: open("/proc/self/clear_refs", "w").write("5")
        return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) / 1e6
    except OSError:
        return float("nan")


model = None
print(torch.__version__, diffusers.__version__, flush=True)
for line in sys.stdin:
    order, *number = line.split()
    peak(True)
    start, cpu = time.perf_counter(), time.process_time()
    if order == "load": model = Model()
    elif order == "step": model.step(None)
    elif order == "publishedstep": model.step(50)
    elif order == "decode": model.decode(torch.randn(model.shape))
    elif order == "edit": model.edit(int(number[0]), True)
    elif order == "plain": model.edit(int(number[0]), False)
    else: raise SystemExit("no such order: " + line)
    if order == "publishedstep": model.control(None)
    print("%.3f %.3f %.3f" % (time.perf_counter() - start, time.process_time() - cpu, peak(False)), flush=True)
