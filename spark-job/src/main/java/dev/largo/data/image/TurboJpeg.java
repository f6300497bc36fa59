package dev.largo.data.image;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.largo.data.DataException;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A libjpeg-turbo decoder with buffers of its own, outside the heap. For one thread at a time.
 *
 * <p>Rows below the wanted region are not decoded: the decoder is told of a lower image than there
 * is, by up to where rows no longer influence those wanted.
 */
final class TurboJpeg {
  private static final int RGBX = 2;
  private static final int CMYK = 11;
  private static final int COLORS_CMYK = 3;
  private static final int COLORS_YCCK = 4;

  /** TJFLAG_ACCURATEDCT, the slow integer DCT of all versions, and TJFLAG_LIMITSCANS. */
  private static final int FLAGS = 4096 | 32768;

  /** Chroma of every other row is blended with that of the row after next. */
  private static final int ROWS_OF_INFLUENCE = 4;

  /** How libjpeg's warnings begin, but for that of a premature end. */
  private static final List<String> HARMLESS =
      List.of(
          "Corrupt JPEG data",
          "Inconsistent progression sequence",
          "Invalid SOS parameters for sequential",
          "Unknown Adobe color transform",
          "Warning");

  private long handle;
  private final Memory header = new Memory(4L * Integer.BYTES);
  private @Nullable Memory input;
  private @Nullable Memory output;
  private @Nullable IntBuffer decoded;

  TurboJpeg() {
    this.handle = open();
  }

  private static long open() {
    long handle = TurboJpegLibrary.tjInitDecompress();
    if (handle == 0) {
      throw new OutOfMemoryError("libjpeg-turbo opens no decoder");
    }
    return handle;
  }

  /**
   * What it holds on to, in pixels of four bytes: of the image, or of its file if that is larger.
   */
  long pixels() {
    long file = input == null ? 0 : input.size();
    return Math.max(file, output == null ? 0 : output.size()) / Integer.BYTES;
  }

  /**
   * Decodes a region.
   *
   * @param reduction 1, 2, 4 or 8: each pixel is the mean of so many by so many, made by the DCT
   * @param region of the reduced image
   */
  void decode(byte[] file, JpegHeader jpeg, int reduction, Region region, Canvas into, String name)
      throws DataException {
    int height = jpeg.height();
    if (jpeg.oneScan()) {
      int rows = region.bottom() * reduction + ROWS_OF_INFLUENCE;
      height = Math.min(height, roundUp(rows, jpeg.blockHeight()));
    }
    long source = load(file, jpeg, height);
    boolean inks = readHeader(source, file.length, jpeg.width(), height, name);
    int width = (jpeg.width() + reduction - 1) / reduction;
    int rows = (height + reduction - 1) / reduction;
    IntBuffer pixels = reserve((long) width * rows);
    int result =
        TurboJpegLibrary.tjDecompress2(
            handle,
            source,
            file.length,
            address(output),
            width,
            width * Integer.BYTES,
            rows,
            inks ? CMYK : RGBX,
            FLAGS);
    if (result != 0 && !isHarmless(TurboJpegLibrary.tjGetErrorStr2(handle))) {
      throw cannot(name);
    }
    int[][] to = into.reset(region);
    for (int y = 0; y < region.height(); y++) {
      pixels.get((region.top() + y) * width + region.left(), to[y], 0, region.width());
    }
    if (inks) {
      into.fromInvertedCmyk();
    }
  }

  /**
   * Whether there is a whole image in spite of what was said. The library's error code does not
   * tell: an error after a warning has a warning's.
   */
  private static boolean isHarmless(String message) {
    return HARMLESS.stream().anyMatch(message::startsWith);
  }

  void close() {
    TurboJpegLibrary.tjDestroy(handle);
    header.close();
    if (input != null) {
      input.close();
    }
    if (output != null) {
      output.close();
    }
  }

  /** Whether the file has four inks; that its size is what was read here, too. */
  private boolean readHeader(long source, int bytes, int width, int height, String name)
      throws DataException {
    header.clear();
    long at = address(header);
    // Fails for odd samplings too, which can be decoded nevertheless.
    int result =
        TurboJpegLibrary.tjDecompressHeader3(handle, source, bytes, at, at + 4, at + 8, at + 12);
    if (header.getInt(0) != width || header.getInt(4) != height) {
      throw result != 0
          ? cannot(name)
          : new DataException(name, "tells two sizes", ImageDecoder.REMEDY);
    }
    int colors = header.getInt(12);
    return colors == COLORS_CMYK || colors == COLORS_YCCK;
  }

  private DataException cannot(String name) {
    String reason = TurboJpegLibrary.tjGetErrorStr2(handle);
    // Version 2.1 goes on with a file whose header it has refused.
    long refused = handle;
    handle = 0;
    TurboJpegLibrary.tjDestroy(refused);
    handle = open();
    return new DataException(name, "cannot be decoded (" + reason + ")", ImageDecoder.REMEDY);
  }

  private long load(byte[] file, JpegHeader jpeg, int height) {
    if (input == null || input.size() < file.length) {
      if (input != null) {
        Memory small = input;
        input = null; // Also where there is no memory for a larger one.
        small.close();
      }
      input = new Memory(roomy(file.length));
    }
    input.write(0, file, 0, file.length);
    input.setByte(jpeg.heightAt(), (byte) (height >> 8));
    input.setByte(jpeg.heightAt() + 1L, (byte) height);
    return address(input);
  }

  private IntBuffer reserve(long pixels) {
    if (decoded == null || decoded.capacity() < pixels) {
      if (output != null) {
        Memory small = output;
        output = null;
        decoded = null;
        small.close();
      }
      output = new Memory(roomy(pixels * Integer.BYTES));
      decoded = output.getByteBuffer(0, output.size()).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    }
    return decoded;
  }

  /** A half more, so that slightly larger images find room; whole pixels. */
  private static long roomy(long bytes) {
    return (bytes + bytes / 2 + 15) & -16L;
  }

  private static int roundUp(int rows, int block) {
    return (rows + block - 1) / block * block;
  }

  private static long address(@Nullable Pointer memory) {
    return Pointer.nativeValue(memory);
  }
}
