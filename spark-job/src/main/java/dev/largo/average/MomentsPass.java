package dev.largo.average;

import dev.largo.collective.TreeSums;
import dev.largo.data.MicroBatch;
import dev.largo.data.MicroBatchPrefetcher;
import dev.largo.train.Pass;
import dev.largo.train.Range;
import dev.largo.train.Worker;
import java.io.IOException;
import java.util.Arrays;

/**
 * Sums the moments of every batch norm's input over training samples, and behind them counts the
 * samples. A rank's numbers are {@link TreeSums#parts}.
 *
 * @param samples training samples in the sum; 0: all
 */
public record MomentsPass(int samples) implements Pass {
  @Override
  public double[] run(Worker worker) throws IOException, InterruptedException {
    int total =
        samples == 0 ? worker.trainingSamples() : Math.min(samples, worker.trainingSamples());
    Range numbers = worker.share(worker.batches(total));
    TreeSums sums = new TreeSums();
    try (MicroBatchPrefetcher ahead = worker.plainTrainingBatches(numbers, total)) {
      for (int number = numbers.from(); number < numbers.to(); number++) {
        MicroBatch batch = ahead.take();
        double[] moments = worker.engine().moments(batch);
        double[] counted = Arrays.copyOf(moments, moments.length + 1);
        counted[moments.length] = batch.count();
        sums.add(number, counted);
      }
    }
    return sums.parts();
  }
}
