package dev.largo.optim.transform;

import dev.largo.optim.numeric.Check;
import dev.largo.optim.numeric.Vectors;

/** u *= min(1, limit / ||u||) for each segment by itself. */
record ClipByLayerNorm(double limit) implements Clipper {
  ClipByLayerNorm {
    Check.positive("limit", limit);
  }

  @Override
  public Norms norms() {
    return Norms.UPDATE;
  }

  @Override
  public void apply(StageContext context, float[] update, int from, int to) {
    double norm = context.norms().update();
    if (norm > limit) {
      Vectors.scale(update, from, to, (float) (limit / norm));
    }
  }
}
