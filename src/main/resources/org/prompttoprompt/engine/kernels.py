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

  # Exponentials.java says what this computes. The last column of the values is one: its sums are what the others are divided by.
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
    kt = torch.transpose(row_keys, 1, 2)
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
          scores = torch.view(torch.slice(work, 0, 0, g * m * keys), [g, m, keys])
          _4 = torch.bmm(torch.slice(torch.slice(queries, 0, a, a + g), 1, i, i + m), torch.slice(kt, 0, a, a + g), out=scores)
          product = torch.view(torch.slice(work, 0, product_begin, product_begin + g * m * (d + 1)), [g, m, d + 1])
          _5 = torch.bmm(torch.exp_(scores), torch.slice(values, 0, a, a + g), out=product)
          sum = torch.slice(product, 2, d, d + 1)
          _6 = torch.copy_(torch.slice(torch.slice(row_sums, 0, a, a + g), 1, i, i + m), sum)
          _7 = torch.div(torch.slice(product, 2, 0, d), sum, out=torch.transpose(torch.slice(torch.slice(row, 0, i, i + m), 1, a, a + g), 0, 1))
    if bool(torch.logical_and(torch.gt(torch.amin(sums), 1e-30), torch.lt(torch.amax(sums), 1e30))):
      o = torch.flatten(result, 2)
    else:
      o = (self).sdpa(q, k, v, heads)
    return o

  # Winograd.java says what this computes, and with which matrices. Work holds what it needs on the way, so that nothing is allocated:
  # fresh memory costs as much as the arithmetic.
  def winograd(self: __torch__.Kernels, x: Tensor, weight: Tensor, bias: Tensor, kernel_matrix: Tensor, data_matrix: Tensor, result_matrix: Tensor, work: Tensor, images_at_once: Tensor, rows_at_once: Tensor, outputs_at_once: Tensor, inputs_at_once: Tensor) -> Tensor:
    n = torch.size(x, 0)
    c = torch.size(x, 1)
    h = torch.size(x, 2)
    w = torch.size(x, 3)
    k = torch.size(weight, 0)
    down = (h + 3) // 4
    across = (w + 3) // 4
    wide = across + 1
    images = int(images_at_once)
    rows = int(rows_at_once)
    outputs = int(outputs_at_once)
    inputs = int(inputs_at_once)
    most = images * rows * across
    kernel_end = 36 * outputs * c
    data_end = kernel_end + 36 * most * c
    product_end = data_end + 36 * most * ops.prim.max(c, outputs)
    result_end = product_end + 16 * most * outputs
    padded_end = result_end + 16 * images * inputs * (rows + 1) * wide
    result = torch.new_empty(x, [n, k, 4 * down, 4 * across])
    kernels = torch.t(torch.reshape(weight, [k * c, 9]))
    if outputs >= k:
      _0 = torch.mm(kernel_matrix, kernels, out=torch.view(torch.slice(work, 0, 0, kernel_end), [36, k * c]))
    for block in range((n + images - 1) // images):
      i = block * images
      g = ops.prim.min(images, n - i)
      image = torch.slice(x, 0, i, i + g)
      for band in range((down + rows - 1) // rows):
        r = band * rows
        q = ops.prim.min(rows, down - r)
        tiles = g * q * across
        first = ops.prim.max(4 * r - 1, 0)
        last = ops.prim.min(h, 4 * r + 4 * q + 1)
        top = first - 4 * r + 1
        bottom = top + last - first
        data = torch.view(torch.slice(work, 0, kernel_end, kernel_end + 36 * c * tiles), [36, c * tiles])
        for group in range((c + inputs - 1) // inputs):
          s = group * inputs
          d = ops.prim.min(inputs, c - s)
          padded = torch.view(torch.slice(work, 0, result_end, result_end + 16 * g * d * (q + 1) * wide), [g, d, 4 * (q + 1), 4 * wide])
          inner = torch.slice(torch.slice(padded, 2, top, bottom), 3, 1, w + 1)
          _1 = torch.copy_(inner, torch.slice(torch.slice(image, 1, s, s + d), 2, first, last))
          for rim in [torch.slice(padded, 2, 0, top), torch.slice(padded, 2, bottom), torch.slice(padded, 3, 0, 1), torch.slice(padded, 3, w + 1)]:
            _2 = torch.zero_(rim)
          phases = torch.view(torch.slice(work, 0, padded_end, padded_end + 16 * g * d * (q + 1) * wide), [4, 4, d, g, q + 1, wide])
          _3 = torch.copy_(phases, torch.permute(torch.view(padded, [g, d, q + 1, 4, wide, 4]), [3, 5, 1, 0, 2, 4]))
          tile = torch.view(torch.slice(work, 0, data_end, data_end + 36 * d * tiles), [6, 6, d, g, q, across])
          for v in range(2):
            for u in range(2):
              to = torch.slice(torch.slice(tile, 0, 4 * v, 4 + 2 * v), 1, 4 * u, 4 + 2 * u)
              part = torch.slice(torch.slice(phases, 0, 0, 4 - 2 * v), 1, 0, 4 - 2 * u)
              _4 = torch.copy_(to, torch.slice(torch.slice(part, 4, v, v + q), 5, u, u + across))
          _5 = torch.mm(data_matrix, torch.view(tile, [36, d * tiles]), out=torch.slice(data, 1, s * tiles, (s + d) * tiles))
        for part in range((k + outputs - 1) // outputs):
          o = part * outputs
          m = ops.prim.min(outputs, k - o)
          kernel = torch.view(torch.slice(work, 0, 0, 36 * m * c), [36, m * c])
          if outputs < k:
            _6 = torch.mm(kernel_matrix, torch.slice(kernels, 1, o * c, (o + m) * c), out=kernel)
          product = torch.view(torch.slice(work, 0, data_end, data_end + 36 * m * tiles), [36, m, tiles])
          _7 = torch.bmm(torch.view(kernel, [36, m, c]), torch.view(data, [36, c, tiles]), out=product)
          small = torch.view(torch.slice(work, 0, product_end, product_end + 16 * m * tiles), [16, m * tiles])
          _8 = torch.mm(result_matrix, torch.view(product, [36, m * tiles]), out=small)
          there = torch.slice(torch.slice(torch.slice(result, 0, i, i + g), 1, o, o + m), 2, 4 * r, 4 * r + 4 * q)
          there6 = torch.unflatten(torch.unflatten(there, 3, [across, 4]), 2, [q, 4])
          back = torch.permute(torch.view(small, [4, 4, m, g, q, across]), [3, 2, 4, 0, 5, 1])
          _9 = torch.add(back, torch.view(torch.slice(bias, 0, o, o + m), [m, 1, 1, 1, 1]), out=there6)
    return torch.contiguous(torch.slice(torch.slice(result, 2, 0, h), 3, 0, w))
