package dev.largo.optim.transform;

/** u = w - u: from the update to the weights that it would lead to. */
record NewWeights() implements Stage {
  @Override
  public void apply(StageContext context, float[] update, int from, int to) {
    float[] parameters = context.parameters();
    int shift = context.parameterShift();
    for (int i = from; i < to; i++) {
      update[i] = parameters[i + shift] - update[i];
    }
  }
}
