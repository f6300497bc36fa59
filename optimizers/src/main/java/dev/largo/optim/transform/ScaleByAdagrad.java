package dev.largo.optim.transform;

import dev.largo.optim.numeric.Check;
import java.util.List;

/** s += u^2; u = u / (sqrt(s) + epsilon) (Duchi, Hazan and Singer 2011, diagonal form). */
record ScaleByAdagrad(double epsilon) implements Stage {
  private static final String SQUARES = "sum-of-squares";

  ScaleByAdagrad {
    Check.positiveFloat("epsilon", epsilon);
  }

  @Override
  public List<String> stateNames() {
    return List.of(SQUARES);
  }

  @Override
  public boolean squares() {
    return true;
  }

  @Override
  public void apply(StageContext context, float[] update, int from, int to) {
    float[] squares = context.state(SQUARES);
    float eps = (float) epsilon;
    for (int i = from; i < to; i++) {
      float u = update[i];
      float s = Math.min(squares[i] + u * u, Float.MAX_VALUE);
      squares[i] = s;
      update[i] = u / ((float) Math.sqrt(s) + eps);
    }
  }
}
