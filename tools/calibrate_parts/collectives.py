"""Collective operations between the GPUs of this machine, by size: one process a GPU."""
import json
import os
import pathlib
import socket
import tempfile
import time

import torch

from .other_shapes import GIB, KIB

SIZES = tuple(KIB << (2 * i) for i in range(10)) + (GIB,)  # bytes: 1 KiB, 4 KiB ... 256 MiB, 1 GiB
KINDS = ("all_reduce", "all_gather", "reduce_scatter", "all_to_all")


def run(context):
    ranks = 2 if context.tiny else torch.cuda.device_count()
    if ranks < 2:
        context.recorder.skip("collectives", "one GPU")
        return
    context.pool.drop(*list(context.pool.buffers))
    with tempfile.TemporaryDirectory(prefix="gw-calibrate-") as folder:
        context.attempt("collectives", spawn, context, ranks, pathlib.Path(folder) / "rows.json")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def spawn(context, ranks, path):
    limit_s = max(5.0, context.left_s()) + (60.0 if context.tiny else 20.0)
    kind = context.device.kind
    processes = torch.multiprocessing.spawn(
        rank_main, (ranks, kind, free_port(), str(path), max(3.0, context.left_s() - 5.0)), nprocs=ranks, join=False)
    ended = time.monotonic() + limit_s
    while not processes.join(timeout=1.0):
        if time.monotonic() > ended:
            for process in processes.processes:
                process.kill()
            raise TimeoutError(f"no end after {limit_s:.0f} s")
    found = json.loads(path.read_text())
    for row in found["rows"]:
        context.recorder.collectives.append({
            "id": f"N{len(context.recorder.collectives) + 1:04d}", "source": context.recorder.source,
            "accelerator": context.recorder.accelerator, "n_gpus": ranks, "nodes": 1, "domain": "one machine", **row})
    for what, message in found["failures"]:
        context.recorder.failed("collectives", what, RuntimeError(message))


def rank_main(rank, ranks, kind, port, path, seconds):
    """One process: measures, and rank 0 writes the rows."""
    import torch.distributed as dist
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
    if kind == "cuda":
        torch.cuda.set_device(rank)
    dist.init_process_group("nccl" if kind == "cuda" else "gloo", rank=rank, world_size=ranks)
    device = torch.device(kind, rank) if kind == "cuda" else torch.device("cpu")
    rows, failures, ended = [], [], time.monotonic() + seconds
    for name in KINDS:
        for size in SIZES if kind == "cuda" else SIZES[:3]:
            late = torch.tensor([float(time.monotonic() > ended)], device=device)
            dist.all_reduce(late)  # every rank stops at the same place
            if late.item() > 0:
                break
            try:
                rows.append(measure(dist, name, size, ranks, device))
            except Exception as error:
                failures.append((name, str(error)[:200]))
                break
    if rank == 0:
        pathlib.Path(path).write_text(json.dumps({"rows": rows, "failures": failures}))
    dist.barrier()
    dist.destroy_process_group()


def operation(dist, name, size, ranks, device):
    """A call; `size`: bytes as nccl-tests counts them, the larger of a rank's input and output."""
    count = max(ranks, size // 2 // ranks * ranks)
    whole = torch.ones(count, dtype=torch.bfloat16, device=device)
    part = torch.ones(count // ranks, dtype=torch.bfloat16, device=device)
    if name == "all_reduce":
        return lambda: dist.all_reduce(whole)
    if name == "all_gather":
        return lambda: dist.all_gather_into_tensor(whole, part)
    if name == "reduce_scatter":
        return lambda: dist.reduce_scatter_tensor(part, whole)
    other = torch.empty_like(whole)
    return lambda: dist.all_to_all_single(other, whole)


def measure(dist, name, size, ranks, device):
    call = operation(dist, name, size, ranks, device)
    synchronize = torch.cuda.synchronize if device.type == "cuda" else lambda: None
    count = 20 if size > 64 << 20 else 100
    for _ in range(5):
        call()
    synchronize()
    dist.barrier()
    started = time.perf_counter()
    for _ in range(count):
        call()
    synchronize()
    us = (time.perf_counter() - started) / count * 1e6
    bus = {"all_reduce": 2.0 * (ranks - 1) / ranks}.get(name, (ranks - 1) / ranks)
    version = ".".join(map(str, torch.cuda.nccl.version())) if device.type == "cuda" else "gloo"
    return {"collective": name, "bytes": size, "algbw_gb_s": size / us / 1e3, "busbw_gb_s": size * bus / us / 1e3,
            "latency_us": us, "library_version": f"NCCL {version}" if device.type == "cuda" else version,
            "notes": f"bf16; mean of {count} back to back"}
