package dev.largo.optim.transform;

import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import dev.largo.optim.numeric.Vectors;
import java.util.Set;

/**
 * u *= ratio(layer), for segments of the roles not excluded. Where the ratio is beyond float32, the
 * norm in its denominator counts as the zero that it nearly is: ratio 1.
 */
record ScaleByTrustRatio(TrustRatio ratio, Set<Role> excluded) implements Stage {
  ScaleByTrustRatio {
    excluded = Set.copyOf(excluded);
  }

  @Override
  public String name() {
    return Stage.super.name() + "(" + ratio.getClass().getSimpleName() + ")";
  }

  @Override
  public Norms norms() {
    return ratio.norms();
  }

  @Override
  public double trustRatio(Segment segment, LayerNorms norms, double learningRate) {
    return excluded.contains(segment.role())
        ? 1
        : TrustRatio.withinFloat(ratio.of(norms, learningRate));
  }

  @Override
  public void apply(StageContext context, float[] update, int from, int to) {
    double factor = trustRatio(context.segment(), context.norms(), context.learningRate());
    if (factor != 1) {
      Vectors.scale(update, from, to, (float) factor);
    }
  }
}
