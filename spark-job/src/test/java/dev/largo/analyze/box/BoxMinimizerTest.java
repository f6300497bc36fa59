package dev.largo.analyze.box;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** On problems whose solutions are published or can be written down. */
final class BoxMinimizerTest {
  private static final double FREE = Double.POSITIVE_INFINITY;

  private static BoxMinimizer.Result minimum(Objective objective, Box box, double... start)
      throws Exception {
    return BoxMinimizer.minimize(objective, box, start, 200, iteration -> {});
  }

  private static Box box(double[] lower, double[] upper) {
    return new Box(lower, upper);
  }

  private static double[] of(int n, double value) {
    double[] all = new double[n];
    Arrays.fill(all, value);
    return all;
  }

  private static Objective.Value value(double value, double... gradient) {
    return new Objective.Value(value, gradient);
  }

  private static Objective rosenbrock() {
    return x -> {
      double a = x[1] - x[0] * x[0];
      double b = 1 - x[0];
      return value(100 * a * a + b * b, -400 * a * x[0] - 2 * b, 200 * a);
    };
  }

  /** Hock and Schittkowski 1981, problem 1. */
  @Test
  void valleyIsFollowedToItsEndWhereTheWallIsFarFromIt() throws Exception {
    BoxMinimizer.Result result =
        minimum(rosenbrock(), box(new double[] {-FREE, -1.5}, of(2, FREE)), -2, 1);

    assertArrayEquals(new double[] {1, 1}, result.point(), 1e-4);
    assertTrue(result.iterations() < 60, () -> "" + result.iterations());
  }

  /** Problem 2: the wall cuts the valley. */
  @Test
  void wallAcrossTheValleyIsWhereItEnds() throws Exception {
    BoxMinimizer.Result result =
        minimum(rosenbrock(), box(new double[] {-FREE, 1.5}, of(2, FREE)), -2, 1);

    double a = Math.sqrt(598.0 / 1200);
    double b = 400 * a * a * a;
    double best = 2 * a * Math.cos(Math.acos(1 / b) / 3);
    assertEquals(1.5, result.point()[1], 0);
    // The other valley's end is a minimum too.
    double local = 100 * Math.pow(1.5 - 1.2210 * 1.2210, 2) + Math.pow(1 + 1.2210, 2);
    double bestValue = 100 * Math.pow(1.5 - best * best, 2) + Math.pow(1 - best, 2);
    assertTrue(
        Math.abs(result.value() - bestValue) < 1e-6 || Math.abs(result.value() - local) < 1e-3,
        () -> "" + result);
  }

  /** Problem 4. */
  @Test
  void cornerIsFound() throws Exception {
    BoxMinimizer.Result result =
        minimum(
            x -> value(Math.pow(x[0] + 1, 3) / 3 + x[1], (x[0] + 1) * (x[0] + 1), 1),
            box(new double[] {1, 0}, of(2, FREE)),
            1.125,
            0.125);

    assertEquals(8.0 / 3, result.value(), 0);
    assertArrayEquals(new double[] {1, 0}, result.point(), 0);
  }

  /** Problem 5. */
  @Test
  void minimumInsideIsFound() throws Exception {
    BoxMinimizer.Result result =
        minimum(
            x -> {
              double c = Math.cos(x[0] + x[1]);
              double d = 2 * (x[0] - x[1]);
              double f = Math.sin(x[0] + x[1]) + d * d / 4 - 1.5 * x[0] + 2.5 * x[1] + 1;
              return value(f, c + d - 1.5, c - d + 2.5);
            },
            box(new double[] {-1.5, -3}, new double[] {4, 3}),
            0,
            0);

    assertEquals(-Math.sqrt(3) / 2 - Math.PI / 3, result.value(), 1e-8);
  }

  /** Problem 45. */
  @Test
  void productIsLargestInTheUppermostCorner() throws Exception {
    BoxMinimizer.Result result =
        minimum(
            x -> {
              double[] gradient = new double[5];
              double all = 1;
              for (int i = 0; i < 5; i++) {
                all *= x[i];
                gradient[i] = -1 / 120.0;
                for (int k = 0; k < 5; k++) {
                  gradient[i] *= k == i ? 1 : x[k];
                }
              }
              return value(2 - all / 120, gradient);
            },
            box(of(5, 0), new double[] {1, 2, 3, 4, 5}),
            0.5,
            0.5,
            0.5,
            0.5,
            0.5);

    assertEquals(1, result.value(), 1e-12);
  }

  /** Problem 110. */
  @Test
  void tenVariablesMeetTheirPublishedMinimum() throws Exception {
    BoxMinimizer.Result result =
        minimum(
            x -> {
              double[] gradient = new double[10];
              double sum = 0;
              double product = 1;
              for (double v : x) {
                product *= v;
              }
              double root = Math.pow(product, 0.2);
              for (int i = 0; i < 10; i++) {
                double low = Math.log(x[i] - 2);
                double high = Math.log(10 - x[i]);
                sum += low * low + high * high;
                gradient[i] = 2 * low / (x[i] - 2) - 2 * high / (10 - x[i]) - 0.2 * root / x[i];
              }
              return value(sum - root, gradient);
            },
            box(of(10, 2.001), of(10, 9.999)),
            of(10, 9));

    assertEquals(-45.77846971, result.value(), 1e-7);
  }

