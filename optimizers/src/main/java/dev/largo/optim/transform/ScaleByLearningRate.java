package dev.largo.optim.transform;

import dev.largo.optim.numeric.Vectors;

/** u *= the schedule's rate. */
record ScaleByLearningRate() implements Stage {
  @Override
  public void apply(StageContext context, float[] update, int from, int to) {
    Vectors.scale(update, from, to, (float) context.learningRate());
  }
}
