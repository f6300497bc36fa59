package dev.largo.optim.transform;

import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import dev.largo.optim.numeric.Check;
import java.util.Set;

/**
 * Over9000's trust ratio: phi(||w'||) / ||n||, with w' the decayed weights and n, the update as
 * {@link NewWeights} left it, the weights after a step of ratio 1; 1 where either norm is 0. The
 * step w' - n is multiplied by it, the decay w - w' is not.
 */
record ScaleByNewWeightRatio(double decay, Set<Role> notDecayed, LambRatio phi) implements Stage {
  ScaleByNewWeightRatio {
    Check.notNegativeFloat("weightDecay", decay);
    notDecayed = Set.copyOf(notDecayed);
  }

  @Override
  public Norms norms() {
    return Norms.UPDATE;
  }

  @Override
  public double trustRatio(Segment segment, LayerNorms norms, double learningRate) {
    double decayed = Math.abs(kept(segment, learningRate)) * norms.weight();
    return TrustRatio.withinFloat(
        phi.of(new LayerNorms(decayed, norms.gradient(), norms.update()), learningRate));
  }

  @Override
  public void apply(StageContext context, float[] update, int from, int to) {
    float[] parameters = context.parameters();
    int shift = context.parameterShift();
    double rate = context.learningRate();
    float kept = (float) kept(context.segment(), rate);
    float lost = (float) (1 - kept(context.segment(), rate));
    float ratio = (float) trustRatio(context.segment(), context.norms(), rate);
    for (int i = from; i < to; i++) {
      float w = parameters[i + shift];
      update[i] = lost * w + ratio * (kept * w - update[i]);
    }
  }

  private double kept(Segment segment, double learningRate) {
    return notDecayed.contains(segment.role()) ? 1 : 1 - learningRate * decay;
  }
}
