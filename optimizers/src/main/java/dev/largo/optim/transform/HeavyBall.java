package dev.largo.optim.transform;

import dev.largo.optim.numeric.Check;
import java.util.List;

/** v = m v + u; u = v: the heavy ball (Polyak 1964), its m corrected if so asked. */
record HeavyBall(double momentum, MomentumCorrection correction) implements Stage {
  static final String STATE = "momentum";

  HeavyBall {
    Check.fractionFloat("momentum", momentum);
  }

  @Override
  public String name() {
    return Stage.super.name() + "(" + correction + ")";
  }

  @Override
  public List<String> stateNames() {
    return List.of(STATE);
  }

  @Override
  public void apply(StageContext context, float[] update, int from, int to) {
    float[] velocity = context.state(STATE);
    float m =
        (float) correction.factor(momentum, context.learningRate(), context.previousLearningRate());
    for (int i = from; i < to; i++) {
      float v = m * velocity[i] + update[i];
      velocity[i] = v;
      update[i] = v;
    }
  }
}
