package dev.largo.engine;

/**
 * Sums over samples.
 *
 * @param loss cross-entropy in nats
 * @param top1 samples whose most likely class is right
 * @param top5 samples whose class is among the five most likely
 */
public record Score(double loss, long top1, long top5, long samples) {
  /** The least probability that enters a logarithm, as in DL4J's multi-class cross-entropy. */
  private static final double LEAST_PROBABILITY = 1e-10;

  /**
   * Score of one sample. Of classes with the same probability the lower number ranks first.
   *
   * @param probabilities one a class, from {@code offset} on
   */
  public static Score of(float[] probabilities, int offset, int classes, int label) {
    float right = probabilities[offset + label];
    double loss =
        Float.isNaN(right) ? Double.NaN : -StrictMath.log(Math.max(right, LEAST_PROBABILITY));
    return ranked(loss, probabilities, offset, classes, label);
  }

  /**
   * Score of one sample whose loss is known.
   *
   * @param values one a class, from {@code offset} on; the larger, the more likely
   */
  public static Score ranked(double loss, float[] values, int offset, int classes, int label) {
    float right = values[offset + label];
    int ahead = 0;
    for (int c = 0; c < classes; c++) {
      float value = values[offset + c];
      if (value > right || (value == right && c < label)) {
        ahead++;
      }
    }
    boolean number = !Float.isNaN(right);
    return new Score(loss, number && ahead < 1 ? 1 : 0, number && ahead < 5 ? 1 : 0, 1);
  }

  /** The score of no sample. */
  public static final Score NONE = new Score(0, 0, 0, 0);

  /** Sum of two scores; the loss is added in this order. */
  public Score plus(Score next) {
    return new Score(loss + next.loss, top1 + next.top1, top5 + next.top5, samples + next.samples);
  }
}
