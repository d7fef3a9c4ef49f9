# What DJL lacks, as TorchScript. Kernels.java packs this text into an archive when the engine starts.
# No weights and no control flow of the method in here. Numbers come in as tensors without dimensions, for only tensors
# can be passed. A group norm of values that lie channel by channel is up to 200 times more precise than one of values that
# lie pixel by pixel, for which PyTorch takes the variance as the difference of two large sums.

class Kernels(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def group_norm(self: __torch__.Kernels, x: Tensor, weight: Tensor, bias: Tensor, groups: Tensor, eps: Tensor) -> Tensor:
    return torch.group_norm(torch.contiguous(x), int(groups), weight, bias, float(eps))

  def group_norm_silu(self: __torch__.Kernels, x: Tensor, weight: Tensor, bias: Tensor, groups: Tensor, eps: Tensor) -> Tensor:
    return torch.silu_(torch.group_norm(torch.contiguous(x), int(groups), weight, bias, float(eps)))

  def contiguous(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.contiguous(x)

  def silu(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.silu(x)

  def gelu(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.gelu(x)

  def quick_gelu(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.mul(x, torch.sigmoid(torch.mul(x, 1.702)))

  def geglu(self: __torch__.Kernels, x: Tensor) -> Tensor:
    a, gate = torch.chunk(x, 2, -1)
    return torch.mul_(torch.gelu(gate), a)

  def split(self: __torch__.Kernels, x: Tensor, heads: Tensor) -> Tensor:
    return torch.transpose(torch.unflatten(x, -1, [int(heads), -1]), 1, 2)

  def sdpa(self: __torch__.Kernels, q: Tensor, k: Tensor, v: Tensor, heads: Tensor) -> Tensor:
    o = torch.scaled_dot_product_attention((self).split(q, heads), (self).split(k, heads), (self).split(v, heads))
    return torch.flatten(torch.transpose(o, 1, 2), 2)

  def sdpa_causal(self: __torch__.Kernels, q: Tensor, k: Tensor, v: Tensor, heads: Tensor) -> Tensor:
    o = torch.scaled_dot_product_attention((self).split(q, heads), (self).split(k, heads), (self).split(v, heads), None, 0., True)
    return torch.flatten(torch.transpose(o, 1, 2), 2)

  def probs(self: __torch__.Kernels, q: Tensor, k: Tensor, heads: Tensor) -> Tensor:
    d = torch.floordiv(torch.size(q, -1), int(heads))
    kt = torch.transpose((self).split(torch.div(k, torch.sqrt(d)), heads), -1, -2)
    return torch.softmax(torch.matmul((self).split(q, heads), kt), -1, 6)

  def apply_probs(self: __torch__.Kernels, p: Tensor, v: Tensor, heads: Tensor) -> Tensor:
    return torch.flatten(torch.transpose(torch.matmul(torch.to(p, v), (self).split(v, heads)), 1, 2), 2)

  def bfloat16_to_float32(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.to(torch.view_copy(x, dtype=15), 6)

  def to_bfloat16(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.to(x, 15)

  def linear_scale(self: __torch__.Kernels, w: Tensor) -> Tensor:
    return torch.div(torch.clamp_min(torch.amax(torch.abs(w), [1], True), 1e-30), 127.)

  def convolution_scale(self: __torch__.Kernels, w: Tensor) -> Tensor:
    return torch.div(torch.clamp_min(torch.amax(torch.abs(w), [1, 2, 3], True), 1e-30), 127.)

  def to_eight_bit(self: __torch__.Kernels, w: Tensor, scale: Tensor) -> Tensor:
    return torch.to(torch.round(torch.div(w, scale)), 1)

  def from_eight_bit(self: __torch__.Kernels, q: Tensor, scale: Tensor) -> Tensor:
    return torch.mul(q, scale)

  def to_float16(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.to(x, 5)

  def to_float32(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.to(x, 6)

  def bicubic(self: __torch__.Kernels, x: Tensor, height: Tensor, width: Tensor) -> Tensor:
    return torch.upsample_bicubic2d(x, [int(height), int(width)], False)

  def singular_values(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.linalg_svdvals(x)

  def right_singular_vectors(self: __torch__.Kernels, x: Tensor) -> Tensor:
    u, s, vh = torch.linalg_svd(x, False)
    return vh

  def solve(self: __torch__.Kernels, a: Tensor, b: Tensor) -> Tensor:
    return torch.linalg_solve(a, b)

  def conv2d(self: __torch__.Kernels, x: Tensor, weight: Tensor, bias: Tensor, stride: Tensor, padding: Tensor) -> Tensor:
    return torch.mkldnn_convolution(x, weight, bias, [int(padding), int(padding)], [int(stride), int(stride)], [1, 1], 1)

  def conv2d_plain(self: __torch__.Kernels, x: Tensor, weight: Tensor, stride: Tensor, padding: Tensor) -> Tensor:
    return torch.mkldnn_convolution(x, weight, None, [int(padding), int(padding)], [int(stride), int(stride)], [1, 1], 1)
