package dev.largo.optim;

import static dev.largo.optim.transform.GradientTransform.chain;
import static dev.largo.optim.transform.Transforms.addDecayedWeights;
import static dev.largo.optim.transform.Transforms.heavyBall;
import static dev.largo.optim.transform.Transforms.scaleByAdam;
import static dev.largo.optim.transform.Transforms.scaleByLearningRate;
import static dev.largo.optim.transform.Transforms.scaleByTrustRatio;

import dev.largo.optim.golden.GoldenOptimizer;
import dev.largo.optim.transform.BiasCorrection;
import dev.largo.optim.transform.GradientTransform;
import dev.largo.optim.transform.LambRatio;
import dev.largo.optim.transform.LarsRatio;
import dev.largo.optim.transform.LayerNorms;
import dev.largo.optim.transform.Norms;
import dev.largo.optim.transform.SlowStart;
import dev.largo.optim.transform.Stage;
import dev.largo.optim.transform.StageContext;
import dev.largo.optim.transform.TrustRatio;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What public code does that no paper says, rebuilt to show that this alone makes the difference.
 *
 * @param published the chain that the golden file is not about
 * @param deviating the same with the deviation that the golden README documents
 */
record GoldenDeviation(GradientTransform published, GradientTransform deviating) {
  private static final Map<String, Function<GoldenOptimizer, GoldenDeviation>> ALL =
      Map.of(
          "lookahead_timm_adam", GoldenDeviation::lazyLookahead,
          "lars_kozistr", GoldenDeviation::larsKozistr,
          "lamb_kozistr", GoldenDeviation::lambKozistr,
          "akiba_separate", GoldenDeviation::separateRmsProp);

  static Optional<GoldenDeviation> of(GoldenOptimizer golden) {
    return GoldenRecipes.named(golden, ALL.keySet())
        .flatMap(recipe -> Optional.ofNullable(ALL.get(recipe)))
        .map(deviation -> deviation.apply(golden));
  }

  /** The slow weights begin at the first synchronization, which is thereby lost. */
  private static GoldenDeviation lazyLookahead(GoldenOptimizer c) {
    LookaheadSpec paper = GoldenPresets.lookahead(c);
    GradientTransform adam = GoldenPresets.innerAdam(c);
    return new GoldenDeviation(
        Optimizers.lookahead(adam, paper),
        Optimizers.lookahead(
            adam,
            new LookaheadSpec(paper.everySteps(), paper.alpha(), SlowStart.FIRST_SYNCHRONIZATION)));
  }

  /** No decay in the denominator, and a velocity that begins as the raw gradient. */
  private static GoldenDeviation larsKozistr(GoldenOptimizer c) {
    LarsSpec spec = GoldenPresets.lars(c, "trust_coefficient");
    return new GoldenDeviation(
        Optimizers.lars(spec),
        chain(
            new KeepRawGradient(),
            addDecayedWeights(spec.weightDecay(), spec.excluded()),
            scaleByTrustRatio(new LarsRatio(spec.trustCoefficient(), 0, 0), spec.excluded()),
            new StartFromRawGradient(spec.momentum()),
            heavyBall(spec.momentum()),
            scaleByLearningRate()));
  }

  /** Weights decay before the ratio is taken and outside of it; one moment is corrected only. */
  private static GoldenDeviation lambKozistr(GoldenOptimizer c) {
    LambSpec spec = GoldenPresets.lamb(c, new LambRatio(0, 10));
    double decay = spec.weightDecay();
    return new GoldenDeviation(
        Optimizers.lamb(spec),
        chain(
            scaleByAdam(spec.beta1(), spec.beta2(), spec.epsilon(), BiasCorrection.OFF),
            scaleByTrustRatio(new DecayedWeightRatio(decay, spec.epsilon()), Set.of()),
            new CorrectFirstMoment(spec.beta1()),
            addDecayedWeights(decay, Set.of()),
            scaleByLearningRate()));
  }

  /** Only the plain gradient's share goes through the velocity. */
  private static GoldenDeviation separateRmsProp(GoldenOptimizer c) {
    HybridSpec spec = GoldenPresets.hybrid(c);
    return new GoldenDeviation(
        Optimizers.rmsPropToMomentum(spec),
        chain(new SeparateVelocity(spec), scaleByLearningRate()));
  }

  private record KeepRawGradient() implements Stage {
    @Override
    public List<String> stateNames() {
      return List.of("raw");
    }

    @Override
    public void apply(StageContext context, float[] update, int from, int to) {
      System.arraycopy(update, from, context.state("raw"), from, to - from);
    }
  }

  /** buf_0 = g_1, hence m g_1 more in the first update. */
  private record StartFromRawGradient(double momentum) implements Stage {
    @Override
    public void apply(StageContext context, float[] update, int from, int to) {
      for (int i = from; i < to && context.step() == 1; i++) {
        update[i] += (float) momentum * context.state("raw")[i];
      }
    }
  }

  private record DecayedWeightRatio(double weightDecay, double epsilon) implements TrustRatio {
    @Override
    public Norms norms() {
      return Norms.UPDATE;
    }

    @Override
    public double of(LayerNorms norms, double learningRate) {
      double weight = (1 - learningRate * weightDecay) * norms.weight();
      return weight == 0 || norms.update() == 0
          ? 1
          : Math.min(weight, 10) / (norms.update() + epsilon);
    }
  }

  private record CorrectFirstMoment(double beta1) implements Stage {
    @Override
    public void apply(StageContext context, float[] update, int from, int to) {
      float scale = (float) (1 / (1 - Math.pow(beta1, (double) context.step())));
      for (int i = from; i < to; i++) {
        update[i] *= scale;
      }
    }
  }

  private record SeparateVelocity(HybridSpec spec) implements Stage {
    @Override
    public List<String> stateNames() {
      return List.of("second", "velocity");
    }

    @Override
    public void apply(StageContext context, float[] update, int from, int to) {
      float[] second = context.state("second");
      float[] velocity = context.state("velocity");
      double share = spec.transition().shareOfSgd(context.step());
      double adaptive = (1 - share) * spec.rmsPropRate() / context.learningRate();
      for (int i = from; i < to; i++) {
        double g = update[i];
        second[i] = (float) (spec.beta() * second[i] + (1 - spec.beta()) * g * g);
        velocity[i] = (float) (spec.momentum() * velocity[i] + share * g);
        update[i] = (float) (velocity[i] + adaptive * g / (Math.sqrt(second[i]) + spec.epsilon()));
      }
    }
  }
}
