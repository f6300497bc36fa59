package dev.largo.data.format;

import dev.largo.data.Framing;
import dev.largo.data.ImageShape;
import dev.largo.data.InputClock;
import dev.largo.data.SampleSource;
import dev.largo.data.image.ImageDecoder;
import dev.largo.data.image.RgbImage;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Image files, decoded when they are read; whole ones are remembered while there is memory. */
final class EncodedSource implements SampleSource {
  private final ImageStore store;
  private final List<String> classNames;
  private final ImageShape shape;
  private final @Nullable Framing framing;
  private final PixelCache cache;

  /**
   * A source of stored images.
   *
   * @param framing of images that are read as they are; null: they must have the shape
   */
  EncodedSource(
      ImageStore store,
      List<String> classNames,
      ImageShape shape,
      @Nullable Framing framing,
      MemoryBudget budget) {
    this.store = store;
    this.classNames = List.copyOf(classNames);
    this.shape = shape;
    this.framing = framing;
    this.cache = new PixelCache(store.size(), budget, this::decode);
  }

  @Override
  public int size() {
    return store.size();
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
    return store.label(index);
  }

  @Override
  public String name(int index) {
    return store.name(index);
  }

  @Override
  public int read(int index, byte[] pixels) throws IOException {
    System.arraycopy(cache.get(index), 0, pixels, 0, shape.values());
    return label(index);
  }

  @Override
  public int read(int index, Framing framing, byte[] pixels) throws IOException {
    decode(bytes(index), index, framing, pixels);
    return label(index);
  }

  void decode(byte[] file, int index, Framing framing, byte[] pixels) throws IOException {
    long start = System.nanoTime();
    ImageDecoder.read(file, store.name(index), framing, shape, pixels);
    InputClock.shared().decoding(System.nanoTime() - start);
  }

  @Override
  public int[] runs() {
    return store.runs();
  }

  @Override
  public SampleSource ahead(int[] indices) throws IOException {
    if (!store.readsTogether()) {
      return this;
    }
    long start = System.nanoTime();
    List<byte[]> files = store.bytes(indices);
    InputClock.shared().reading(System.nanoTime() - start);
    Map<Integer, byte[]> byIndex = new HashMap<>();
    for (int i = 0; i < indices.length; i++) {
      byIndex.put(indices[i], files.get(i));
    }
    return new AheadSource(this, byIndex);
  }

  @Override
  public String fingerprint() {
    return store.fingerprint();
  }

  private byte[] bytes(int index) throws IOException {
    long start = System.nanoTime();
    byte[] file = store.bytes(index);
    InputClock.shared().reading(System.nanoTime() - start);
    return file;
  }

  private byte[] decode(int index) throws IOException {
    if (framing != null) {
      byte[] pixels = new byte[shape.values()];
      decode(bytes(index), index, framing, pixels);
      return pixels;
    }
    byte[] file = bytes(index);
    long start = System.nanoTime();
    RgbImage image = ImageDecoder.decode(file, store.name(index));
    InputClock.shared().decoding(System.nanoTime() - start);
    if (image.width != shape.width() || image.height != shape.height()) {
      throw StoredImages.otherSize(
          store.name(index), image.width, image.height, shape.width(), shape.height());
    }
    return image.planes;
  }
}
