package dev.largo.data.format;

import dev.largo.data.Fingerprint;
import dev.largo.data.Framing;
import dev.largo.data.ImageShape;
import dev.largo.data.SampleSource;
import dev.largo.data.image.ImageScaler;
import java.util.List;

/** A set held in memory as bytes, one array a sample so that its size has no 2 GiB limit. */
public final class MemorySource implements SampleSource {
  private final ImageShape shape;
  private final List<String> classNames;
  private final byte[][] pixels;
  private final int[] labels;

  /** Takes the arrays over; they must not change any more. */
  public MemorySource(ImageShape shape, List<String> classNames, byte[][] pixels, int[] labels) {
    this.shape = shape;
    this.classNames = List.copyOf(classNames);
    this.pixels = pixels;
    this.labels = labels;
  }

  @Override
  public int size() {
    return pixels.length;
  }

  @Override
  public ImageShape shape() {
    return shape;
  }

  @Override
  public List<String> classNames() {
    return classNames;
  }

  @Override
  public int label(int index) {
    return labels[index];
  }

  @Override
  public int read(int index, byte[] into) {
    System.arraycopy(pixels[index], 0, into, 0, shape.values());
    return labels[index];
  }

  @Override
  public int read(int index, Framing framing, byte[] into) {
    ImageScaler.scale(
        pixels[index],
        shape.channels(),
        shape.width(),
        shape.height(),
        framing.of(shape.width(), shape.height()),
        shape,
        into);
    return labels[index];
  }

  /** Over shape, labels and pixels: a set has the same whether it was compressed or not. */
  @Override
  public String fingerprint() {
    Fingerprint sum =
        new Fingerprint().line(shape.channels(), shape.height(), shape.width(), pixels.length);
    for (int i = 0; i < pixels.length; i++) {
      sum.line(labels[i]).bytes(pixels[i]);
    }
    return sum.hex();
  }
}
