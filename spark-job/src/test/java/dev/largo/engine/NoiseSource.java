package dev.largo.engine;

import dev.largo.config.AugmentConfig;
import dev.largo.data.Framing;
import dev.largo.data.ImageShape;
import dev.largo.data.MicroBatch;
import dev.largo.data.MicroBatchReader;
import dev.largo.data.Normalization;
import dev.largo.data.SampleSource;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Random pixels and labels. */
public record NoiseSource(ImageShape shape, int classes, long seed) implements SampleSource {

  /** A micro-batch of them. */
  public static MicroBatch batch(int samples, ImageShape shape, int classes, long seed)
      throws IOException {
    MicroBatch batch = new MicroBatch(samples, shape);
    Normalization normalization =
        new Normalization(
            Collections.nCopies(shape.channels(), 128.0),
            Collections.nCopies(shape.channels(), 74.0));
    new MicroBatchReader(
            new NoiseSource(shape, classes, seed), normalization, AugmentConfig.NONE, 1, 1)
        .readPlain(0, samples, batch);
    return batch;
  }

  @Override
  public int size() {
    return 1000;
  }

  @Override
  public List<String> classNames() {
    return IntStream.range(0, classes).mapToObj(String::valueOf).toList();
  }

  @Override
  public int label(int index) {
    return (int) ((index * 7L + seed) % classes);
  }

  @Override
  public int read(int index, byte[] pixels) {
    new Random(seed * 1000 + index).nextBytes(pixels);
    return label(index);
  }

  @Override
  public int read(int index, Framing framing, byte[] pixels) {
    return read(index, pixels);
  }

  @Override
  public String fingerprint() {
    return "noise-" + seed;
  }
}
