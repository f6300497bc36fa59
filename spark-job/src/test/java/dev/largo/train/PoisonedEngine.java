package dev.largo.train;

import dev.largo.data.MicroBatch;
import java.nio.FloatBuffer;

/** Softmax regression with one micro-batch whose gradient or loss is not a number. */
final class PoisonedEngine extends SoftmaxEngine {
  /** What is poisoned. */
  enum Poison {
    NOTHING,
    GRADIENT,
    LOSS,
    /** What does not fit into half precision is infinite. */
    HALF_RANGE
  }

  private final Poison poison;
  private final long poisonedSeed;

  /**
   * An engine.
   *
   * @param poisonedSeed the random seed of the micro-batch
   */
  PoisonedEngine(int classes, Poison poison, long poisonedSeed) {
    super(BlobSource.SHAPE, classes);
    this.poison = poison;
    this.poisonedSeed = poisonedSeed;
  }

  @Override
  public double computeGradient(MicroBatch batch, long seed, double lossScale) {
    double loss = super.computeGradient(batch, seed, lossScale);
    if (seed != poisonedSeed && poison != Poison.HALF_RANGE) {
      return loss;
    }
    FloatBuffer gradient = gradientVector();
    return switch (poison) {
      case NOTHING -> loss;
      case GRADIENT -> {
        gradient.put(5, Float.NaN);
        yield loss;
      }
      case LOSS -> Double.POSITIVE_INFINITY;
      case HALF_RANGE -> {
        for (int i = 0; i < gradient.limit(); i++) {
          if (Math.abs(gradient.get(i)) > 65504) {
            gradient.put(i, Float.POSITIVE_INFINITY);
          }
        }
        yield loss;
      }
    };
  }
}
