#!/usr/bin/env python3
"""The peer of `largo bench engine`: images/s of PyTorch's DistributedDataParallel, one-thread processes over gloo, full training steps.

    OMP_NUM_THREADS=1 python3 benchmarks/pytorch_ddp.py resnet-20 --processes 2 --rounds 5 --seconds 3
    OMP_NUM_THREADS=2 python3 benchmarks/pytorch_ddp.py resnet-50 --processes 1 --threads 2

Random data made once, float32, forward, backward and SGD with momentum. Prints the median and the quartiles over the rounds.
"""

import argparse
import os
import statistics
import time

import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from torch import nn
from torch.nn import functional


class BasicBlock(nn.Module):
    """Two 3x3 convolutions and a shortcut, a projection where the shape changes."""

    def __init__(self, before, width, stride):
        super().__init__()
        self.path = nn.Sequential(
            nn.Conv2d(before, width, 3, stride, 1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(inplace=True),
            nn.Conv2d(width, width, 3, 1, 1, bias=False),
            nn.BatchNorm2d(width),
        )
        self.shortcut = nn.Identity()
        if stride != 1 or before != width:
            self.shortcut = nn.Sequential(nn.Conv2d(before, width, 1, stride, bias=False), nn.BatchNorm2d(width))

    def forward(self, x):
        return functional.relu(self.path(x) + self.shortcut(x), inplace=True)


def resnet_20():
    layers = [nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU(inplace=True)]
    before = 16
    for width, stride in ((16, 1), (32, 2), (64, 2)):
        for block in range(3):
            layers.append(BasicBlock(before, width, stride if block == 0 else 1))
            before = width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


def network(name):
    """The network, the shape of an image, the number of classes and the samples of a micro-batch."""
    if name == "resnet-20":
        return resnet_20(), (3, 32, 32), 10, 64
    if name == "resnet-50":
        import torchvision

        return torchvision.models.resnet50(), (3, 224, 224), 1000, 8
    raise SystemExit(f"no network is called {name}; the names are resnet-20, resnet-50")


def work(rank, options):
    torch.set_num_threads(options.threads)
    torch.manual_seed(rank)
    os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
    os.environ.setdefault("MASTER_PORT", "29517")
    model, shape, classes, samples = network(options.network)
    if options.processes > 1:
        dist.init_process_group("gloo", rank=rank, world_size=options.processes)
        model = nn.parallel.DistributedDataParallel(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    x = torch.randn(samples, *shape)
    y = torch.randint(0, classes, (samples,))

    def steps(count):
        start = time.perf_counter()
        for _ in range(count):
            optimizer.zero_grad()
            functional.cross_entropy(model(x), y).backward()
            optimizer.step()
        return (time.perf_counter() - start) / count

    steps(2)
    # The same number on every rank, or the all-reduce would wait for ever.
    each = torch.tensor([max(1, round(options.seconds / steps(1)))])
    if options.processes > 1:
        dist.broadcast(each, 0)
    speeds = [options.processes * samples / steps(int(each)) for _ in range(options.rounds)]
    if rank == 0:
        quartiles = statistics.quantiles(speeds, n=4) if len(speeds) > 1 else speeds * 3
        print(
            f"PyTorch {torch.__version__}, {options.network}, {options.processes} x {options.threads} threads: "
            f"{statistics.median(speeds):.1f} ({quartiles[0]:.1f} - {quartiles[2]:.1f}) images/s",
            flush=True,
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", nargs="?", default="resnet-20")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3)
    given = parser.parse_args()
    if given.processes == 1:
        work(0, given)
    else:
        mp.spawn(work, args=(given,), nprocs=given.processes)
