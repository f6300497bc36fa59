package dev.largo.optim;

import static dev.largo.optim.transform.GradientTransform.chain;
import static dev.largo.optim.transform.Transforms.addDecayedWeights;
import static dev.largo.optim.transform.Transforms.heavyBall;
import static dev.largo.optim.transform.Transforms.scaleByLearningRate;
import static dev.largo.optim.transform.Transforms.scaleByTrustRatio;

import dev.largo.optim.transform.GradientTransform;
import dev.largo.optim.transform.LayerNorms;
import dev.largo.optim.transform.Norms;
import dev.largo.optim.transform.TrustRatio;
import java.util.Map;
import java.util.Set;

/** The chains that every property is tried on. */
final class Chains {
  /** ||w|| / ||u||, which needs a pass of its own as in LAMB. */
  record UpdateRatio() implements TrustRatio {
    @Override
    public Norms norms() {
      return Norms.UPDATE;
    }

    @Override
    public double of(LayerNorms norms, double learningRate) {
      return norms.update() == 0 ? 1 : norms.weight() / norms.update();
    }
  }

  static final Map<String, GradientTransform> ALL =
      Map.of(
          "sgd", Optimizers.sgd(new SgdSpec(0.01)),
          "momentum", Optimizers.momentum(new MomentumSpec(0.9, 0.01)),
          "nesterov", Optimizers.nesterov(new MomentumSpec(0.9, 0.01)),
          "lars", Optimizers.lars(new LarsSpec(0.9, 0.01, 0.1, 0)),
          "lars nesterov", Optimizers.larsNesterov(new LarsSpec(0.9, 0.01, 0.1, 1e-8)),
          "adamw", Optimizers.adamW(new AdamSpec(0.01)),
          "lamb", Optimizers.lamb(new LambSpec(0.01)),
          "update norms",
              chain(
                  scaleByTrustRatio(new UpdateRatio(), Set.of()),
                  addDecayedWeights(0.01, Set.of()),
                  heavyBall(0.9),
                  scaleByTrustRatio(new UpdateRatio(), Set.of()),
                  scaleByLearningRate(),
                  scaleByTrustRatio(new UpdateRatio(), Set.of())));

  private Chains() {}
}
