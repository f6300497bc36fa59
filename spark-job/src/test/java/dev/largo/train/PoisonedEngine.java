package dev.largo.train;

import dev.largo.data.MicroBatch;
import java.nio.FloatBuffer;

/** Softmax regression with one micro-batch whose gradient or loss is not a number. */
final class PoisonedEngine extends SoftmaxEngine {
  /** What is poisoned. */
  enum Poison {
    NOTHING,
    GRADIENT,
    LOSS
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
  public double computeGradient(MicroBatch batch, long seed) {
    double loss = super.computeGradient(batch, seed);
    if (seed != poisonedSeed) {
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
    };
  }
}
