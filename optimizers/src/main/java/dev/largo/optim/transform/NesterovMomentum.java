package dev.largo.optim.transform;

import dev.largo.optim.numeric.Check;
import java.util.List;

/**
 * v = m v + u; u = u + m v: Nesterov's momentum as seen from the point looked ahead to (Sutskever
 * et al. 2013, in the form of PyTorch and TensorFlow).
 */
record NesterovMomentum(double momentum) implements Stage {
  NesterovMomentum {
    Check.fractionFloat("momentum", momentum);
  }

  @Override
  public List<String> stateNames() {
    return List.of(HeavyBall.STATE);
  }

  @Override
  public void apply(StageContext context, float[] update, int from, int to) {
    float[] velocity = context.state(HeavyBall.STATE);
    float m = (float) momentum;
    for (int i = from; i < to; i++) {
      float u = update[i];
      float v = m * velocity[i] + u;
      velocity[i] = v;
      update[i] = u + m * v;
    }
  }
}
