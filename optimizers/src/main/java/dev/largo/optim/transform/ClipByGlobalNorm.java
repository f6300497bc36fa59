package dev.largo.optim.transform;

import dev.largo.optim.numeric.Check;
import dev.largo.optim.numeric.Vectors;

/**
 * u *= min(1, limit / ||g||), ||g|| being the norm of the raw gradient over all trainable segments
 * (Pascanu, Mikolov and Bengio 2013).
 */
record ClipByGlobalNorm(double limit) implements Clipper {
  ClipByGlobalNorm {
    Check.positive("limit", limit);
  }

  @Override
  public void apply(StageContext context, float[] update, int from, int to) {
    if (context.globalGradientNorm() > limit) {
      Vectors.scale(update, from, to, (float) (limit / context.globalGradientNorm()));
    }
  }
}
