package dev.largo.train;

import dev.largo.optim.NonFiniteGradientException;
import dev.largo.optim.NonFinitePolicy;
import dev.largo.optim.StepContext;
import dev.largo.optim.StepSignals;
import dev.largo.optim.layout.Segment;
import java.io.IOException;
import java.util.List;

/** Makes steps that all ranks make together: the gradient, the update, and what follows them. */
public final class SynchronousStepper implements Stepper {
  private final TrainingPlan plan;
  private final Workforce workforce;
  private final ParameterServer server;
  private final LearningRate learningRate;
  private final LossScaling lossScaling;
  private final Averages averages;
  private final StepReporter reporter;
  private final Activity activity;

  /** Steps over the given parts. */
  public SynchronousStepper(
      TrainingPlan plan,
      Workforce workforce,
      ParameterServer server,
      LearningRate learningRate,
      LossScaling lossScaling,
      Averages averages,
      StepReporter reporter,
      Activity activity) {
    this.plan = plan;
    this.workforce = workforce;
    this.server = server;
    this.learningRate = learningRate;
    this.lossScaling = lossScaling;
    this.averages = averages;
    this.reporter = reporter;
    this.activity = activity;
  }

  @Override
  public long skipped(long done) {
    return done - server.updates();
  }

  @Override
  public StepWork make(long step) throws IOException, InterruptedException {
    double rate = learningRate.rate(step - 1);
    reporter.start();
    StepWork work =
        workforce.computeGradient(
            step, lossScaling.factor(), server.parameters(), server.gradient());
    activity.at(step, "update");
    StepUpdate update = update(step, rate, work);
    averages.update(step);
    reporter.finish(step, rate, lossScaling.recorded(), work, update);
    adapt(work, update);
    return work;
  }

  /** What follows the training: the loss scale and a rate that waits for the training error. */
  private void adapt(StepWork work, StepUpdate update) {
    if (Double.isFinite(work.lossSum())) {
      // No scale helps a loss that overflows on its way forward.
      lossScaling.after(update);
    }
    if (!update.skipped()) {
      learningRate.observeError(1 - (double) work.correct() / plan.config().batch().global());
    }
  }

  private boolean maySkip() {
    return plan.config().optimizer().nonFinite() == NonFinitePolicy.SKIP;
  }

  private StepUpdate update(long step, double rate, StepWork work) {
    int samples = plan.config().batch().global();
    boolean lossIsFinite = Double.isFinite(work.lossSum());
    if (!lossIsFinite && maySkip()) {
      return StepUpdate.SKIPPED;
    }
    StepContext.Detail detail =
        plan.recordsLayersAt(step) ? StepContext.Detail.LAYERS : StepContext.Detail.GLOBAL;
    try {
      List<HistogramRecord> histograms =
          plan.recordsHistogramsAt(step)
              ? server.histograms(step, lossScaling.factor(), samples)
              : List.of();
      StepSignals signals =
          server.update(
              rate, lossScaling.factor(), detail, samples, plan.config().batch().microBatches());
      if (!lossIsFinite) {
        throw new DivergedException(step, "the loss is " + work.lossSum() / samples, null);
      }
      if (signals.skipped() != null && !maySkip() && !lossScaling.canBackOff()) {
        throw new DivergedException(
            step, "a gradient is not finite even at the least loss scale" + overflow(work), null);
      }
      Segment broken = server.firstNonFinite();
      if (broken != null) {
        throw new DivergedException(
            step,
            "a parameter of " + broken.name() + " is no longer finite" + overflow(work),
            null);
      }
      return StepUpdate.of(signals, histograms);
    } catch (NonFiniteGradientException e) {
      throw new DivergedException(
          step, "loss " + work.lossSum() / samples + ", " + e.getMessage() + overflow(work), e);
    }
  }

  /** What the wire's format has to do with it, and what would help. */
  private String overflow(StepWork work) {
    if (work.overflows() == 0) {
      return "";
    }
    return "; numbers that overflowed aggregation.wire = fp16: "
        + work.overflows()
        + "; set it to fp32"
        + (maySkip() ? "" : ", or optimizer.non-finite = skip to pass such steps over");
  }
}
