package dev.largo.data.format;

import dev.largo.config.CacheConfig;
import dev.largo.config.DataConfig;
import dev.largo.data.DataException;
import dev.largo.data.Framing;
import dev.largo.data.ImageShape;
import dev.largo.data.image.ImageDecoder;
import dev.largo.data.image.RgbImage;
import java.awt.Dimension;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns stores into sources, by the configuration's wishes.
 *
 * @param imageSize side that images are scaled and cut to; null: they must all be of one size
 * @param resizeShorter what their shorter side is scaled to before; null: to {@code imageSize}
 * @param skipsBad whether images that cannot be read are no reason to stop
 * @param cache what encoded images are remembered in
 */
record StoredImages(
    @Nullable Integer imageSize,
    @Nullable Integer resizeShorter,
    boolean skipsBad,
    CacheConfig cache) {
  /** Images as they are, all of them needed. */
  static final StoredImages PLAIN = new StoredImages(null, null, false, CacheConfig.OFF);

  /** Images looked at when a set is opened: the first ones, up to so many bytes. */
  private static final long CHECKED_BYTES = 32 << 20;

  private static final int CHECKED_IMAGES = 4096;

  /** A source whose shape is found, and checked on some images, by reading them. */
  EncodedSource source(ImageStore store, List<String> classNames) throws IOException {
    return source(store, classNames, check(store));
  }

  /** A source of a known shape. */
  EncodedSource source(ImageStore store, List<String> classNames, ImageShape shape) {
    return new EncodedSource(
        CachedStore.of(store, cache), classNames, shape, framing(), MemoryBudget.shared());
  }

  /** The wishes of a configuration. */
  static StoredImages of(DataConfig config) {
    return new StoredImages(
        config.imageSize(), config.resizeShorter(), config.badSamples().most() > 0, config.cache());
  }

  private @Nullable Framing framing() {
    if (imageSize == null) {
      return null;
    }
    return Framing.centre(resizeShorter == null ? imageSize : resizeShorter, imageSize);
  }

  private ImageShape check(ImageStore store) throws IOException {
    int some = 1;
    long bytes = store.length(0);
    while (some < Math.min(store.size(), CHECKED_IMAGES)
        && bytes + store.length(some) <= CHECKED_BYTES) {
      bytes += store.length(some++);
    }
    List<byte[]> images = skipsBad ? List.of() : store.bytes(IntStream.range(0, some).toArray());
    Dimension first = null;
    for (int i = 0; i < some; i++) {
      try {
        byte[] image = skipsBad ? store.bytes(i) : images.get(i);
        Dimension size = size(image, store.name(i));
        if (first == null) {
          first = size;
        } else if (imageSize == null && !size.equals(first)) {
          throw otherSize(store.name(i), size.width, size.height, first.width, first.height);
        }
      } catch (DataException e) {
        if (!skipsBad || (first == null && i + 1 == some)) {
          throw e;
        }
      }
    }
    if (imageSize != null) {
      return new ImageShape(RgbImage.CHANNELS, imageSize, imageSize);
    }
    Dimension found = Objects.requireNonNull(first);
    return new ImageShape(RgbImage.CHANNELS, found.height, found.width);
  }

  private static Dimension size(byte[] image, String name) throws IOException {
    return ImageDecoder.size(new ByteArrayInputStream(image), name);
  }

  static DataException otherSize(
      String name, int width, int height, int firstWidth, int firstHeight) {
    return new DataException(
        name,
        "is %dx%d pixels, the first image is %dx%d"
            .formatted(width, height, firstWidth, firstHeight),
        "set data.image-size to scale images to one size");
  }
}
