# Programs of oneDNN that PyTorch does not choose by itself, as TorchScript. Not every build of PyTorch has them, hence a text
# of their own: where it cannot be read, the others are there nevertheless.

class OneDnn(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def linear(self: __torch__.OneDnn, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return ops.mkldnn._linear_pointwise(x, weight, bias, "none", annotate(List[Optional[number]], [None]), "")

  def linear_plain(self: __torch__.OneDnn, x: Tensor, weight: Tensor) -> Tensor:
    return ops.mkldnn._linear_pointwise(x, weight, None, "none", annotate(List[Optional[number]], [None]), "")

  def linear_into(self: __torch__.OneDnn, x: Tensor, weight: Tensor, bias: Tensor, result: Tensor, first: Tensor) -> Tensor:
    i = int(first)
    return torch.copy_(torch.slice(result, 0, i, i + torch.size(x, 0)), (self).linear(x, weight, bias))
