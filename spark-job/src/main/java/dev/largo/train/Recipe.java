package dev.largo.train;

import dev.largo.config.LargoConfig;
import dev.largo.config.OptimizerConfig;
import dev.largo.optim.NonFinitePolicy;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Segment;
import dev.largo.optim.transform.GradientTransform;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

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
   * Checks the layers that a configuration names.
   *
   * @throws IllegalArgumentException naming the key and the layers there are
   */
  public static void requireLayers(OptimizerConfig config, ParameterLayout layout) {
    Set<String> layers =
        layout.segments().stream()
            .map(Segment::layer)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    for (String name : config.unclipped()) {
      if (!layers.contains(name)) {
        throw new IllegalArgumentException(
            "optimizer.adaptive-clip.except-layers: no layer is named %s; the layers are %s"
                .formatted(name, String.join(", ", layers)));
      }
    }
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

  /**
   * What an optimizer does with a gradient that is not finite. Mixed precision always skips: it
   * finds the largest loss scale by overflowing it.
   */
  public static NonFinitePolicy nonFinitePolicy(LargoConfig config) {
    return config.engine().isMixed() ? NonFinitePolicy.SKIP : config.optimizer().nonFinite();
  }
}
