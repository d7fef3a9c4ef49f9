"""A step of training as one CUDA graph: a replay costs the host nothing, where a thousand small kernels take longer to start than to run."""
import torch
from model import DEVICE


def recorded(step):
    """step() reads and writes tensors on the device only.  -> a function that does the same: a replay on a GPU, step itself elsewhere or
    where it cannot be recorded.  On a GPU step has run three times when this returns."""
    if DEVICE.type != "cuda": return step
    torch.backends.cudnn.benchmark = True
    try:
        side = torch.cuda.Stream(); side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(3): step()
        torch.cuda.current_stream().wait_stream(side)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph): step()
        return graph.replay
    except Exception as e:
        print("no CUDA graph:", e, flush=True)
        torch.cuda.synchronize()
        return step
