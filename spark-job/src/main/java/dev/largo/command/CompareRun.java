package dev.largo.command;

import dev.largo.analyze.Sharpness;
import dev.largo.compare.Comparison;
import dev.largo.compare.ComparisonDirectory;
import dev.largo.compare.Drift;
import dev.largo.compare.Entrant;
import dev.largo.compare.Field;
import dev.largo.compare.Landscape;
import dev.largo.compare.MeasuredSharpness;
import dev.largo.compare.Surface;
import dev.largo.compare.Surveyor;
import dev.largo.config.LargoConfig;
import dev.largo.config.Workers;
import dev.largo.data.BadSample;
import dev.largo.data.SplitMix64;
import dev.largo.evaluate.PredictionPass;
import dev.largo.evaluate.Predictions;
import dev.largo.model.CudaBackend;
import dev.largo.model.ModelException;
import dev.largo.record.RunDirectory;
import dev.largo.report.ComparisonPage;
import dev.largo.report.ComparisonTable;
import dev.largo.report.CountProgress;
import dev.largo.report.LandscapeFigures;
import dev.largo.report.SharpnessTable;
import dev.largo.report.page.Page;
import dev.largo.report.page.PageWriter;
import dev.largo.spark.ExecutorWatch;
import dev.largo.spark.PassRun;
import dev.largo.spark.RunSpec;
import dev.largo.spark.SharedData;
import dev.largo.spark.StageResources;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/** Carries out a comparison, from the look at the runs to the table. */
final class CompareRun {
  private final CompareRequest request;
  private final ComparisonDirectory directory;
  private final Configuration hadoop;
  private final Console console;
  private final Map<String, BadSample> badSamples = new LinkedHashMap<>();

  CompareRun(
      CompareRequest request,
      ComparisonDirectory directory,
      Configuration hadoop,
      Console console) {
    this.request = request;
    this.directory = directory;
    this.hadoop = hadoop;
    this.console = console;
  }

  int execute() throws IOException, InterruptedException, ModelException {
    ComparedRuns runs = new ComparedRuns(request, hadoop);
    RunDirectory first = runs.first();
    LargoConfig made = first.readConfig();
    LargoConfig config =
        request.workers() == null ? made : made.with(new Workers(request.workers()));
    Field field = runs.field();
    Preparation prepared = Preparation.of(config.taughtBy(null), hadoop, 1);
    if (!prepared.fingerprint().equals(first.readInfo().dataFingerprint())) {
      throw new RequestException(
          request.runs().get(0)
              + ": data.train or data.validation is not what the run was trained on; put it back");
    }
    if (!prepared.network().description().configurationJson().equals(runs.network())) {
      throw new RequestException(
          request.runs().get(0)
              + ": model.file is not the network that the run was started with; put it back");
    }
    console.say(
        "models: %d, validation samples: %d"
            .formatted(field.candidates().size(), prepared.data().validation().size()));
    Measured measured = measure(prepared, runs, field);
    Comparison comparison =
        Comparison.of(
            runs.records(),
            field.candidates(),
            measured.predictions(),
            prepared.data().validation().classNames(),
            runs.recipes(),
            new SplitMix64(config.seed())::nextLong);
    ComparisonTable.print(console.out(), comparison);
    SharpnessTable.print(console.out(), measured.landscape().sharpness());
    Page page = ComparisonPage.of(comparison).with(LandscapeFigures.of(measured.landscape()));
    directory.write(comparison, measured.landscape(), out -> PageWriter.write(page, out));
    prepared.data().badSamples().after(0).forEach(bad -> badSamples.put(bad.sample(), bad));
    for (BadSample bad : badSamples.values()) {
      console.say(bad.sample() + ": " + bad.reason() + "; another sample stood in for it");
    }
    console.out().println("comparison: " + directory.shown());
    return ExitStatus.DONE;
  }

  /** What the cluster found out. */
  private record Measured(List<Predictions> predictions, Landscape landscape) {}

