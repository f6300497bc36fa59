"""Draws speed against workers, measured and predicted: python3 docs/plot_workers.py STUDY_DIR PICTURE (needs matplotlib)."""

import json
import sys

import matplotlib.pyplot as plt
from matplotlib.patches import Patch

import plots

PARTS = ("data", "gradient", "reduce", "update", "rest")


def main(study, picture):
    groups = json.loads((study / "scaling.json").read_text(encoding="utf-8"))
    curve = next((curve for group in groups for curve in group["curves"] if curve["kind"] == "strong"), None)
    if curve is None:
        sys.exit(f"{study}: no global batch was trained by several numbers of workers")
    rows = curve["rows"]
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.8))
    speeds(left, rows, "measured", marker="o", linestyle="none")
    speeds(left, rows, "predicted", linestyle="--")
    left.set(title=f"Images/s, global batch {curve['batch']}", ylabel="images/s", ylim=(0, None))
    left.legend()
    plots.over_powers(left, "workers", [row["workers"] for row in rows])
    parts(right, rows)
    right.set(title="Time of a step: measured, beside it predicted", ylabel="seconds", xlabel="workers")
    right.title.set_fontsize("medium")
    plots.save(figure, picture)


def speeds(axes, rows, kind, **look):
    shown = [row for row in rows if row[kind]]
    axes.plot([row["workers"] for row in shown], [row["global_batch"] / row[kind]["total"] for row in shown], label=kind, **look)


def parts(axes, rows):
    """Two bars for each number of workers, each of the parts of a step."""
    for kind, shift, alpha in (("measured", -0.2, 1), ("predicted", 0.2, 0.5)):
        for place, row in enumerate(rows):
            bottom = 0
            for part, name in enumerate(PARTS):
                seconds = of_part(row[kind], name) if row[kind] else 0
                axes.bar(place + shift, seconds, 0.38, bottom=bottom, color=f"C{part}", alpha=alpha)
                bottom += seconds
    axes.margins(y=0.05)
    axes.use_sticky_edges = False
    axes.set_ylim(0, None)
    axes.set_xticks(range(len(rows)), [row["workers"] for row in rows])
    axes.legend(handles=[Patch(color=f"C{part}", label=name) for part, name in enumerate(PARTS)])


def of_part(seconds, name):
    """The parts are medians each by itself, as the total is, which may be more than their sum."""
    return seconds[name] if name in seconds else max(0, seconds["total"] - sum(seconds[part] for part in PARTS[:-1]))


if __name__ == "__main__":
    plots.command(main, __doc__)
