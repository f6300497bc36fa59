package dev.largo.study.scaling;

import dev.largo.collective.SummationTree;
import dev.largo.train.Range;

/**
 * What a step asks of its workers, whatever they are.
 *
 * @param workers that share it
 * @param ownSamples samples of rank 0, whose times are on record
 * @param samples of the worker that has most of them: all others wait for it
 * @param vectors partial sums that a worker hands in, on average: 1 where its micro-batches are an
 *     aligned power of two, up to 2 log2 of their number elsewhere
 */
record StepLoad(int workers, int ownSamples, int samples, double vectors) {
  /**
   * The load of a step.
   *
   * @param globalBatch samples, at least one micro-batch for each worker
   * @param microBatch samples of a micro-batch
   */
  static StepLoad of(int workers, int globalBatch, int microBatch) {
    int microBatches = globalBatch / microBatch;
    if (workers < 1 || workers > microBatches) {
      throw new IllegalArgumentException(
          "%d workers do not share %d micro-batches".formatted(workers, microBatches));
    }
    int largest = 0;
    long vectors = 0;
    for (int rank = 0; rank < workers; rank++) {
      Range share = Range.share(microBatches, rank, workers);
      largest = Math.max(largest, share.length());
      vectors += vectors(share);
    }
    return new StepLoad(
        workers,
        Range.share(microBatches, 0, workers).length() * microBatch,
        largest * microBatch,
        (double) vectors / workers);
  }

  /** The same as rank 0 has it. */
  StepLoad own() {
    return new StepLoad(workers, ownSamples, ownSamples, vectors);
  }

  private static int vectors(Range share) {
    SummationTree tree = new SummationTree();
    for (int number = share.from(); number < share.to(); number++) {
      int unused = tree.push(0, number);
    }
    return tree.depth();
  }
}
