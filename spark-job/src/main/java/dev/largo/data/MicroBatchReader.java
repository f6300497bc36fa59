package dev.largo.data;

import dev.largo.config.AugmentConfig;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Fills micro-batches with normalized samples, each slot by whichever thread is free.
 *
 * <p>What is random about a sample depends on (seed, epoch, sample index) only, so a sample looks
 * the same whichever worker reads it and whatever it is read with; what is mixed depends on the
 * micro-batch. For one caller at a time; several readers may share one source.
 */
public final class MicroBatchReader implements AutoCloseable {
  /** Tells the mixing of a micro-batch from the augmentation of its first sample. */
  private static final long MIXING = 1;

  private final SampleSource source;
  private final ImageShape shape;
  private final AugmentConfig augment;
  private final Mixing mixing;
  private final long seed;
  private final List<SampleTransform> transforms;
  private final SlotThreads threads;

  /**
   * A reader of a source.
   *
   * @param threadCount that read and decode, the caller's among them, at least 1
   * @throws IllegalArgumentException when the constants are not one a channel
   */
  public MicroBatchReader(
      SampleSource source,
      Normalization normalization,
      AugmentConfig augment,
      long seed,
      int threadCount) {
    this.source = source;
    this.shape = source.shape();
    this.augment = augment;
    this.mixing = new Mixing(augment.mixup(), augment.cutmix());
    this.seed = seed;
    this.transforms =
        Stream.generate(() -> new SampleTransform(source, normalization, augment, seed))
            .limit(threadCount)
            .toList();
    this.threads = new SlotThreads(threadCount);
  }

  /** Shape of the samples. */
  public ImageShape shape() {
    return shape;
  }

  /**
   * Reads samples {@code order[first]} to {@code order[first + count - 1]}, augmented.
   *
   * @param epoch from 0; a sample is augmented anew each epoch
   */
  public void readTraining(int epoch, int[] order, int first, int count, MicroBatch into)
      throws IOException {
    checkRoom(count, into);
    // Without a random area whole pictures are read, which may be remembered already.
    SampleSource from =
        augment.crop() == null
            ? source
            : source.ahead(Arrays.copyOfRange(order, first, first + count));
    threads.run(
        count,
        (thread, slot) ->
            into.labels()[slot] =
                transforms
                    .get(thread)
                    .augmented(
                        from, epoch, order[first + slot], into.features(), slot * shape.values()));
    into.filled(count, augment.labelSmoothing());
    if (count > 0) {
      long own = Seeds.mix(Seeds.mix(seed, epoch, order[first]), MIXING);
      mixing.apply(into, new SplitMix64(own));
    }
  }

  /** Reads samples first to {@code first + count - 1} in natural order, as they are. */
  public void readPlain(int first, int count, MicroBatch into) throws IOException {
    checkRoom(count, into);
    threads.run(count, (thread, slot) -> plain(thread, first + slot, slot, into));
    into.filled(count, 0);
  }

  /** Reads samples {@code order[first]} to {@code order[first + count - 1]} as they are. */
  public void readPlain(int[] order, int first, int count, MicroBatch into) throws IOException {
    checkRoom(count, into);
    threads.run(count, (thread, slot) -> plain(thread, order[first + slot], slot, into));
    into.filled(count, 0);
  }

  /** Lets the threads go. */
  @Override
  public void close() {
    threads.close();
  }

  private void plain(int thread, int sample, int slot, MicroBatch into) throws IOException {
    into.labels()[slot] =
        transforms.get(thread).plain(sample, into.features(), slot * shape.values());
  }

  private void checkRoom(int count, MicroBatch into) {
    if (count < 0 || count > into.capacity() || !into.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "micro-batch for %d of %s cannot take %d of %s"
              .formatted(into.capacity(), into.shape(), count, shape));
    }
  }
}
