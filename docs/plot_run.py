"""Draws a run's accuracy and trust ratios: python3 docs/plot_run.py RUN_DIR PICTURE (needs matplotlib)."""

import json
from collections import defaultdict

import matplotlib.pyplot as plt

import plots


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
    plots.save(figure, picture)


if __name__ == "__main__":
    plots.command(main, __doc__)
