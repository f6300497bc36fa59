"""What the notebooks share: reading run directories and studies into pandas, and how figures look. Needs pandas and matplotlib."""

import json
from dataclasses import dataclass
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

# What evaluations.jsonl has, for runs that have none yet.
EVALUATED = ["step", "epoch", "weights", "top1", "top5", "loss", "samples"]


def use_style():
    """Sets what all figures and tables have in common."""
    pd.options.display.max_colwidth = None
    pd.options.display.max_rows = 100
    plt.rcParams.update(
        {
            "figure.figsize": (9, 3.4),
            "figure.dpi": 90,
            "figure.constrained_layout.use": True,
            "axes.grid": True,
            "axes.xmargin": 0.01,
            "grid.alpha": 0.25,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.titlesize": "medium",
            "legend.frameon": False,
            "legend.fontsize": "small",
            "lines.linewidth": 1.6,
        }
    )


def read_json(file):
    """A JSON file as a dictionary."""
    return json.loads(Path(file).read_text(encoding="utf-8"))


def read_jsonl(file):
    """A table with a row a line; keys within keys become columns with dots: seconds.total. A half-written last line is left out."""
    text = Path(file).read_text(encoding="utf-8")
    whole = text[: text.rfind("\n") + 1]
    return pd.json_normalize([json.loads(line) for line in whole.splitlines()])


def read_config(file):
    """A run's config.conf as {dotted key: text}, without what is not set. Reads what Largo wrote, not any HOCON."""
    values, place = {}, []
    for line in Path(file).read_text(encoding="utf-8").splitlines():
        line = line.strip()
        if line.endswith("{"):
            place.append(line[:-1].strip())
        elif line == "}":
            place.pop()
        elif " = " in line:
            key, value = line.split(" = ", 1)
            if value not in ("null", "[]"):
                values[".".join(place[1:] + [key])] = value.strip('"')
    return values


@dataclass(frozen=True)
class Run:
    """A run directory: run.json, config.conf, and a table each of metrics, layers and evaluations."""

    directory: Path
    info: dict
    config: dict
    steps: pd.DataFrame
    layers: pd.DataFrame
    evaluations: pd.DataFrame

    def evaluations_of(self, weights):
        """Those of "checkpoint" or of an average, by step."""
        return self.evaluations[self.evaluations["weights"] == weights]

    def checkpoints(self):
        """The kept checkpoints: step, size of all files, and their evaluation where there is one."""
        manifests = [read_json(file) for file in sorted(self.directory.glob("checkpoints/*/manifest.json"))]
        kept = pd.DataFrame(
            {
                "step": [manifest["step"] for manifest in manifests],
                "MB": [sum(file["bytes"] for file in manifest["files"].values()) / 1e6 for manifest in manifests],
            }
        )
        evaluated = self.evaluations_of("checkpoint").drop(columns=["weights", "samples"])
        return kept.astype(float).merge(evaluated.astype(float), on="step", how="left").astype({"step": int})

    def mark_warmup(self, axes):
        """Shades the epochs of the warm-up on an axis of epochs."""
        axes.axvspan(0, float(self.config.get("schedule.warmup.epochs", 0)), color="0.92", zorder=0)


def load_run(directory):
    """Reads a run directory; it may belong to a run that still trains."""
    directory = Path(directory)
    evaluations = directory / "evaluations.jsonl"
    steps = read_jsonl(directory / "metrics.jsonl")
    layers = read_jsonl(directory / "layers.jsonl")
    layers["epoch"] = layers["step"].map(steps.set_index("step")["epoch"])
    return Run(
        directory,
        read_json(directory / "run.json"),
        read_config(directory / "config.conf"),
        steps,
        layers,
        read_jsonl(evaluations) if evaluations.exists() else pd.DataFrame(columns=EVALUATED),
    )


def load_study(directory):
    """A study's cells, a row each; values.KEY are the keys that vary, tuned.KEY what a search found."""
    return read_jsonl(Path(directory) / "study.jsonl")
