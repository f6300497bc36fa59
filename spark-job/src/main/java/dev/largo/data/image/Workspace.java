package dev.largo.data.image;

import dev.largo.data.ImageShape;
import dev.largo.data.Window;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * What decoding and scaling an image needs besides the image: buffers, and the native decoder.
 *
 * <p>Borrowed for one image and given back by closing, so there are never more than threads that
 * decode at once. One that had to hold a huge image is dropped.
 */
final class Workspace implements AutoCloseable {
  /** Pixels of the largest image whose buffers are kept. */
  private static final int KEPT_PIXELS = 1 << 23;

  private static final ConcurrentLinkedDeque<Workspace> FREE = new ConcurrentLinkedDeque<>();

  final Canvas canvas = new Canvas();
  final Taps columns = new Taps();
  final Taps rows = new Taps();
  final Lanes lanes = new Lanes();
  private @Nullable TurboJpeg turbo;

  private Workspace() {}

  static Workspace borrow() {
    Workspace free = FREE.pollFirst();
    return free == null ? new Workspace() : free;
  }

  /** The native decoder, opened when it is first needed. */
  TurboJpeg turbo() {
    if (turbo == null) {
      turbo = new TurboJpeg();
    }
    return turbo;
  }

  /**
   * Computes what a window needs.
   *
   * @param reduction how many pixels of the image, along each side, are one of those there will be
   * @param width of the whole image, unreduced
   * @param height of the whole image, unreduced
   * @return the pixels needed, of the reduced image
   */
  Region frame(Window window, int reduction, int width, int height, ImageShape shape) {
    double by = reduction;
    columns.set(
        window.left() / by,
        window.width() / by,
        window.scaledWidth(),
        window.cutLeft(),
        shape.width(),
        (width + reduction - 1) / reduction);
    rows.set(
        window.top() / by,
        window.height() / by,
        window.scaledHeight(),
        window.cutTop(),
        shape.height(),
        (height + reduction - 1) / reduction);
    return new Region(
        columns.from(), rows.from(), columns.to() - columns.from(), rows.to() - rows.from());
  }

  @Override
  public void close() {
    boolean huge = canvas.pixels() > KEPT_PIXELS || (turbo != null && turbo.pixels() > KEPT_PIXELS);
    if (!huge) {
      FREE.addFirst(this);
    } else if (turbo != null) {
      turbo.close();
    }
  }
}
