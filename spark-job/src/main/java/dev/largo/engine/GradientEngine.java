package dev.largo.engine;

import dev.largo.data.MicroBatch;
import dev.largo.optim.layout.ParameterLayout;
import java.nio.FloatBuffer;

/**
 * One replica of the network: gradients, scores and batch-norm moments of micro-batches. Used by
 * one thread at a time. All results depend on the parameters, the micro-batch and the seed alone.
 */
public interface GradientEngine extends AutoCloseable {
  /** How the parameters lie in the flat vector. */
  ParameterLayout layout();

  /**
   * Takes a copy of the parameters.
   *
   * @param parameters the flat vector, {@code float[layout.size()]}
   */
  void setParameters(float[] parameters);

  /**
   * Computes the gradient of a micro-batch; {@link #gradientVector} then holds it.
   *
   * @param seed seeds dropout
   * @param lossScale what the loss is multiplied by before its gradient is taken, 1 for an engine
   *     that computes in float32 throughout
   * @param activations shown the layers' outputs on the way; changes nothing about the result
   * @return the loss without any regularization term and not scaled, and how many samples the
   *     network gets right as it is in training
   */
  Score computeGradient(
      MicroBatch batch, long seed, double lossScale, ActivationObserver activations);

  /** The same, with nobody looking on. */
  default Score computeGradient(MicroBatch batch, long seed, double lossScale) {
    return computeGradient(batch, seed, lossScale, ActivationObserver.NONE);
  }

  /** The gradient of the loss as it is. */
  default Score computeGradient(MicroBatch batch, long seed) {
    return computeGradient(batch, seed, 1);
  }

  /**
   * The gradient that was computed last, in the layout's order, summed over the samples; where the
   * layout has a running statistic, what is to be subtracted from it, never scaled. The engine's
   * own memory: to be read before the next call.
   */
  FloatBuffer gradientVector();

  /**
   * What the network, as it is used after training, takes each class of each sample to be.
   *
   * @return softmax outputs, samples x classes, {@code batch.count()} samples; the caller's own
   */
  float[] probabilities(MicroBatch batch);

  /** Scores a micro-batch with the network as it is used after training. */
  default Score score(MicroBatch batch) {
    float[] probabilities = probabilities(batch);
    int classes = probabilities.length / batch.count();
    Score sum = Score.NONE;
    for (int i = 0; i < batch.count(); i++) {
      sum = sum.plus(Score.of(probabilities, i * classes, classes, batch.labels()[i]));
    }
    return sum;
  }

  /** Where the network keeps its batch norms' running statistics; empty where it has none. */
  RunningStatistics runningStatistics();

  /**
   * First and second moments of every batch norm's input under the batch's own statistics, summed
   * over the samples.
   *
   * @return {@code double[runningStatistics().count()]}: for each norm n E[x] of its channels, then
   *     n E[x^2]
   */
  double[] moments(MicroBatch batch);

  @Override
  void close();
}
