package dev.largo.train;

import dev.largo.config.OptimizerConfig;
import dev.largo.optim.transform.GradientTransform;

/** From a configuration to the optimizer and the schedule it names. */
public final class Recipe {
  private Recipe() {}

  /**
   * The optimizer as a chain of gradient transformations.
   *
   * @param stepsPerEpoch of the run, for what is configured in epochs
   */
  public static GradientTransform optimizer(OptimizerConfig config, int stepsPerEpoch) {
    return new OptimizerRecipe(config, stepsPerEpoch).chain();
  }

  /**
   * The learning rate of every step: the base rate scaled to the global batch, behind a warm-up,
   * then decayed; in the averaging phase whatever that asks for, with rates that are given as they
   * are to be used.
   *
   * @throws IllegalArgumentException naming the key of a schedule that does not fit the plan
   */
  public static LearningRate learningRate(TrainingPlan plan) {
    return new ScheduleRecipe(plan).learningRate();
  }
}