  /** The first example that comes with the authors' code: odd variables in [1, 100]. */
  @Test
  void longValleyWithBoundsOnEveryOtherVariableIsFollowed() throws Exception {
    int n = 25;
    double[] lower = new double[n];
    for (int i = 0; i < n; i++) {
      lower[i] = i % 2 == 0 ? 1 : -100;
    }
    Objective objective =
        x -> {
          double f = 0.25 * (x[0] - 1) * (x[0] - 1);
          double[] g = new double[n];
          g[0] = 0.5 * (x[0] - 1);
          for (int i = 1; i < n; i++) {
            double r = x[i] - x[i - 1] * x[i - 1];
            f += r * r;
            g[i] += 2 * r;
            g[i - 1] -= 4 * r * x[i - 1];
          }
          for (int i = 0; i < n; i++) {
            g[i] *= 4;
          }
          return value(4 * f, g);
        };

    BoxMinimizer.Result result = minimum(objective, box(lower, of(n, 100)), of(n, 3));

    assertTrue(result.value() < 1e-7, () -> "" + result.value());
    // The authors' own run takes 23 iterations.
    assertTrue(result.iterations() <= 46, () -> "" + result.iterations());
  }

  /** Ill-conditioned and longer than the memory; what a minimum is can be read off the slope. */
  @Test
  void minimumOfAConvexQuadraticHasNoSlopeIntoTheBox() throws Exception {
    Random random = new Random(7);
    int n = 120;
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = random.doubles(n, -1, 1).toArray();
    }
    double[] center = random.doubles(n, -3, 3).toArray();
    Objective objective =
        x -> {
          double f = 0;
          double[] g = new double[n];
          for (int i = 0; i < n; i++) {
            double r = 0;
            for (int k = 0; k < n; k++) {
              r += rows[i][k] * (x[k] - center[k]);
            }
            double weight = 1 + 99.0 * i / n;
            f += weight * r * r / 2;
            for (int k = 0; k < n; k++) {
              g[k] += weight * r * rows[i][k];
            }
          }
          for (int k = 0; k < n; k++) {
            f += x[k] * x[k] / 2;
            g[k] += x[k];
          }
          return value(f, g);
        };
    Box box = box(of(n, -1), of(n, 1));

    BoxMinimizer.Result result =
        BoxMinimizer.minimize(objective, box, new double[n], 2000, iteration -> {});

    double[] slope = objective.at(result.point()).gradient();
    double start = 0;
    for (double g : objective.at(new double[n]).gradient()) {
      start = Math.max(start, Math.abs(g));
    }
    int atWalls = 0;
    for (int i = 0; i < n; i++) {
      double x = result.point()[i];
      double into = x == 1 ? Math.max(0, slope[i]) : x == -1 ? Math.max(0, -slope[i]) : slope[i];
      assertEquals(0, into, 1e-4 * start, "variable " + i + " at " + x);
      atWalls += Math.abs(x) == 1 ? 1 : 0;
    }
    assertTrue(atWalls > 20 && atWalls < 100, "at walls: " + atWalls);
    assertTrue(result.evaluations() < 2 * result.iterations() + 10, result::toString);
  }

  @Test
  void boundsThatLeaveNoRoomAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> box(new double[] {0, 2}, new double[] {1, 1}));
    assertThrows(
        IllegalArgumentException.class, () -> box(new double[] {Double.NaN}, new double[] {1}));
    assertThrows(IllegalArgumentException.class, () -> box(new double[2], new double[3]));
  }

  /** As when the loss is made as large as it can be: the function curves downwards everywhere. */
  @Test
  void functionWithoutAMinimumInsideEndsInACorner() throws Exception {
    Random random = new Random(3);
    int n = 500;
    double[] slope = random.doubles(n, -1, 1).toArray();
    Objective objective =
        x -> {
          double f = 0;
          double[] g = new double[n];
          for (int i = 0; i < n; i++) {
            f += slope[i] * x[i] - 0.5 * 20 * x[i] * x[i];
            g[i] = slope[i] - 20 * x[i];
          }
          return value(f, g);
        };
    double width = 1e-3;

    BoxMinimizer.Result result =
        BoxMinimizer.minimize(
            objective, box(of(n, -width), of(n, width)), new double[n], 10, iteration -> {});

    double best = -0.5 * 20 * n * width * width;
    for (double s : slope) {
      best -= Math.abs(s) * width;
    }
    assertEquals(best, result.value(), 1e-3 * -best);
  }

  @Test
  void variableWithoutRoomStaysAndNothingLeavesTheBoxOrGoesUp() throws Exception {
    Box box = box(new double[] {0.5, -2}, new double[] {0.5, 2});
    List<double[]> asked = new ArrayList<>();
    Objective watched =
        x -> {
          asked.add(x.clone());
          return rosenbrock().at(x);
        };

    BoxMinimizer.Result result = minimum(watched, box, 0.5, -2);

    assertArrayEquals(new double[] {0.5, 0.25}, result.point(), 1e-7);
    assertEquals(asked.size(), result.evaluations());
    for (double[] point : asked) {
      assertEquals(0.5, point[0], 0);
      assertTrue(Math.abs(point[1]) <= 2);
    }
  }

  @Test
  void startThatIsTheMinimumIsKept() throws Exception {
    BoxMinimizer.Result result = minimum(rosenbrock(), box(of(2, -5), of(2, 5)), 1, 1);

    assertArrayEquals(new double[] {1, 1}, result.point(), 0);
    assertEquals(0, result.iterations());
    assertEquals(1, result.evaluations());
  }
}
