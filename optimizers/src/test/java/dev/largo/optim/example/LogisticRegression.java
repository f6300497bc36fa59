package dev.largo.optim.example;

import dev.largo.optim.LarsSpec;
import dev.largo.optim.LayerSignal;
import dev.largo.optim.Optimizer;
import dev.largo.optim.Optimizers;
import dev.largo.optim.StepContext;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import dev.largo.optim.schedule.Schedule;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** The README's example: logistic regression on synthetic numbers, trained with LARS. */
final class LogisticRegression {
  private static final int BATCH = 256;

  private LogisticRegression() {}

  public static void main(String[] args) {
    var weights = new Segment("w", "logistic", Role.WEIGHT, 0, 10, List.of(1, 10));
    var bias = new Segment("b", "logistic", Role.BIAS, 10, 1, List.of(1));
    var layout = new ParameterLayout(List.of(weights, bias));
    var lars = Optimizers.lars(new LarsSpec(0.9, 1e-4, 0.01, 0));
    var optimizer = new Optimizer(lars, layout);
    var schedule = Schedule.cosine(1, 0, 180).afterWarmup(0, 20);
    float[] parameters = new float[layout.size()];
    Arrays.fill(parameters, 0.01f);
    for (int step = 1; step <= 200; step++) {
      float[] gradient = gradient(parameters, new SplittableRandom(step));
      var context = new StepContext(schedule.rate(step - 1), StepContext.Detail.LAYERS);
      var signals = optimizer.step(parameters, gradient, context);
      if (step % 40 == 0) {
        for (LayerSignal layer : signals.layers()) {
          System.out.printf(
              "step %d, layer %s: trust ratio %.4f%n", step, layer.layer(), layer.trustRatio());
        }
      }
    }
    System.out.printf("accuracy %.3f%n", accuracy(parameters, new SplittableRandom(0)));
  }

  /** Mean gradient of the loss over a batch; the label of x is whether its sum is above 1. */
  static float[] gradient(float[] parameters, SplittableRandom random) {
    float[] gradient = new float[parameters.length];
    for (int sample = 0; sample < BATCH; sample++) {
      double[] x = random.doubles(10, -1, 1).toArray();
      double error = 1 / (1 + Math.exp(-score(parameters, x))) - (isPositive(x) ? 1 : 0);
      for (int i = 0; i < x.length; i++) {
        gradient[i] += (float) (error * x[i] / BATCH);
      }
      gradient[x.length] += (float) (error / BATCH);
    }
    return gradient;
  }

  static double accuracy(float[] parameters, SplittableRandom random) {
    int right = 0;
    for (int sample = 0; sample < 1000; sample++) {
      double[] x = random.doubles(10, -1, 1).toArray();
      right += isPositive(x) == score(parameters, x) > 0 ? 1 : 0;
    }
    return right / 1000.0;
  }

  private static boolean isPositive(double[] x) {
    return Arrays.stream(x).sum() > 1;
  }

  private static double score(float[] parameters, double[] x) {
    double score = parameters[x.length];
    for (int i = 0; i < x.length; i++) {
      score += parameters[i] * x[i];
    }
    return score;
  }
}
