#!/usr/bin/env python3
"""A run directory as long as a month: long_run.py RUN_DIR DST [LAYERS] [LOGGED]

Copies the configuration, run.json and evaluations of RUN_DIR to DST, with as many steps in metrics.jsonl as layers.jsonl
then has lines: LAYERS (20) at each of LOGGED (50,000) steps. The numbers mean nothing.
"""

import json
import math
import pathlib
import shutil
import sys


def line(record):
    """As Largo writes it."""
    return json.dumps(record, separators=(",", ":")) + "\n"


def main(run, destination, layers="20", logged="50000"):
    run, destination = pathlib.Path(run), pathlib.Path(destination)
    layers, logged = int(layers), int(logged)
    destination.mkdir()
    for name in ["config.conf", "run.json", "evaluations.jsonl"]:
        shutil.copy(run / name, destination / name)
    steps = layers * logged
    with open(destination / "metrics.jsonl", "w") as metrics:
        for step in range(1, steps + 1):
            metrics.write(line({
                "step": step, "epoch": step / 500, "loss": 2 + math.sin(step), "learning_rate": 0.1,
                "global_batch": 256, "gradient_norm": 1.5 + math.cos(step), "images_per_second": 1234.5678,
                "seconds": {"data": 0.01, "gradient": 0.2, "reduce": 0.03, "update": 0.04, "total": 0.3},
                "top1": 0.5 + 0.1 * math.sin(step)}))
    with open(destination / "layers.jsonl", "w") as lines:
        for lot in range(logged):
            for layer in range(layers):
                lines.write(line({
                    "step": 1 + lot * layers, "layer": f"stage{layer}.conv.W", "weight_norm": 2 + math.sin(lot + layer),
                    "gradient_norm": 0.5 + 0.3 * math.sin(lot), "trust_ratio": 3 + math.cos(lot + layer),
                    "local_learning_rate": 1e-4 * (2 + math.sin(lot)), "update_ratio": 1e-3 * (2 + math.cos(lot))}))


if __name__ == "__main__":
    main(*sys.argv[1:])
