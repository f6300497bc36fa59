"""Draws the time of an update and of an epoch against the batch: python3 docs/plot_time.py STUDY_DIR PICTURE (needs matplotlib)."""

import json
from collections import defaultdict

import matplotlib.pyplot as plt
from matplotlib.ticker import NullLocator, ScalarFormatter

import plots


def main(study, picture):
    cells = [json.loads(line) for line in (study / "study.jsonl").read_text(encoding="utf-8").splitlines()]
    lines = defaultdict(list)
    for cell in cells:
        values = cell["values"]
        lines[values["batch.micro"]].append(
            (values["batch.global"], 1000 * cell["step_seconds"]["total"], cell["seconds"] / cell["epochs"]))
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.8))
    for micro, points in lines.items():
        batches, updates, epochs = zip(*sorted(points))
        left.plot(batches, updates, marker="o", label=f"micro-batch {micro}")
        right.plot(batches, epochs, marker="o", label=f"micro-batch {micro}")
    left.set(title="Time of an update (median)", ylabel="ms", yscale="log")
    right.set(title="Time of an epoch", ylabel="seconds", yscale="log")
    for axes in (left, right):
        plots.over_batches(axes, [1, 4, 16, 64, 256, 1024, 4096, 16384])
        axes.yaxis.set_major_formatter(ScalarFormatter())
        axes.legend()
    right.set_yticks([15, 20, 30, 50, 100])
    right.yaxis.set_minor_locator(NullLocator())
    plots.save(figure, picture)


if __name__ == "__main__":
    plots.command(main, __doc__)
