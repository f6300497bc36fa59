package dev.largo.analyze.box;

import java.util.stream.IntStream;

/**
 * The first minimum of the quadratic model on the path of steepest descent, bent at the box's walls
 * (Byrd et al. 1995, algorithm CP).
 *
 * @param point where it is
 * @param c W^T (point - x)
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CauchyPoint(double[] point, double[] c) {
  static CauchyPoint of(double[] x, double[] gradient, Box box, LimitedHessian hessian) {
    double theta = hessian.theta();
    double[] times = new double[x.length];
    double[] d = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double g = gradient[i];
      double wall = g < 0 ? box.upper()[i] : box.lower()[i];
      times[i] = g == 0 ? Double.POSITIVE_INFINITY : (x[i] - wall) / g;
      d[i] = times[i] > 0 ? -g : 0;
    }
    double[] point = x.clone();
    double[] p = hessian.transposed(d);
    double[] c = new double[p.length];
    double slope = -Vectors.dot(d, d);
    if (slope == 0) {
      return new CauchyPoint(point, c);
    }
    double curvature = -theta * slope - Vectors.dot(p, hessian.middle(p));
    double least = Math.ulp(1.0) * curvature;
    double left = -slope / curvature;
    double time = 0;
    double[] w = new double[p.length];
    int[] walls = inOrder(times);
    int next = 0;
    for (; next < walls.length && left >= times[walls[next]] - time; next++) {
      int i = walls[next];
      double until = times[i] - time;
      double g = gradient[i];
      point[i] = d[i] > 0 ? box.upper()[i] : box.lower()[i];
      Vectors.add(until, p, c);
      hessian.row(i, w);
      double[] m = hessian.middle(w);
      slope += until * curvature + g * g + theta * g * (point[i] - x[i]) - g * Vectors.dot(m, c);
      curvature -= theta * g * g + 2 * g * Vectors.dot(m, p) + g * g * Vectors.dot(m, w);
      curvature = Math.max(least, curvature);
      Vectors.add(g, w, p);
      d[i] = 0;
      time = times[i];
      left = -slope / curvature;
    }
    left = Math.max(0, left);
    for (int i = 0; i < x.length; i++) {
      if (d[i] != 0) {
        point[i] = x[i] + (time + left) * d[i];
      }
    }
    Vectors.add(left, p, c);
    // Where every variable has come to a wall, rounding may leave a remainder of the path.
    box.clamp(point);
    return new CauchyPoint(point, c);
  }

  /** Which variables come to a wall, the first one first. */
  private static int[] inOrder(double[] times) {
    return IntStream.range(0, times.length)
        .filter(i -> times[i] > 0 && times[i] < Double.POSITIVE_INFINITY)
        .boxed()
        .sorted((a, b) -> Double.compare(times[a], times[b]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
