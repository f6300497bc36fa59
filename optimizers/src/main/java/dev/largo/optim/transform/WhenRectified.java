package dev.largo.optim.transform;

/** Weight decay at the steps where the rectification applies; nothing before. */
record WhenRectified(AddDecayedWeights decay, Rectification rectification) implements Stage {
  @Override
  public String name() {
    return Stage.super.name() + "(" + decay.name() + ")";
  }

  @Override
  public double weightDecay() {
    return decay.weightDecay();
  }

  @Override
  public void apply(StageContext context, float[] update, int from, int to) {
    if (rectification.appliesAt(context.step())) {
      decay.apply(context, update, from, to);
    }
  }
}
