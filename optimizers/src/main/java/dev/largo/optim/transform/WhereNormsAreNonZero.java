package dev.largo.optim.transform;

import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Segment;
import java.util.List;

/** Another stage on segments whose weights and raw gradient are not all zero; nothing elsewhere. */
record WhereNormsAreNonZero(Stage stage) implements Stage {
  @Override
  public String name() {
    return Stage.super.name() + "(" + stage.name() + ")";
  }

  @Override
  public void accept(ParameterLayout layout) {
    stage.accept(layout);
  }

  @Override
  public List<String> stateNames() {
    return stage.stateNames();
  }

  @Override
  public Norms norms() {
    return stage.norms() == Norms.UPDATE ? Norms.UPDATE : Norms.RAW;
  }

  @Override
  public Rows rows() {
    return stage.rows();
  }

  @Override
  public double weightDecay() {
    return stage.weightDecay();
  }

  @Override
  public boolean squares() {
    return stage.squares();
  }

  @Override
  public boolean endsChain() {
    return stage.endsChain();
  }

  @Override
  public double trustRatio(Segment segment, LayerNorms norms, double learningRate) {
    return applies(norms) ? stage.trustRatio(segment, norms, learningRate) : 1;
  }

  @Override
  public void apply(StageContext context, float[] update, int from, int to) {
    if (applies(context.norms())) {
      stage.apply(context, update, from, to);
    }
  }

  private static boolean applies(LayerNorms norms) {
    return norms.weight() != 0 && norms.gradient() != 0;
  }
}
