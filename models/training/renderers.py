"""Processes that render beside the training, so that a GPU never waits for a renderer."""
import multiprocessing, queue


class Renderers:
    def __init__(s, work, first, number, waiting):
        """work(first, step, queue) puts what it renders from every step-th seed.  Start these before anything touches a GPU: they are forked."""
        fork = multiprocessing.get_context("fork")
        s.queue = fork.Queue(waiting)
        s.processes = [fork.Process(target=work, args=(first + k, number, s.queue), daemon=True) for k in range(number)]
        for p in s.processes: p.start()

    def ready(s, wait=False):
        """What they have ready, of which the first is waited for if asked."""
        try:
            while True:
                yield s.queue.get(timeout=60) if wait else s.queue.get_nowait()
                if wait: return
        except queue.Empty: return

    def stop(s):
        for p in s.processes: p.kill()
