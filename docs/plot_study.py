"""Draws a tuned study's accuracy and rates against the batch: python3 docs/plot_study.py STUDY_DIR PICTURE (needs matplotlib)."""

import json
import statistics
from collections import defaultdict

import matplotlib.pyplot as plt

import plots

RATE = "schedule.base-lr"


def main(study, picture):
    cells = [json.loads(line) for line in (study / "study.jsonl").read_text(encoding="utf-8").splitlines()]
    accuracy = defaultdict(lambda: defaultdict(list))
    rates = defaultdict(dict)
    lost = defaultdict(list)
    for cell in cells:
        method, batch = cell["values"]["optimizer.name"], cell["values"]["batch.global"]
        rates[method][batch] = cell["tuned"][RATE]
        if cell["status"] == "completed":
            accuracy[method][batch].append(cell["last_top1"])
        else:
            lost[method].append(batch)
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.8))
    for method, batches in accuracy.items():
        means = [statistics.mean(values) for values in batches.values()]
        deviations = [statistics.stdev(values) if len(values) > 1 else 0 for values in batches.values()]
        line = left.errorbar(list(batches), means, deviations, marker="o", capsize=3, label=method)
        colour = line[0].get_color()
        left.plot(lost[method], [0.02] * len(lost[method]), "x", color=colour, transform=left.get_xaxis_transform())
        right.plot(list(rates[method]), list(rates[method].values()), marker="o", color=colour, label=method)
    left.set(title="Validation top-1 (bars: one deviation of the seeds; x: diverged)", ylabel="top-1")
    right.set(title="Learning rate that the search found", yscale="log")
    for axes in (left, right):
        plots.over_batches(axes, sorted({cell["values"]["batch.global"] for cell in cells}))
        axes.legend(loc="center left" if axes is left else "best")
    plots.save(figure, picture)


if __name__ == "__main__":
    plots.command(main, __doc__)
