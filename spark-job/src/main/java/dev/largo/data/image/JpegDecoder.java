package dev.largo.data.image;

import dev.largo.data.DataException;
import dev.largo.data.Window;

/** What decodes JPEG files. All give the same bits at full size. */
public enum JpegDecoder {
  /** libjpeg-turbo as installed on this machine; reduces by the DCT. */
  TURBO {
    @Override
    public boolean isPresent() {
      return TurboJpegLibrary.isPresent();
    }

    @Override
    String description() {
      return TurboJpegLibrary.description();
    }

    @Override
    int reduction(Window window) {
      int reduction = MOST_REDUCTION;
      while (reduction > 1
          && (window.width() < (long) ROOM * reduction * window.scaledWidth()
              || window.height() < (long) ROOM * reduction * window.scaledHeight())) {
        reduction /= 2;
      }
      return reduction;
    }

    @Override
    void decode(
        byte[] file, JpegHeader jpeg, int reduction, Region region, Workspace space, String name)
        throws DataException {
      space.turbo().decode(file, jpeg, reduction, region, space.canvas, name);
    }
  },
  /** The JDK's, which is everywhere; never reduces. */
  JDK {
    @Override
    public boolean isPresent() {
      return true;
    }

    @Override
    String description() {
      return "JDK";
    }

    @Override
    int reduction(Window window) {
      return 1;
    }

    @Override
    void decode(
        byte[] file, JpegHeader jpeg, int reduction, Region region, Workspace space, String name)
        throws DataException {
      JdkImages.decodeJpeg(file, jpeg, region, space.canvas, name);
    }
  };

  private static final int MOST_REDUCTION = 8;

  /**
   * What is left for the scaler to reduce, at least. The DCT's means are not a triangle's: with 1,
   * levels are off by 2 on average and single ones by 48, with 2 by a half and by 20.
   */
  private static final int ROOM = 2;

  /** The one that is used. */
  static JpegDecoder best() {
    return TURBO.isPresent() ? TURBO : JDK;
  }

  /** Whether it can be used on this machine. */
  public abstract boolean isPresent();

  abstract String description();

  /** By how much the decoder itself reduces a window, along each side. */
  abstract int reduction(Window window);

  /** Decodes a region of the reduced image to the canvas. */
  abstract void decode(
      byte[] file, JpegHeader jpeg, int reduction, Region region, Workspace space, String name)
      throws DataException;
}
