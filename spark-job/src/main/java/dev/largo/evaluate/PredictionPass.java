package dev.largo.evaluate;

import dev.largo.data.MicroBatch;
import dev.largo.data.MicroBatchPrefetcher;
import dev.largo.train.Pass;
import dev.largo.train.Range;
import dev.largo.train.Worker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What several models, and ensembles of them, say of each validation sample, in one pass over the
 * data. An ensemble's probabilities are the mean of its members'.
 *
 * @param models of the network that the workers hold
 * @param ensembles numbers of their members among the models
 * @param blockBytes samples and probabilities that are held at a time, one micro-batch at least: a
 *     model is set once for all of them
 */
public record PredictionPass(ModelVectors models, List<List<Integer>> ensembles, long blockBytes)
    implements Pass {
  private static final long BLOCK_BYTES = 256L << 20;

  public PredictionPass {
    ensembles = List.copyOf(ensembles);
  }

  /** A pass that holds 256 MiB a worker. */
  public PredictionPass(ModelVectors models, List<List<Integer>> ensembles) {
    this(models, ensembles, BLOCK_BYTES);
  }

  @Override
  public double[] run(Worker worker) throws IOException, InterruptedException {
    Range numbers = worker.share(worker.batches(worker.validationSamples()));
    PredictionWriter out = new PredictionWriter();
    List<MicroBatch> block = new ArrayList<>();
    try (MicroBatchPrefetcher ahead = worker.validationBatches(numbers)) {
      for (int number = numbers.from(); number < numbers.to(); number++) {
        block.add(ahead.take().copy());
        if (number == numbers.to() - 1 || block.size() == most(worker, block.get(0))) {
          write(worker, block, out);
          block.clear();
        }
      }
    }
    return out.numbers();
  }

  /** Micro-batches in a block. */
  private long most(Worker worker, MicroBatch batch) {
    long classes = worker.classes();
    long perSample = batch.shape().values() + classes * (models.count() + ensembles.size());
    return Math.max(1, blockBytes / (Float.BYTES * perSample * batch.capacity()));
  }

  private void write(Worker worker, List<MicroBatch> block, PredictionWriter out) {
    float[][][] probabilities = new float[block.size()][models.count() + ensembles.size()][];
    for (int model = 0; model < models.count(); model++) {
      worker.engine().setParameters(models.parameters(model));
      for (int i = 0; i < block.size(); i++) {
        probabilities[i][model] = worker.engine().probabilities(block.get(i));
      }
    }
    for (int i = 0; i < block.size(); i++) {
      for (int e = 0; e < ensembles.size(); e++) {
        probabilities[i][models.count() + e] = mean(probabilities[i], ensembles.get(e));
      }
      out.add(block.get(i), probabilities[i]);
    }
  }

  private static float[] mean(float[][] probabilities, List<Integer> members) {
    float[] mean = new float[probabilities[members.get(0)].length];
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      for (int member : members) {
        sum += probabilities[member][i];
      }
      mean[i] = (float) (sum / members.size());
    }
    return mean;
  }
}
