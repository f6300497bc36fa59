package dev.largo.config;

import dev.largo.optim.NonFinitePolicy;
import dev.largo.optim.Optimizers;
import dev.largo.optim.layout.Role;
import dev.largo.optim.transform.BiasCorrection;
import dev.largo.optim.transform.Centralized;
import dev.largo.optim.transform.Rectification;
import dev.largo.optim.transform.SlowStart;
import dev.largo.optim.transform.Transition;
import dev.largo.optim.transform.Unrectified;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What an optimizer takes, and what it gets where the user says nothing.
 *
 * @param numbers with a default
 * @param optional numbers that are left out unless set
 * @param choices with a default
 * @param exclude default of the roles that are neither decayed nor adapted
 */
record OptimizerDefaults(
    Map<OptimizerNumber, Double> numbers,
    Set<OptimizerNumber> optional,
    Map<OptimizerChoice, Enum<?>> choices,
    Set<Role> exclude) {
  OptimizerDefaults {
    numbers = Map.copyOf(numbers);
    optional = Set.copyOf(optional);
    choices = Map.copyOf(choices);
    exclude = Set.copyOf(exclude);
  }

  /**
   * Weight decay alone; like every optimizer, with Lookahead around it and clipping in front of it
   * where those are asked for.
   */
  static OptimizerDefaults plain(double weightDecay) {
    return new OptimizerDefaults(
        Map.of(
            OptimizerNumber.WEIGHT_DECAY,
            weightDecay,
            OptimizerNumber.LOOKAHEAD_ALPHA,
            0.5,
            OptimizerNumber.ADAPTIVE_CLIP_EPSILON,
            1e-3),
        Set.of(
            OptimizerNumber.LOOKAHEAD_STEPS,
            OptimizerNumber.MAX_GRADIENT_NORM,
            OptimizerNumber.MAX_LAYER_GRADIENT_NORM,
            OptimizerNumber.ADAPTIVE_CLIP_FACTOR),
        Map.of(
            OptimizerChoice.LOOKAHEAD_START,
            SlowStart.INITIAL_WEIGHTS,
            OptimizerChoice.NON_FINITE,
            NonFinitePolicy.FAIL),
        Optimizers.EXCLUDED_BY_DEFAULT);
  }

  static OptimizerDefaults velocity() {
    return plain(1e-4).with(OptimizerNumber.MOMENTUM, 0.9);
  }

  /** Scaled to the norm of the gradient, LARS has no use for clipping by it. */
  static OptimizerDefaults lars(double trustCoefficient, double epsilon) {
    return velocity()
        .with(OptimizerNumber.TRUST_COEFFICIENT, trustCoefficient)
        .with(OptimizerNumber.RATIO_EPSILON, epsilon)
        .without(OptimizerNumber.MAX_GRADIENT_NORM)
        .without(OptimizerNumber.MAX_LAYER_GRADIENT_NORM)
        .without(OptimizerNumber.ADAPTIVE_CLIP_FACTOR)
        .without(OptimizerNumber.ADAPTIVE_CLIP_EPSILON);
  }

  static OptimizerDefaults adam(double weightDecay) {
    return plain(weightDecay)
        .with(OptimizerNumber.BETA1, 0.9)
        .with(OptimizerNumber.BETA2, 0.999)
        .with(OptimizerNumber.EPSILON, 1e-8);
  }

  static OptimizerDefaults lamb() {
    return adam(0.01)
        .with(OptimizerNumber.EPSILON, 1e-6)
        .with(OptimizerNumber.PHI_MIN, 0)
        .withOptional(OptimizerNumber.PHI_MAX)
        .with(OptimizerChoice.BIAS_CORRECTION, BiasCorrection.ON);
  }

  static OptimizerDefaults rAdam(double threshold) {
    return rectified(threshold).with(OptimizerChoice.UNRECTIFIED, Unrectified.MOMENTUM);
  }

  static OptimizerDefaults ranger() {
    return rectified(Rectification.PUBLIC_THRESHOLD)
        .with(OptimizerNumber.BETA1, 0.95)
        .with(OptimizerNumber.EPSILON, 1e-5)
        .centralized()
        .lookahead(6);
  }

  static OptimizerDefaults ralamb() {
    return rectified(Rectification.PUBLIC_THRESHOLD)
        .with(OptimizerNumber.PHI_MIN, 0)
        .with(OptimizerNumber.PHI_MAX, 10);
  }

  private static OptimizerDefaults rectified(double threshold) {
    return adam(0).with(OptimizerNumber.RECTIFY_ABOVE, threshold);
  }

  static OptimizerDefaults hybrid() {
    return velocity()
        .with(OptimizerNumber.BETA2, 0.99)
        .with(OptimizerNumber.EPSILON, 1e-8)
        .with(OptimizerNumber.CENTER_EPOCHS, 10)
        .with(OptimizerNumber.PERIOD_EPOCHS, 5)
        .with(OptimizerNumber.RMSPROP_LR, 3e-4)
        .with(OptimizerChoice.TRANSITION_SLOPE, Transition.Slope.CONTINUOUS);
  }

  OptimizerDefaults with(OptimizerNumber number, double value) {
    Map<OptimizerNumber, Double> more = new EnumMap<>(numbers);
    more.put(number, value);
    return new OptimizerDefaults(more, minus(number), choices, exclude);
  }

  OptimizerDefaults with(OptimizerChoice choice, Enum<?> value) {
    Map<OptimizerChoice, Enum<?>> more = new EnumMap<>(choices);
    more.put(choice, value);
    return new OptimizerDefaults(numbers, optional, more, exclude);
  }

  OptimizerDefaults excludingNothing() {
    return new OptimizerDefaults(numbers, optional, choices, Set.of());
  }

  OptimizerDefaults centralized() {
    return with(OptimizerChoice.CENTRALIZE, Centralized.CONVOLUTIONS_AND_DENSE);
  }

  /** With Lookahead, which other optimizers have only where it is asked for. */
  OptimizerDefaults lookahead(int steps) {
    return with(OptimizerNumber.LOOKAHEAD_STEPS, steps);
  }

  private OptimizerDefaults withOptional(OptimizerNumber number) {
    Set<OptimizerNumber> more = EnumSet.copyOf(optional);
    more.add(number);
    return new OptimizerDefaults(numbers, more, choices, exclude);
  }

  private OptimizerDefaults without(OptimizerNumber number) {
    Map<OptimizerNumber, Double> fewer = new EnumMap<>(numbers);
    fewer.remove(number);
    return new OptimizerDefaults(fewer, minus(number), choices, exclude);
  }

  private Set<OptimizerNumber> minus(OptimizerNumber number) {
    Set<OptimizerNumber> fewer = EnumSet.noneOf(OptimizerNumber.class);
    optional.stream().filter(o -> o != number).forEach(fewer::add);
    return fewer;
  }

  boolean uses(OptimizerNumber number) {
    return numbers.containsKey(number) || optional.contains(number);
  }
}