  private Measured measure(Preparation prepared, ComparedRuns runs, Field field)
      throws IOException, InterruptedException {
    List<List<Entrant>> surfaces = runs.surfaces();
    List<Entrant> sharpened = runs.sharpness();
    if (!sharpened.isEmpty() && prepared.config().engine().isMixed()) {
      throw new RequestException(
          "--sharpness: %s computes in engine.precision = %s, whose rounding is as large as the box; measure runs in fp32"
              .formatted(
                  request.runs().get(0),
                  prepared.config().engine().precision().name().toLowerCase(Locale.ROOT)));
    }
    try (JavaSparkContext spark =
        SparkContexts.start("compare", prepared.master(), prepared.workers())) {
      StageResources resources =
          CudaBackend.isPresent()
              ? StageResources.ofSettings(spark)
              : StageResources.ofCpus(spark, prepared.config().engine().threads());
      int workers = workers(prepared, spark, resources);
      RunSpec spec = prepared.spec(runs.first().path().toString(), workers, 0);
      SharedData.put(spec.id(), prepared.data());
      try (PassRun passes =
          new PassRun(spark, spec, resources, bad -> badSamples.put(bad.sample(), bad))) {
        // Whatever cannot be done is told before the work.
        LandscapeRequest asked = request.landscape();
        Surveyor surveyor = passes.surveyor(asked.trainingSamples());
        List<Surveyor.Ground> grounds = new ArrayList<>();
        for (List<Entrant> corners : surfaces) {
          grounds.add(surveyor.ground(corners));
        }
        if (!sharpened.isEmpty()) {
          requireRoom(passes.layout().size(), workers, prepared);
        }
        List<Predictions> predictions = predict(prepared, field, passes);
        List<Drift> drifts = Drift.of(field.candidates(), passes.shared(), passes.layout());
        List<MeasuredSharpness> sharpness = sharpness(sharpened, passes, prepared);
        return new Measured(
            predictions, new Landscape(survey(grounds, surveyor), sharpness, drifts));
      } finally {
        SharedData.remove(spec.id());
      }
    }
  }

  private int workers(Preparation prepared, JavaSparkContext spark, StageResources resources)
      throws InterruptedException {
    if (WorldSize.isEmbedded(spark.master())) {
      return prepared.workers();
    }
    try (ExecutorWatch executors = new ExecutorWatch(spark, resources)) {
      return new ExecutorWait(spark, executors, console, () -> false)
          .workersOf(prepared.config(), 1);
    }
  }

  private static List<Predictions> predict(Preparation prepared, Field field, PassRun passes)
      throws IOException, InterruptedException {
    for (Entrant entrant : field.entrants()) {
      passes.share(weights(entrant, prepared, passes));
    }
    PredictionPass pass =
        new PredictionPass(
            passes.shared(), field.ensembles().stream().map(Field.Ensemble::members).toList());
    float[] start = passes.shared().parameters(0);
    return Predictions.read(passes.workforce().run(pass, start), field.candidates().size());
  }

  private List<Surface> survey(List<Surveyor.Ground> grounds, Surveyor surveyor)
      throws IOException, InterruptedException {
    if (grounds.isEmpty()) {
      return List.of();
    }
    long points = grounds.stream().mapToLong(Surveyor.Ground::points).sum();
    List<Surface> surveyed = new ArrayList<>();
    try (CountProgress progress =
        new CountProgress(
            console.err(), console.terminal(), "points", points, InstantSource.system())) {
      long done = 0;
      for (Surveyor.Ground ground : grounds) {
        long before = done;
        surveyed.add(surveyor.survey(ground, point -> progress.at(before + point)));
        done += ground.points();
      }
    }
    return surveyed;
  }

  private void requireRoom(int parameters, int workers, Preparation prepared) {
    int samples =
        Math.min(request.landscape().trainingSamples(), prepared.data().training().size());
    int micro = prepared.config().batch().micro();
    long needed = Sharpness.driverBytes(parameters, workers, (samples + micro - 1) / micro);
    long heap = Runtime.getRuntime().maxMemory();
    if (needed > heap) {
      throw new RequestException(
          "--sharpness: may take %d MiB of the driver's heap of %d MiB; give more with LARGO_MEMORY, or use --workers 1 or fewer --samples"
              .formatted(needed >> 20, heap >> 20));
    }
  }

  private List<MeasuredSharpness> sharpness(
      List<Entrant> entrants, PassRun passes, Preparation prepared)
      throws IOException, InterruptedException {
    List<MeasuredSharpness> measured = new ArrayList<>();
    if (entrants.isEmpty()) {
      return measured;
    }
    LandscapeRequest asked = request.landscape();
    try (CountProgress progress =
        new CountProgress(
            console.err(),
            console.terminal(),
            "sharpness, iterations",
            (long) entrants.size() * Sharpness.ITERATIONS,
            InstantSource.system())) {
      for (Entrant entrant : entrants) {
        long before = (long) measured.size() * Sharpness.ITERATIONS;
        Sharpness sharpness =
            Sharpness.of(
                passes.workforce(),
                passes.layout(),
                entrant.weights().load(),
                asked.epsilon(),
                asked.trainingSamples(),
                prepared.config().seed(),
                iteration -> progress.at(before + iteration));
        measured.add(new MeasuredSharpness(entrant.candidate(), sharpness));
      }
    }
    return measured;
  }

  private static float[] weights(Entrant entrant, Preparation prepared, PassRun passes)
      throws IOException, InterruptedException {
    float[] weights = entrant.weights().load();
    if (entrant.recompute()) {
      passes.refresh(weights, prepared.config().averaging().batchNormSamples());
    }
    return weights;
  }
}
