package dev.largo.train;

import dev.largo.collective.Collective;
import dev.largo.data.BadSample;
import dev.largo.optim.layout.Slice;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One rank among its peers: computes its own share and meets the others in a collective. */
public final class AllReduceWorkforce implements Workforce {
  private final Worker worker;
  private final Collective collective;
  private final Slice slice;
  private final BooleanSupplier stopRequested;
  private final Consumer<BadSample> badSamples;
  private final Activity activity;

  /**
   * A rank's view of the workforce.
   *
   * @param slice the part of the vector that this rank owns
   * @param stopRequested asked once a step; one rank's yes ends the run on all
   * @param badSamples told of samples that were skipped
   * @param activity kept up to date
   */
  public AllReduceWorkforce(
      Worker worker,
      Collective collective,
      Slice slice,
      BooleanSupplier stopRequested,
      Consumer<BadSample> badSamples,
      Activity activity) {
    this.activity = activity;
    this.badSamples = badSamples;
    this.worker = worker;
    this.collective = collective;
    this.slice = slice;
    this.stopRequested = stopRequested;
  }

  @Override
  public StepWork computeGradient(long step, double lossScale, float[] parameters, float[] gradient)
      throws IOException, InterruptedException {
    activity.at(step, "gradient");
    GradientShare share = telling(() -> worker.computeShare(step, lossScale, parameters));
    activity.at(step, "reduce");
    long started = System.nanoTime();
    long overflows = share.sums().overflows();
    overflows += collective.reduceScatter(share.sums(), slice, gradient);
    double[] losses = collective.allGather(share.losses());
    double[] squares = share.squares();
    Double allSquares = squares == null ? null : sum(collective.allGather(squares));
    double[] own = {stopRequested.getAsBoolean() ? 1 : 0, share.correct(), overflows};
    double[] all = collective.allGather(own);
    double stops = 0;
    long correct = 0;
    overflows = 0;
    for (int i = 0; i < all.length; i += own.length) {
      stops += all[i];
      correct += (long) all[i + 1];
      overflows += (long) all[i + 2];
    }
    double reduceSeconds = (System.nanoTime() - started) / 1e9;
    return new StepWork(
        sum(losses),
        allSquares,
        correct,
        overflows,
        stops > 0,
        share.dataSeconds(),
        share.gradientSeconds(),
        reduceSeconds,
        share.inputBottleneck(),
        share.activations());
  }

  @Override
  public double[] run(Pass pass, float[] parameters) throws IOException, InterruptedException {
    return collective.allGather(telling(() -> worker.run(pass, parameters)));
  }

  /** What the worker is to do. */
  private interface Work<T> {
    T result() throws IOException, InterruptedException;
  }

  /** Does it, and tells of the samples that were skipped on the way, whether it fails or not. */
  private <T> T telling(Work<T> work) throws IOException, InterruptedException {
    T result;
    try {
      result = work.result();
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      try {
        worker.newBadSamples().forEach(badSamples);
      } catch (RuntimeException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    worker.newBadSamples().forEach(badSamples);
    return result;
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
