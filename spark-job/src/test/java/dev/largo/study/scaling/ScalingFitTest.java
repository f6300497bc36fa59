package dev.largo.study.scaling;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.study.scaling.ScalingCurve.Kind;
import dev.largo.train.StepRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The cost model against steps whose costs are known. */
final class ScalingFitTest {
  private static final int MICRO = 32;
  private static final int BATCH = 4096;
  private static final double SAMPLE = 2e-3;
  private static final double WAIT = 1e-5;
  private static final double STEP = 4e-3;
  private static final double SUM_SLICE = 6e-3;
  private static final double SUM_EXCHANGE = 30e-3;
  private static final double REDUCE_PEER = 0.5e-3;
  private static final double SLICE = 10e-3;
  private static final double EXCHANGE = 20e-3;
  private static final double UPDATE_PEER = 0.25e-3;

  /** As a run would record it: rank 0 waits for whoever has more samples. */
  private static ScalingPoint point(int workers, int batch, double noise, @Nullable Integer cores) {
    StepLoad load = StepLoad.of(workers, batch, MICRO);
    double others = (workers - 1.0) / workers;
    double data = WAIT * load.ownSamples();
    double gradient = SAMPLE * load.ownSamples() + STEP;
    double waiting = (SAMPLE + WAIT) * (load.samples() - load.ownSamples());
    double reduce =
        load.vectors() * (SUM_SLICE / workers + SUM_EXCHANGE * others)
            + REDUCE_PEER * (workers - 1)
            + waiting;
    double update = SLICE / workers + EXCHANGE * others + UPDATE_PEER * (workers - 1);
    double total = data + gradient + reduce + update;
    return new ScalingPoint(
        workers,
        batch,
        MICRO,
        1,
        cores,
        new StepRecord.Seconds(
            data * noise, gradient * noise, reduce * noise, update * noise, total * noise));
  }

  private static List<ScalingPoint> points(int... workers) {
    return IntStream.of(workers).mapToObj(w -> point(w, BATCH, 1, null)).toList();
  }

  @Test
  void costsComeOutAsTheyWentIn() {
    ScalingModel model = requireNonNull(ScalingFit.of(points(1, 2, 3, 4, 6, 8)).model());

    assertEquals(SAMPLE, model.gradient().of(Term.SAMPLE), 1e-9);
    assertEquals(STEP, model.gradient().of(Term.STEP), 1e-9);
    assertEquals(WAIT, model.data().of(Term.SAMPLE), 1e-12);
    assertEquals(SUM_SLICE, model.reduce().of(Term.SUM_SLICE), 1e-9);
    assertEquals(SUM_EXCHANGE, model.reduce().of(Term.SUM_EXCHANGE), 1e-9);
    assertEquals(REDUCE_PEER, model.reduce().of(Term.PEER), 1e-9);
    assertEquals(SLICE, model.update().of(Term.SLICE), 1e-9);
    assertEquals(EXCHANGE, model.update().of(Term.EXCHANGE), 1e-9);
    assertEquals(UPDATE_PEER, model.update().of(Term.PEER), 1e-9);
  }

  @Test
  void predictsWorkersAndBatchesThatItHasNotSeen() {
    ScalingFit fit = ScalingFit.of(points(1, 2, 3, 4, 6));
    ScalingModel model = requireNonNull(fit.model());

    for (int workers : new int[] {5, 7, 64, 128}) {
      for (int batch : new int[] {BATCH, 4 * BATCH}) {
        assertEquals(
            point(workers, batch, 1, null).seconds().total(),
            model.predict(workers, batch).total(),
            1e-9);
      }
    }
    assertEquals(0, fit.error(), 1e-9);
    assertEquals(0, fit.heldOutError(), 1e-9);
  }

  @Test
  void errorsAreTold() {
    Random random = new Random(3);
    List<ScalingPoint> noisy = new ArrayList<>();
    for (int workers : new int[] {1, 2, 3, 4, 6, 8}) {
      for (int seed = 0; seed < 3; seed++) {
        noisy.add(point(workers, BATCH, 1 + 0.05 * random.nextGaussian(), null));
      }
    }

    ScalingFit fit = ScalingFit.of(noisy);

    assertTrue(fit.error() > 0.02 && fit.error() < 0.2, () -> "error " + fit.error());
    assertTrue(fit.heldOutError() > 0.005, () -> "held out " + fit.heldOutError());
    ScalingModel model = requireNonNull(fit.model());
    assertEquals(SAMPLE, model.gradient().of(Term.SAMPLE), 0.1 * SAMPLE);
    double worst =
        noisy.stream()
            .mapToDouble(
                p ->
                    Math.abs(
                        model.predict(p.workers(), p.globalBatch()).total() / p.seconds().total()
                            - 1))
            .max()
            .orElseThrow();
    assertEquals(worst, fit.error());
  }

