package dev.largo.analyze;

import dev.largo.collective.TreeSums;
import dev.largo.data.MicroBatch;
import dev.largo.data.MicroBatchPrefetcher;
import dev.largo.data.Seeds;
import dev.largo.engine.Score;
import dev.largo.train.Pass;
import dev.largo.train.Range;
import dev.largo.train.Worker;
import java.io.IOException;
import java.nio.FloatBuffer;

/**
 * Sums the loss of training samples and its gradient, the network being as in training: batch norms
 * take each micro-batch's own statistics, dropout draws the same masks every time. Samples are not
 * augmented. A rank's numbers are {@link TreeSums#parts}: the gradient, then the loss, then the
 * number of samples.
 *
 * @param samples training samples in the sum, at most all
 * @param seed of dropout
 */
record GradientPass(int samples, long seed) implements Pass {
  @Override
  public double[] run(Worker worker) throws IOException, InterruptedException {
    int total = Math.min(samples, worker.trainingSamples());
    Range numbers = worker.share(worker.batches(total));
    TreeSums sums = new TreeSums();
    try (MicroBatchPrefetcher ahead = worker.plainTrainingBatches(numbers, total)) {
      for (int number = numbers.from(); number < numbers.to(); number++) {
        MicroBatch batch = ahead.take();
        Score score = worker.engine().computeGradient(batch, Seeds.mix(seed, 0, number));
        FloatBuffer gradient = worker.engine().gradientVector();
        int length = gradient.remaining();
        double[] values = new double[length + 2];
        for (int i = 0; i < length; i++) {
          values[i] = gradient.get(gradient.position() + i);
        }
        values[length] = score.loss();
        values[length + 1] = batch.count();
        sums.add(number, values);
      }
    }
    return sums.parts();
  }
}
