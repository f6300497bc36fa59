package dev.largo.config;

import dev.largo.optim.NonFinitePolicy;
import dev.largo.optim.layout.Role;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The optimizer and its constants.
 *
 * @param numbers those that the optimizer takes, without the optional ones that are not set
 * @param choices those that the optimizer takes
 * @param exclude roles that are not decayed; nor are they adapted, but for the optimizers that
 *     adapt every layer
 * @param unclipped names of layers that adaptive clipping leaves alone
 */
public record OptimizerConfig(
    OptimizerName name,
    Map<OptimizerNumber, Double> numbers,
    Map<OptimizerChoice, Enum<?>> choices,
    Set<Role> exclude,
    Set<String> unclipped) {
  public OptimizerConfig {
    numbers = Map.copyOf(numbers);
    choices = Map.copyOf(choices);
    exclude = Set.copyOf(exclude);
    unclipped = Set.copyOf(unclipped);
  }

  /** What becomes of a step whose loss or gradient is not finite. */
  public NonFinitePolicy nonFinite() {
    return choice(OptimizerChoice.NON_FINITE, NonFinitePolicy.class);
  }

  /** A number that the optimizer always has. */
  public double number(OptimizerNumber number) {
    return optional(number)
        .orElseThrow(() -> new IllegalArgumentException(name + " takes no " + number.key()));
  }

  /** A number that the optimizer may have. */
  public Optional<Double> optional(OptimizerNumber number) {
    return Optional.ofNullable(numbers.get(number));
  }

  /** A choice that the optimizer always has. */
  public <E extends Enum<E>> E choice(OptimizerChoice choice, Class<E> type) {
    Enum<?> chosen = choices.get(choice);
    if (chosen == null) {
      throw new IllegalArgumentException(name + " takes no " + choice.key());
    }
    return type.cast(chosen);
  }
}
