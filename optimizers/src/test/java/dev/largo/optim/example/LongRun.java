package dev.largo.optim.example;

import dev.largo.optim.AdamSpec;
import dev.largo.optim.NonFinitePolicy;
import dev.largo.optim.Optimizer;
import dev.largo.optim.Optimizers;
import dev.largo.optim.Parallel;
import dev.largo.optim.StepContext;
import dev.largo.optim.average.RunningAverage;
import dev.largo.optim.average.SnapshotWeight;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import dev.largo.optim.layout.Slice;
import dev.largo.optim.noise.NoiseEstimate;
import dev.largo.optim.noise.NoiseScale;
import dev.largo.optim.numeric.Vectors;
import dev.largo.optim.schedule.AdaptiveRate;
import dev.largo.optim.schedule.PlateauSpec;
import dev.largo.optim.transform.GradientTransform;
import dev.largo.optim.transform.Transforms;
import java.util.List;
import java.util.SplittableRandom;

/** The README's second example: everything around an optimizer. */
final class LongRun {
  private LongRun() {}

  public static void main(String[] args) {
    var layout =
        new ParameterLayout(List.of(new Segment("w", "w", Role.WEIGHT, 0, 11, List.of(1, 11))));
    var chain =
        GradientTransform.chain(
            Transforms.clipByGlobalNorm(0.2), Optimizers.adamW(new AdamSpec(0.01)));
    var optimizer =
        new Optimizer(chain, layout, Slice.whole(layout), Parallel.SERIAL, NonFinitePolicy.SKIP);
    var rate = AdaptiveRate.onPlateau(new PlateauSpec(0.1, 0.5, 2, 0.01, 0, 0));
    var average = new RunningAverage(layout.size(), SnapshotWeight.exponential(0.9));
    var noise = new NoiseScale(0.9);
    float[] parameters = new float[layout.size()];
    for (int batch = 1; batch <= 200; batch++) {
      float[] gradient = LogisticRegression.gradient(parameters, new SplittableRandom(batch));
      float[] more = LogisticRegression.gradient(parameters, new SplittableRandom(-batch));
      double small = Vectors.sumOfSquares(gradient, 0, 11);
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = batch == 50 ? Float.NaN : (gradient[i] + more[i]) / 2;
      }
      var context = new StepContext(rate.rate(), StepContext.Detail.GLOBAL);
      var signals = optimizer.step(parameters, gradient, context);
      if (signals.skipped() != null) {
        System.out.println("batch " + batch + " is skipped: " + signals.skipped().quantity());
        continue;
      }
      average.add(parameters, 0);
      double big = signals.gradientNorm() * signals.gradientNorm();
      noise.add(NoiseEstimate.of(256, small, 512, big));
      if (batch % 20 == 0) {
        rate.observe(1 - LogisticRegression.accuracy(parameters, new SplittableRandom(0)));
      }
    }
    float[] averaged = new float[layout.size()];
    average.copyTo(averaged, 0);
    System.out.printf("rate %.4f after %d updates%n", rate.rate(), optimizer.updates());
    System.out.printf("noise scale %.0f samples%n", noise.average().noiseScale());
    System.out.printf(
        "accuracy of the average %.3f%n",
        LogisticRegression.accuracy(averaged, new SplittableRandom(0)));
  }
}
