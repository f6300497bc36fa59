package dev.largo.analyze.box;

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
    Walls walls = new Walls(times);
    int moving = count(d);
    while (!walls.isEmpty() && left >= times[walls.first()] - time) {
      int i = walls.first();
      walls.removeFirst();
      double until = times[i] - time;
      double g = gradient[i];
      point[i] = d[i] > 0 ? box.upper()[i] : box.lower()[i];
      slope += until * curvature + g * g + theta * g * (point[i] - x[i]);
      curvature -= theta * g * g;
      if (w.length > 0) {
        Vectors.add(until, p, c);
        hessian.row(i, w);
        double[] m = hessian.middle(w);
        slope -= g * Vectors.dot(m, c);
        curvature -= 2 * g * Vectors.dot(m, p) + g * g * Vectors.dot(m, w);
        Vectors.add(g, w, p);
      }
      curvature = Math.max(least, curvature);
      d[i] = 0;
      moving--;
      time = times[i];
      left = -slope / curvature;
    }
    if (moving > 0) {
      left = Math.max(0, left);
      for (int i = 0; i < x.length; i++) {
        if (d[i] != 0) {
          point[i] = x[i] + (time + left) * d[i];
        }
      }
      Vectors.add(left, p, c);
      box.clamp(point);
    }
    return new CauchyPoint(point, c);
  }

  private static int count(double[] direction) {
    int count = 0;
    for (double d : direction) {
      count += d == 0 ? 0 : 1;
    }
    return count;
  }
}
