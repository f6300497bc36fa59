package dev.largo.train;

import dev.largo.optim.NonFiniteGradientException;
import dev.largo.optim.NonFinitePolicy;
import dev.largo.optim.StepContext;
import dev.largo.optim.StepSignals;
import dev.largo.optim.layout.Segment;
import java.io.IOException;

/**
 * The training loop. Every rank runs it; it knows neither Spark nor Deeplearning4j. In {@code
 * driver} mode there is one rank, and its workforce is a Spark job a step.
 */
public final class Trainer {
  private final TrainingPlan plan;
  private final Workforce workforce;
  private final ParameterServer server;
  private final LearningRate learningRate;
  private final LossScaling lossScaling;
  private final Averages averages;
  private final Assessment assessment;
  private final Checkpointer checkpointer;
  private final StepReporter reporter;
  private final Activity activity;

  /** A loop over the given parts. */
  public Trainer(
      TrainingPlan plan,
      Workforce workforce,
      ParameterServer server,
      LearningRate learningRate,
      LossScaling lossScaling,
      Averages averages,
      Assessment assessment,
      Checkpointer checkpointer,
      StepReporter reporter,
      Activity activity) {
    this.plan = plan;
    this.workforce = workforce;
    this.server = server;
    this.learningRate = learningRate;
    this.lossScaling = lossScaling;
    this.averages = averages;
    this.assessment = assessment;
    this.checkpointer = checkpointer;
    this.reporter = reporter;
    this.activity = activity;
  }

  /** Steps of a run that were skipped, when {@code done} have been gone through. */
  public long skipped(long done) {
    return done - server.updates();
  }

  /**
   * Trains from the step after {@code done} to the plan's end, or until a stop is requested.
   *
   * @param done steps already made
   * @return the last step made, when its checkpoint is written too
   * @throws DivergedException if a parameter is not finite; or the loss or a gradient, unless such
   *     steps are to be skipped
   */
  public long train(long done) throws IOException, InterruptedException {
    long last = steps(done);
    checkpointer.finish();
    return last;
  }

  private long steps(long done) throws IOException, InterruptedException {
    if (done > 0 && plan.evaluatesAt(done)) {
      // A checkpoint is saved before its evaluation, which may not have come to its end.
      assess(done);
    }
    for (long step = done + 1; step <= plan.steps(); step++) {
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

      if (plan.checkpointsAt(step) || work.stopRequested()) {
        activity.at(step, "checkpoint");
        checkpointer.save(step);
      }
      if (plan.evaluatesAt(step)) {
        assess(step);
      }
      if (work.stopRequested()) {
        return step;
      }
    }
    return plan.steps();
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

  private void assess(long step) throws IOException, InterruptedException {
    activity.at(step, "evaluation");
    learningRate.observe(step, assessment.assess(step).loss());
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
      return StepUpdate.of(signals);
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
