package dev.largo.data.format;

import dev.largo.config.CacheConfig;
import dev.largo.data.DataException;
import dev.largo.data.Framing;
import dev.largo.data.ImageShape;
import dev.largo.data.image.ImageDecoder;
import dev.largo.data.image.RgbImage;
import java.awt.Dimension;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns stores into sources, by the configuration's wishes.
 *
 * @param imageSize side that images are scaled and cut to; null: they must all be of one size
 * @param cache what encoded images are remembered in
 */
record StoredImages(@Nullable Integer imageSize, CacheConfig cache) {
  /** Images looked at when a set is opened: the first ones, up to so many bytes. */
  private static final long CHECKED_BYTES = 32 << 20;

  private static final int CHECKED_IMAGES = 4096;

  /** A source whose shape is found, and checked on some images, by reading them. */
  EncodedSource source(ImageStore store, List<String> classNames) throws IOException {
    return source(store, classNames, check(store));
  }

  /** A source of a known shape. */
  EncodedSource source(ImageStore store, List<String> classNames, ImageShape shape) {
    Integer side = imageSize;
    return new EncodedSource(
        CachedStore.of(store, cache),
        classNames,
        shape,
        side == null ? null : Framing.centre(side, side),
        MemoryBudget.shared());
  }

  private ImageShape check(ImageStore store) throws IOException {
    int some = 1;
    long bytes = store.length(0);
    while (some < Math.min(store.size(), CHECKED_IMAGES)
        && bytes + store.length(some) <= CHECKED_BYTES) {
      bytes += store.length(some++);
    }
    List<byte[]> images = store.bytes(IntStream.range(0, some).toArray());
    Dimension first = size(images.get(0), store.name(0));
    for (int i = 1; i < some; i++) {
      Dimension size = size(images.get(i), store.name(i));
      if (imageSize == null && !size.equals(first)) {
        throw otherSize(store.name(i), size.width, size.height, first.width, first.height);
      }
    }
    Integer side = imageSize;
    return side == null
        ? new ImageShape(RgbImage.CHANNELS, first.height, first.width)
        : new ImageShape(RgbImage.CHANNELS, side, side);
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
