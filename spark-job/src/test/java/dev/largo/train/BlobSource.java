package dev.largo.train;

import dev.largo.data.Framing;
import dev.largo.data.ImageShape;
import dev.largo.data.SampleSource;
import java.util.List;
import java.util.Random;

/** Noisy images of three classes, of unlike brightness, which no crop or flip can change. */
final class BlobSource implements SampleSource {
  static final ImageShape SHAPE = new ImageShape(1, 4, 4);

  private final int size;
  private final long seed;

  BlobSource(int size, long seed) {
    this.size = size;
    this.seed = seed;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public ImageShape shape() {
    return SHAPE;
  }

  @Override
  public List<String> classNames() {
    return List.of("a", "b", "c");
  }

  @Override
  public int label(int index) {
    return index % 3;
  }

  @Override
  public int read(int index, byte[] pixels) {
    Random random = new Random(seed * 1_000_003 + index);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (random.nextInt(160) + 40 * label(index));
    }
    return label(index);
  }

  @Override
  public int read(int index, Framing framing, byte[] pixels) {
    return read(index, pixels);
  }

  @Override
  public String fingerprint() {
    return "blobs-" + size + "-" + seed;
  }
}
