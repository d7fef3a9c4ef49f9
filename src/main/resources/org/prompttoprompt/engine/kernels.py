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

  def channels_last(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.contiguous(x, memory_format=2)

  def silu(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.silu(x)

  def relu_in_place(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.relu_(x)

  def gelu(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.gelu(x)

  def quick_gelu(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.mul(x, torch.sigmoid(torch.mul(x, 1.702)))

  def geglu(self: __torch__.Kernels, x: Tensor) -> Tensor:
    a, gate = torch.chunk(x, 2, -1)
    return torch.mul_(torch.gelu(gate), a)

  # The next two leave their results at the beginning of the work space and behind those of the first.
  def linear_kept(self: __torch__.Kernels, x: Tensor, weight: Tensor, bias: Tensor, work: Tensor) -> Tensor:
    n = torch.size(x, 0)
    k = torch.size(weight, 0)
    return torch.addmm(bias, x, torch.t(weight), out=torch.view(torch.slice(work, 0, 0, n * k), [n, k]))

  def geglu_kept(self: __torch__.Kernels, x: Tensor, work: Tensor) -> Tensor:
    n = torch.size(x, 0)
    k = torch.size(x, 1)
    a, gate = torch.chunk(x, 2, -1)
    kept = torch.view(torch.slice(work, 0, n * k, n * k + n * k // 2), [n, k // 2])
    return torch.mul_(torch.gelu(gate, out=kept), a)

  def linear_into(self: __torch__.Kernels, x: Tensor, weight: Tensor, bias: Tensor, result: Tensor, first: Tensor) -> Tensor:
    i = int(first)
    return torch.addmm(bias, x, torch.t(weight), out=torch.slice(result, 0, i, i + torch.size(x, 0)))

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

  # The same of float32, with the scores in memory that is kept.
  def probs_of_kept(self: __torch__.Kernels, q: Tensor, k: Tensor, heads: Tensor, work: Tensor) -> Tensor:
    n = torch.size(q, 0)
    t = torch.size(q, 1)
    keys = torch.size(k, 1)
    h = int(heads)
    d = torch.floordiv(torch.size(q, -1), h)
    kt = torch.transpose((self).split(torch.div(k, torch.sqrt(d)), heads), -1, -2)
    scores = torch.view(torch.slice(work, 0, 0, n * h * t * keys), [n * h, t, keys])
    _0 = torch.bmm(torch.reshape((self).split(q, heads), [n * h, t, d]), torch.reshape(kt, [n * h, d, keys]), out=scores)
    return torch.softmax(torch.view(scores, [n, h, t, keys]), -1)

  def apply_probs(self: __torch__.Kernels, p: Tensor, v: Tensor, heads: Tensor) -> Tensor:
    return torch.flatten(torch.transpose(torch.matmul(torch.to(p, v), (self).split(v, heads)), 1, 2), 2)

  def bfloat16_to_float32(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.to(torch.view_copy(x, dtype=15), 6)

  # Bits that go by the name of float16, as what they are. Not a copy.
  def of_bfloat16(self: __torch__.Kernels, bits: Tensor) -> Tensor:
    return torch.set_(torch.empty([0], dtype=15), bits, 0, torch.size(bits), torch.stride(bits))

  # Into memory that is there: fresh one costs as much as the conversion.
  def into(self: __torch__.Kernels, x: Tensor, work: Tensor) -> Tensor:
    return torch.copy_(torch.view(torch.slice(work, 0, 0, torch.numel(x)), torch.size(x)), x)

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

  def conv2d_1x1(self: __torch__.Kernels, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    n = torch.size(x, 0)
    k = torch.size(weight, 0)
    kernels = torch.expand(torch.view(weight, [1, k, -1]), [n, -1, -1])
    product = torch.baddbmm(torch.view(bias, [1, k, 1]), kernels, torch.flatten(torch.contiguous(x), 2))
    return torch.view(product, [n, k, torch.size(x, 2), torch.size(x, 3)])

  def conv2d_unfolded(self: __torch__.Kernels, x: Tensor, weight: Tensor, bias: Tensor, stride: Tensor, padding: Tensor) -> Tensor:
    n = torch.size(x, 0)
    k = torch.size(weight, 0)
    side = torch.size(weight, 2)
    h = (torch.size(x, 2) + 2 * int(padding) - side) // int(stride) + 1
    read = torch.im2col(x, [side, side], [1, 1], [int(padding), int(padding)], [int(stride), int(stride)])
    kernels = torch.expand(torch.view(weight, [1, k, -1]), [n, -1, -1])
    return torch.unflatten(torch.baddbmm(torch.view(bias, [1, k, 1]), kernels, read), 2, [h, -1])

  # Exponentials.java says what this computes. The last column of the values is one: its sums are what the others are divided by. Scores lie as
  # [heads, keys, queries] and products as [heads, channels, queries]: so both products have many numbers in their last dimension.
  def sums_of_exponentials(self: __torch__.Kernels, q: Tensor, k: Tensor, v: Tensor, heads: Tensor, work: Tensor, heads_at_once: Tensor, queries_at_once: Tensor) -> Tensor:
    n = torch.size(q, 0)
    t = torch.size(q, 1)
    c = torch.size(q, 2)
    keys = torch.size(k, 1)
    h = int(heads)
    d = torch.floordiv(c, h)
    g = int(heads_at_once)
    most = int(queries_at_once)
    query_begin = g * most * keys
    key_begin = query_begin + t * c
    value_begin = key_begin + keys * c
    product_begin = value_begin + keys * (c + h)
    all_queries = (self).split(q, heads)
    all_keys = (self).split(k, heads)
    all_values = (self).split(v, heads)
    queries = torch.view(torch.slice(work, 0, query_begin, key_begin), [h, t, d])
    row_keys = torch.view(torch.slice(work, 0, key_begin, value_begin), [h, keys, d])
    values = torch.view(torch.slice(work, 0, value_begin, product_begin), [h, keys, d + 1])
    _0 = torch.fill_(torch.slice(values, 2, d, d + 1), 1.)
    vt = torch.transpose(values, 1, 2)
    result = torch.new_empty(q, [n, t, h, d])
    sums = torch.new_empty(q, [n, h, t, 1])
    for r in range(n):
      _1 = torch.div(torch.select(all_queries, 0, r), torch.sqrt(d), out=queries)
      _2 = torch.copy_(row_keys, torch.select(all_keys, 0, r))
      _3 = torch.copy_(torch.slice(values, 2, 0, d), torch.select(all_values, 0, r))
      row = torch.select(result, 0, r)
      row_sums = torch.select(sums, 0, r)
      for block in range(h // g):
        a = block * g
        for band in range((t + most - 1) // most):
          i = band * most
          m = ops.prim.min(most, t - i)
          scores = torch.view(torch.slice(work, 0, 0, g * m * keys), [g, keys, m])
          _4 = torch.bmm(torch.slice(row_keys, 0, a, a + g), torch.transpose(torch.slice(torch.slice(queries, 0, a, a + g), 1, i, i + m), 1, 2), out=scores)
          product = torch.view(torch.slice(work, 0, product_begin, product_begin + g * m * (d + 1)), [g, d + 1, m])
          _5 = torch.bmm(torch.slice(vt, 0, a, a + g), torch.exp_(scores), out=product)
          sum = torch.transpose(torch.slice(product, 1, d, d + 1), 1, 2)
          _6 = torch.copy_(torch.slice(torch.slice(row_sums, 0, a, a + g), 1, i, i + m), sum)
          _7 = torch.div(torch.transpose(torch.slice(product, 1, 0, d), 1, 2), sum, out=torch.transpose(torch.slice(torch.slice(row, 0, i, i + m), 1, a, a + g), 0, 1))
    if bool(torch.logical_and(torch.gt(torch.amin(sums), 1e-30), torch.lt(torch.amax(sums), 1e30))):
      o = torch.flatten(result, 2)
    else:
      o = (self).sdpa(q, k, v, heads)
    return o

  # Winograd.java says what this multiplies: in work lie kernels [36, m, c], data [36, c, t] and room for the result [36, m, t], of kernels
  # as much as the most of them need. Nothing is allocated: fresh memory costs as much as the arithmetic.
  def winograd_products(self: __torch__.Kernels, work: Tensor, channels: Tensor, tiles: Tensor, outputs: Tensor, most: Tensor) -> Tensor:
    c = int(channels)
    t = int(tiles)
    m = int(outputs)
    kernel_end = 36 * int(most) * c
    data_end = kernel_end + 36 * c * t
    kernel = torch.view(torch.slice(work, 0, 0, 36 * m * c), [36, m, c])
    data = torch.view(torch.slice(work, 0, kernel_end, data_end), [36, c, t])
    product = torch.view(torch.slice(work, 0, data_end, data_end + 36 * m * t), [36, m, t])
    return torch.bmm(kernel, data, out=product)
