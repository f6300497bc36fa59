package dev.largo.command;

import dev.largo.compare.ComparisonDirectory;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code largo compare}: single checkpoints against averages and ensembles. */
@Command(
    name = "compare",
    description = {
      "Evaluates every checkpoint and every average that runs have kept, on the validation set, in one"
          + " pass over it, and says how sure the differences are.",
      "Runs must have the same network and data. Those that differ in nothing but the seed are"
          + " summed up."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: largo compare runs/quickstart --windows 3 --ensembles",
      "         largo compare runs/quickstart --line checkpoint,swa --plane 248,310,swa",
      "         largo compare runs/quickstart --sharpness checkpoint,swa",
      "         largo compare runs/seed-1 runs/seed-2 runs/seed-3 --output runs/seeds",
      "Writes comparison.json, landscape.json and report.html. Intervals are 95 %% bootstrap intervals over the"
          + " samples, p is McNemar's exact test."
    })
final class CompareCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(arity = "1..*", paramLabel = "RUN_DIR", description = "Directories of runs.")
  List<String> runs;

  @Option(
      names = "--weights",
      split = ",",
      paramLabel = "NAME",
      description = "Only these: checkpoint, swa, ema ... Without it all there are.")
  List<String> weights = List.of();

  @Option(
      names = "--windows",
      split = ",",
      paramLabel = "K",
      description = "Also the mean of each K checkpoints in a row, 2 or more.")
  List<Integer> windows = List.of();

  @Option(
      names = "--ensembles",
      description = {
        "Also ensembles, whose probabilities are averaged: of each run's checkpoints, and of all"
            + " runs' last checkpoints and averages."
      })
  boolean ensembles;

  @Option(
      names = "--mean-of-runs",
      description =
          "Also the mean of the weights of all runs' last checkpoints: no good, as a rule, unless they"
              + " began as one.")
  boolean meanOfRuns;

  @Option(
      names = "--line",
      paramLabel = "A,B",
      description = {
        "Also the loss on the line through two weights: names as above, checkpoint for the last one, or"
            + " the step of a checkpoint; of several runs RUN:NAME."
      })
  List<String> lines = List.of();

  @Option(
      names = "--plane",
      paramLabel = "A,B,C",
      description = "Also the loss on the plane through three weights.")
  List<String> planes = List.of();

  @Option(
      names = "--sharpness",
      split = ",",
      paramLabel = "NAME",
      description = {
        "Also how much the training loss grows in a small box around weights (Keskar et al. 2017):"
            + " names as for a line. Takes some twenty passes over --samples each."
      })
  List<String> sharpness = List.of();

  @Option(
      names = "--epsilon",
      paramLabel = "E",
      description = "Half-width of that box, times 1 + |weight|; 1e-3 without it.")
  double epsilon = 1e-3;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description =
          "Training samples that the training loss of lines, planes and sharpness is of, and"
              + " batch-norm statistics; 2000 without it.")
  int samples = 2000;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = {
        "Where to write; it must not exist. Without it \"comparison\" in the run's directory, of"
            + " several runs beside the first."
      })
  @Nullable String output;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "How many evaluate; without it as many as the first run was made with. The figures are the"
              + " same for any number.")
  @Nullable Integer workers;

  CompareCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Configuration hadoop = HadoopSettings.load();
    for (int size : windows) {
      if (size < 2) {
        throw new RequestException("--windows " + size + ": a mean takes 2 checkpoints or more");
      }
    }
    if (workers != null && workers < 1) {
      throw new RequestException("--workers " + workers + ": takes 1 or more");
    }
    if (meanOfRuns && runs.size() < 2) {
      throw new RequestException("--mean-of-runs: takes two runs or more");
    }
    ComparisonDirectory directory = ComparisonDirectory.absent(target(), hadoop);
    CompareRequest request =
        new CompareRequest(
            runs.stream().map(run -> InputPaths.absolute(run, hadoop)).toList(),
            weights,
            windows.stream().distinct().toList(),
            ensembles,
            meanOfRuns,
            new LandscapeRequest(
                LandscapeRequest.surfaces(lines, planes), sharpness, epsilon, samples),
            workers);
    return new CompareRun(request, directory, hadoop, console).execute();
  }

  private String target() {
    if (output != null) {
      return output;
    }
    Path first = new Path(runs.get(0));
    Path place = runs.size() == 1 || first.getParent() == null ? first : first.getParent();
    return new Path(place, "comparison").toString();
  }
}
