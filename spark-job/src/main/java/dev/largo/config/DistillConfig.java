package dev.largo.config;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Learning from what trained networks say of each sample (Hinton, Vinyals and Dean, "Distilling the
 * knowledge in a neural network", 2015).
 *
 * @param teachers network files with weights, or directories of checkpoints, averages or runs; at
 *     least one
 * @param temperature that the logits of teachers and network are divided by, above 0
 * @param weight of the teachers' part of the loss, in (0, 1]; the labels have the rest
 */
public record DistillConfig(List<String> teachers, double temperature, double weight) {
  public DistillConfig {
    teachers = List.copyOf(teachers);
  }

  /** The same with other paths of teachers. */
  public DistillConfig withPaths(UnaryOperator<String> path) {
    return new DistillConfig(teachers.stream().map(path).toList(), temperature, weight);
  }
}
