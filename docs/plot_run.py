"""Draws a run's accuracy and trust ratios: python3 docs/plot_run.py RUN_DIR PICTURE (needs matplotlib)."""

import json
import sys
from collections import defaultdict
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt


def lines(file):
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def main(run, picture):
    figure, (accuracy, ratios) = plt.subplots(1, 2, figsize=(10, 3.6))
    curves = defaultdict(list)
    for line in lines(run / "evaluations.jsonl"):
        curves[line["weights"]].append((line["epoch"], line["top1"]))
    names = {"checkpoint": "single checkpoint", "swa": "SWA"}
    for weights, points in curves.items():
        accuracy.plot(*zip(*points), marker=".", label=names.get(weights, weights))
    accuracy.set(xlabel="epoch", ylabel="validation top-1", title="Accuracy")
    accuracy.legend(loc="lower right")

    layers = defaultdict(list)
    for line in lines(run / "layers.jsonl"):
        if line["layer"].endswith("W"):
            layers[line["layer"]].append((line["step"], line["trust_ratio"]))
    for layer, points in layers.items():
        ratios.plot(*zip(*points), label=layer)
    ratios.set(xlabel="step", ylabel="trust ratio", yscale="log", title="LARS trust ratio of each weight matrix")
    ratios.legend(loc="best")
    for axes in (accuracy, ratios):
        axes.grid(alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(picture, metadata={"Date": None} if picture.suffix == ".svg" else None)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
