package dev.largo.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.train.HistogramRecord.Kind;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Histograms of runs of 5 epochs of 8 steps of 7 micro-batches. */
@Timeout(60)
final class HistogramsTest {
  private static final long NEVER = Long.MAX_VALUE;
  private static final String EVERY = "metrics.histograms-every=3 steps";
  private static final String[] HALVES = {EVERY, "aggregation.wire=fp16"};

  @TempDir Path directory;

  private TestRun run(String name, int worldSize, String... overrides) {
    return new TestRun(directory.resolve(name), worldSize, overrides);
  }

  @Test
  void stepsThatAreAskedForHaveThem() throws Exception {
    TestRun run = run("run", 1, EVERY);
    run.train(0, NEVER);

    List<HistogramRecord> all = run.monitor.histograms;
    assertEquals(
        List.of(1L, 3L, 6L, 9L, 12L, 15L, 18L, 21L, 24L, 27L, 30L, 33L, 36L, 39L, 40L),
        all.stream().map(HistogramRecord::step).distinct().toList());
    List<HistogramRecord> first = all.stream().filter(record -> record.step() == 1).toList();
    assertEquals(
        List.of(
            "ACTIVATION of out",
            "GRADIENT of out.W",
            "PARAMETER of out.W",
            "GRADIENT of out.b",
            "PARAMETER of out.b"),
        first.stream().map(record -> record.kind() + " of " + record.layer()).toList());
    Histogram outputs = first.get(0).histogram();
    assertEquals(4 * 3, outputs.count(), "probabilities of a micro-batch");
    assertTrue(outputs.least() > 0 && outputs.most() < 1, outputs::toString);
  }

  /** The layer's norm is of the same mean gradient. */
  @Test
  void gradientIsTheMeanOverTheGlobalBatch() throws Exception {
    TestRun run = run("run", 1, EVERY, "metrics.layers-every=3 steps");
    run.train(0, NEVER);

    for (LayerRecord layer : run.monitor.layers) {
      for (HistogramRecord record : run.monitor.histograms) {
        if (record.step() == layer.step() && record.layer().equals(layer.layer())) {
          double norm = record.kind() == Kind.GRADIENT ? layer.gradientNorm() : layer.weightNorm();
          assertEquals(norm, norm(record.histogram()), 0.08 * norm, record::toString);
        }
      }
    }
    assertEquals(15 * 2, run.monitor.layers.size());
  }

  @Test
  void parametersAreThoseBeforeTheStep() throws Exception {
    TestRun run = run("run", 1, EVERY);
    run.train(0, 2);

    Histogram all =
        run.monitor.histograms.stream()
            .filter(record -> record.step() == 1 && record.kind() == Kind.PARAMETER)
            .map(HistogramRecord::histogram)
            .reduce(Histogram::plus)
            .orElseThrow();
    int weights = (int) all.count();
    assertEquals(Histogram.of(FloatBuffer.wrap(TestRun.start(weights + 2), 0, weights)), all);
  }

  /** A power of two changes no bit where nothing overflows. */
  @Test
  void lossScaleIsTakenOut() throws Exception {
    String[] scaled = {
      EVERY,
      "engine.precision=fp16",
      "engine.emulate=true",
      "engine.loss-scale={initial=1024,growth-steps=6}"
    };
    TestRun plain = run("plain", 2, EVERY);
    TestRun run = run("scaled", 2, scaled);
    assertArrayEquals(plain.train(0, NEVER), run.train(0, NEVER));

    assertEquals(1024.0, run.monitor.steps.get(0).lossScale());
    assertEquals(plain.monitor.histograms, run.monitor.histograms);
  }

  /** From the middles of bins, which are at most an eighth of the values wide to either side. */
  private static double norm(Histogram histogram) {
    double squares = 0;
    for (Histogram.Bins bins : List.of(histogram.negative(), histogram.positive())) {
      for (int bin = bins.first(); bin < bins.end(); bin++) {
        squares += bins.in(bin) * Math.pow(Histogram.middle(bin), 2);
      }
    }
    return Math.sqrt(squares);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theyAreTheSameForAnyWorldSizeAndChangeNothing(int worldSize) throws Exception {
    TestRun without = run("without", 1, "metrics.histograms-every=null");
    TestRun alone = run("alone", 1, EVERY);
    TestRun run = run("run", worldSize, EVERY);

    float[] expected = without.train(0, NEVER);
    assertArrayEquals(expected, alone.train(0, NEVER));
    assertArrayEquals(expected, run.train(0, NEVER));

    assertEquals(List.of(), without.monitor.histograms);
    assertEquals(alone.monitor.histograms, run.monitor.histograms);
    assertEquals(
        without.monitor.steps.stream().map(StepRecord::loss).toList(),
        run.monitor.steps.stream().map(StepRecord::loss).toList());
  }

  @Test
  void halvesOnTheWireLeaveThemTheSameForAnyWorldSize() throws Exception {
    TestRun alone = run("alone", 1, HALVES);
    TestRun run = run("run", 3, HALVES);
    assertArrayEquals(alone.train(0, NEVER), run.train(0, NEVER));

    assertEquals(alone.monitor.histograms, run.monitor.histograms);
  }

  @Test
  void resumedRunHasThoseOfTheStepsThatItMakes() throws Exception {
    TestRun whole = run("whole", 2, EVERY);
    whole.train(0, NEVER);
    TestRun stopped = run("stopped", 2, EVERY);
    stopped.train(0, 20);
    long done = stopped.checkpoints().all().get(stopped.checkpoints().all().size() - 1).step();
    stopped.monitor.histograms.clear();

    stopped.train(done, NEVER);

    assertEquals(
        whole.monitor.histograms.stream().filter(record -> record.step() > done).toList(),
        stopped.monitor.histograms);
  }

  /** Of a gradient that is not finite they tell how much of it is not. */
  @Test
  void skippedStepHasTheHistogramOfItsGradient() throws Exception {
    TestRun run =
        run("run", 1, EVERY, "optimizer.non-finite=skip")
            .poisoned(PoisonedEngine.Poison.GRADIENT, 6, 2);
    run.train(0, NEVER);

    HistogramRecord gradient =
        run.monitor.histograms.stream()
            .filter(record -> record.step() == 6 && record.kind() == Kind.GRADIENT)
            .findFirst()
            .orElseThrow();
    assertEquals(1, gradient.histogram().nonFinite());
  }
}