  @Test
  void heldOutErrorIsThatOfAModelThatHasNotSeenTheLargest() {
    List<ScalingPoint> points = new ArrayList<>(points(1, 2, 4));
    points.add(point(8, BATCH, 1.25, null)); // a quarter slower than the others foretell

    ScalingFit fit = ScalingFit.of(points);

    assertEquals(0.2, fit.heldOutError(), 1e-6);
    assertTrue(fit.error() < 0.2, () -> "error " + fit.error());
  }

  @Test
  void twoNumbersOfWorkersAreTooFew() {
    List<ScalingPoint> points = new ArrayList<>(points(1, 2, 2));
    points.add(point(2, 2 * BATCH, 1, null));

    ScalingFit fit = ScalingFit.of(points);

    assertNull(fit.model());
    assertEquals(4, fit.fitted().size());
    assertTrue(Double.isNaN(fit.error()));
    assertTrue(Double.isNaN(fit.heldOutError()));
    assertNull(ScalingFit.of(List.of()).model());
  }

  @Test
  void threeNumbersHoldNoneOut() {
    ScalingFit fit = ScalingFit.of(points(1, 2, 4));

    assertTrue(Double.isNaN(fit.heldOutError()));
    assertEquals(0, fit.error(), 1e-9);
  }

  @Test
  void workersThatShareCoresAreLeftOut() {
    List<ScalingPoint> points =
        IntStream.of(1, 2, 4, 8).mapToObj(w -> point(w, BATCH, w > 4 ? 2 : 1, 4)).toList();

    ScalingFit fit = ScalingFit.of(points);

    assertEquals(List.of(points.get(3)), fit.leftOut());
    assertEquals(points.subList(0, 3), fit.fitted());
    assertEquals(0, fit.error(), 1e-9);
    assertTrue(ScalingCurves.of(fit).get(0).rows().get(3).oversubscribed());
  }

  @Test
  void strongScalingEndsWithTheMicroBatches() {
    ScalingCurve strong = ScalingCurves.of(ScalingFit.of(points(1, 2, 4, 8))).get(0);

    assertEquals(Kind.STRONG, strong.kind());
    assertEquals(
        List.of(1, 2, 4, 8, 16, 32, 64, 128),
        strong.rows().stream().map(ScalingRow::workers).toList());
    ScalingRow measured = strong.rows().get(3);
    ScalingRow predicted = strong.rows().get(4);
    assertEquals(BATCH / point(8, BATCH, 1, null).seconds().total(), measured.measuredSpeed());
    assertEquals(0, measured.error(), 1e-9);
    assertEquals(strong.measuredEfficiency(measured), strong.predictedEfficiency(measured), 1e-9);
    assertNull(predicted.measured());
    assertTrue(Double.isNaN(strong.measuredEfficiency(predicted)));
    assertEquals(
        point(1, BATCH, 1, null).seconds().total()
            / 16
            / point(16, BATCH, 1, null).seconds().total(),
        strong.predictedEfficiency(predicted),
        1e-9);
    ScalingModel model = requireNonNull(ScalingFit.of(points(1, 2, 4)).model());
    assertThrows(IllegalArgumentException.class, () -> model.predict(129, BATCH));
  }

  @Test
  void weakScalingGoesOnWithTheSamplesOfTheLargest() {
    List<ScalingCurve> curves = ScalingCurves.of(ScalingFit.of(points(1, 2, 4, 8)));
    ScalingCurve weak = curves.get(curves.size() - 1);

    assertEquals(Kind.WEAK, weak.kind());
    assertEquals(512, weak.batch());
    assertEquals(ScalingCurves.MOST_WORKERS, weak.rows().get(weak.rows().size() - 1).workers());
    assertEquals(4096 * 512, weak.rows().get(weak.rows().size() - 1).globalBatch());
    assertNull(weak.rows().get(0).measured());
    assertEquals(512, weak.rows().get(0).globalBatch());
    assertEquals(1, weak.predictedEfficiency(weak.rows().get(0)));
    assertEquals(
        BATCH / point(8, BATCH, 1, null).seconds().total(), weak.rows().get(3).measuredSpeed());
  }

  @Test
  void loadCountsTheSumsThatTravel() {
    assertEquals(new StepLoad(4, 1024, 1024, 1), StepLoad.of(4, BATCH, MICRO));
    // 7 micro-batches for 3: [0,2) [2,4) [4,7), of which the last is a pair and a single one.
    assertEquals(new StepLoad(3, 64, 96, 4.0 / 3), StepLoad.of(3, 7 * MICRO, MICRO));
  }
}
