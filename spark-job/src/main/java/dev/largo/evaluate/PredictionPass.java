package dev.largo.evaluate;

import dev.largo.data.MicroBatch;
import dev.largo.data.MicroBatchPrefetcher;
import dev.largo.train.Pass;
import dev.largo.train.Range;
import dev.largo.train.Worker;
import java.io.IOException;
import java.util.List;

/**
 * What several models, and ensembles of them, say of each validation sample, in one pass over the
 * data. An ensemble's probabilities are the mean of its members'.
 *
 * @param models of the network that the workers hold
 * @param ensembles numbers of their members among the models
 */
public record PredictionPass(ModelVectors models, List<List<Integer>> ensembles) implements Pass {
  public PredictionPass {
    ensembles = List.copyOf(ensembles);
  }

  @Override
  public double[] run(Worker worker) throws IOException, InterruptedException {
    Range numbers = worker.share(worker.batches(worker.validationSamples()));
    PredictionWriter out = new PredictionWriter();
    try (MicroBatchPrefetcher ahead = worker.validationBatches(numbers)) {
      for (int number = numbers.from(); number < numbers.to(); number++) {
        write(worker, ahead.take(), out);
      }
    }
    return out.numbers();
  }

  private void write(Worker worker, MicroBatch batch, PredictionWriter out) {
    float[][] probabilities = new float[models.count() + ensembles.size()][];
    for (int model = 0; model < models.count(); model++) {
      worker.engine().setParameters(models.parameters(model));
      probabilities[model] = worker.engine().probabilities(batch);
    }
    for (int i = 0; i < ensembles.size(); i++) {
      probabilities[models.count() + i] = mean(probabilities, ensembles.get(i));
    }
    out.add(batch, probabilities);
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
