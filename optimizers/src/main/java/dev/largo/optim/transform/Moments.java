package dev.largo.optim.transform;

/** The loop of Adam's family over the first and second moment, m and v. */
final class Moments {
  static final String FIRST = "first-moment";
  static final String SECOND = "second-moment";

  private Moments() {}

  /**
   * m = b1 m + (1 - b1) u; v = b2 v + (1 - b2) u^2; u = m scale1 / (sqrt(v scale2) + epsilon).
   *
   * <p>1 - b1 and 1 - b2 are rounded once, from float64.
   */
  static void update(
      StageContext context,
      float[] update,
      int from,
      int to,
      double beta1,
      double beta2,
      double scale1,
      double scale2,
      double epsilon) {
    float[] first = context.state(FIRST);
    float[] second = context.state(SECOND);
    float b1 = (float) beta1;
    float b2 = (float) beta2;
    float new1 = (float) (1 - beta1);
    float new2 = (float) (1 - beta2);
    float s1 = (float) scale1;
    float s2 = (float) scale2;
    float eps = (float) epsilon;
    for (int i = from; i < to; i++) {
      float u = update[i];
      float m = b1 * first[i] + new1 * u;
      float v = Math.min(b2 * second[i] + new2 * (u * u), Float.MAX_VALUE);
      first[i] = m;
      second[i] = v;
      update[i] = m * s1 / ((float) Math.sqrt(v * s2) + eps);
    }
  }
}
