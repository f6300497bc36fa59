package dev.largo.optim.transform;

import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Segment;
import dev.largo.optim.numeric.Check;
import dev.largo.optim.numeric.Vectors;
import java.util.Set;
import java.util.TreeSet;

/**
 * u_i *= min(1, clipping max(||w_i||, epsilon) / ||u_i||) for each unit i: adaptive gradient
 * clipping (Brock et al. 2021, arXiv 2102.06171, equation 3). A vector, such as a bias, is one
 * unit, as in the authors' code.
 */
record AdaptiveClip(double clipping, double epsilon, Set<String> exceptLayers) implements Clipper {
  AdaptiveClip {
    Check.positive("clipping", clipping);
    Check.positive("epsilon", epsilon);
    exceptLayers = Set.copyOf(exceptLayers);
  }

  @Override
  public void accept(ParameterLayout layout) {
    Set<String> layers = new TreeSet<>();
    layout.segments().forEach(segment -> layers.add(segment.layer()));
    for (String layer : exceptLayers) {
      if (!layers.contains(layer)) {
        throw new IllegalArgumentException(
            "exceptLayers: no layer is named " + layer + ", there are " + layers);
      }
    }
  }

  @Override
  public Rows rows() {
    return Rows.NORMS;
  }

  @Override
  public void apply(StageContext context, float[] update, int from, int to) {
    Segment segment = context.segment();
    if (exceptLayers.contains(segment.layer())) {
      return;
    }
    double[] norms = context.rowUpdateNorms();
    double[] weights = context.rowWeightNorms();
    int length = segment.unitLength();
    int origin = segment.offset() - context.parameterShift();
    int i = from;
    while (i < to) {
      int unit = (i - origin) / length;
      int end = Math.min(to, origin + (unit + 1) * length);
      double limit = clipping * Math.max(weights[unit], epsilon);
      if (norms[unit] > limit) {
        Vectors.scale(update, i, end, (float) (limit / norms[unit]));
      }
      i = end;
    }
  }
}
