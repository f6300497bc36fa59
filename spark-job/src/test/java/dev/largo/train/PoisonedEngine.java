package dev.largo.train;

import dev.largo.data.MicroBatch;
import dev.largo.engine.ActivationObserver;
import dev.largo.engine.Score;
import java.nio.FloatBuffer;

/** Softmax regression with one micro-batch whose gradient or loss is not a number. */
final class PoisonedEngine extends SoftmaxEngine {
  /** What is poisoned. */
  enum Poison {
    NOTHING,
    GRADIENT,
    LOSS,
    /** A number of the gradient is finite, but beyond half precision. */
    LARGE,
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
  public Score computeGradient(
      MicroBatch batch, long seed, double lossScale, ActivationObserver activations) {
    Score score = super.computeGradient(batch, seed, lossScale, activations);
    if (seed != poisonedSeed && poison != Poison.HALF_RANGE) {
      return score;
    }
    FloatBuffer gradient = gradientVector();
    return switch (poison) {
      case NOTHING -> score;
      case GRADIENT -> {
        gradient.put(5, Float.NaN);
        yield score;
      }
      case LARGE -> {
        gradient.put(5, 1e5f);
        yield score;
      }
      case LOSS -> new Score(Double.POSITIVE_INFINITY, 0, 0, batch.count());
      case HALF_RANGE -> {
        for (int i = 0; i < gradient.limit(); i++) {
          if (Math.abs(gradient.get(i)) > 65504) {
            gradient.put(i, Float.POSITIVE_INFINITY);
          }
        }
        yield score;
      }
    };
  }
}
