package dev.largo.data;

/** What teachers say of the samples of a micro-batch, to be learnt beside the labels. */
public final class TeacherTargets {
  private final float[] probabilities;
  private final double temperature;
  private final double weight;

  /**
   * What they say.
   *
   * @param probabilities at the temperature, samples x classes; no longer the caller's
   * @param temperature that logits are divided by, above 0
   * @param weight of the teachers' part of the loss, in (0, 1]
   */
  public TeacherTargets(float[] probabilities, double temperature, double weight) {
    this.probabilities = probabilities;
    this.temperature = temperature;
    this.weight = weight;
  }

  /** The probability of a class of a sample. */
  public double target(int sample, int kind, int classes) {
    return probabilities[sample * classes + kind];
  }

  /** What the logits of whoever learns are divided by too. */
  public double temperature() {
    return temperature;
  }

  /** The share of the loss that is not the labels'. */
  public double weight() {
    return weight;
  }
}
