package dev.largo.train;

import java.io.IOException;

/**
 * The training loop. Every rank runs it; it knows neither Spark nor Deeplearning4j. In {@code
 * driver} mode there is one rank, and its workforce is a Spark job a step.
 */
public final class Trainer {
  private final TrainingPlan plan;
  private final TrainingEnd end;
  private final Stepper stepper;
  private final LearningRate learningRate;
  private final Assessment assessment;
  private final Checkpointer checkpointer;
  private final Activity activity;

  /** A loop over the given parts. */
  public Trainer(
      TrainingPlan plan,
      TrainingEnd end,
      Stepper stepper,
      LearningRate learningRate,
      Assessment assessment,
      Checkpointer checkpointer,
      Activity activity) {
    this.plan = plan;
    this.end = end;
    this.stepper = stepper;
    this.learningRate = learningRate;
    this.assessment = assessment;
    this.checkpointer = checkpointer;
    this.activity = activity;
  }

  /**
   * Trains from the step after {@code done} to the end, or until a stop is requested.
   *
   * @param done steps already made
   * @return the last step made, when its checkpoint is written too
   * @throws DivergedException if a parameter is not finite; or the loss or a gradient, unless such
   *     steps are to be skipped
   */
  public long train(long done) throws IOException, InterruptedException {
    return train(done, Long.MAX_VALUE);
  }

  /**
   * The same, to a step that need not be the last of the plan.
   *
   * @param until the step after which to stop, with a checkpoint
   */
  public long train(long done, long until) throws IOException, InterruptedException {
    long last = steps(done, until);
    checkpointer.finish();
    return last;
  }

  private long steps(long done, long until) throws IOException, InterruptedException {
    if (done > 0 && (plan.evaluatesAt(done) || end.isAt(done))) {
      // A checkpoint is saved before its evaluation, which may not have come to its end.
      assess(done);
    }
    long step = done;
    boolean stop = done >= until;
    while (!stop && !end.isAt(step)) {
      step++;
      StepWork work = stepper.make(step);
      end.observe(step, work.correct());
      stop = work.stopRequested() || step >= until;
      boolean saves = plan.checkpointsAt(step) || end.isAt(step) || stop;
      if (saves) {
        save(step);
      }
      if (plan.evaluatesAt(step) || end.isAt(step)) {
        assess(step);
        if (end.isAt(step) && !saves) {
          save(step); // The evaluation has reached what training is to stop at.
        }
      }
    }
    return step;
  }

  private void save(long step) throws IOException, InterruptedException {
    activity.at(step, "checkpoint");
    checkpointer.save(step);
  }

  private void assess(long step) throws IOException, InterruptedException {
    activity.at(step, "evaluation");
    EvaluationRecord single = assessment.assess(step);
    learningRate.observe(step, single.loss());
    end.observe(single);
  }
}
