"""What the pictures of the documentation share. Needs matplotlib."""

import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib.ticker import NullLocator, ScalarFormatter


def over_batches(axes, batches):
    """An x axis of global batches, by their powers of two."""
    over_powers(axes, "global batch", batches)


def over_powers(axes, label, ticks):
    """An x axis of counts, by their powers of two."""
    axes.set_xscale("log", base=2)
    axes.set(xlabel=label, xticks=ticks)
    axes.xaxis.set_major_formatter(ScalarFormatter())
    axes.xaxis.set_minor_locator(NullLocator())
    axes.title.set_fontsize("medium")


def save(figure, picture):
    """Gives the figure the look of all of them and writes it, an SVG without the date."""
    for axes in figure.axes:
        axes.grid(alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(picture, metadata={"Date": None} if picture.suffix == ".svg" else None)


def command(draw, usage):
    """Calls draw(DIRECTORY, PICTURE) with the command's two arguments."""
    if len(sys.argv) != 3:
        sys.exit(usage)
    draw(Path(sys.argv[1]), Path(sys.argv[2]))
