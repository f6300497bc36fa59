package dev.largo.engine;

import java.util.function.ToDoubleFunction;

/** Slopes of a loss in float64. */
public final class Slopes {
  /** Small enough that hardly any ReLU turns, large enough that rounding stays below 1e-8. */
  private static final double STEP = 1e-6;

  private Slopes() {}

  /** The centred difference along one parameter. */
  public static double centred(ToDoubleFunction<double[]> loss, double[] at, int parameter) {
    double[] moved = at.clone();
    moved[parameter] = at[parameter] + STEP;
    double above = loss.applyAsDouble(moved);
    moved[parameter] = at[parameter] - STEP;
    return (above - loss.applyAsDouble(moved)) / (2 * STEP);
  }
}
