package dev.largo.data.shard;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.Seekable;

/** A buffered stream that knows its position, and skips without reading. */
final class SeekingInput extends InputStream {
  /** A label, its header and the header of the next image, and some more. */
  private static final int BUFFER = 8 << 10;

  private final InputStream in;
  private final Seekable seekable;
  private final long length;
  private final byte[] buffer = new byte[BUFFER];
  private long start;
  private int filled;
  private long position;

  /**
   * A stream over another, which is at its beginning and seekable, and closed with this one.
   *
   * @param length of the file
   */
  <T extends InputStream & Seekable> SeekingInput(T in, long length) {
    this.in = in;
    this.seekable = in;
    this.length = length;
  }

  /** Position in the file of the byte that is read next. */
  long position() {
    return position;
  }

  @Override
  public int read() throws IOException {
    return fill() ? buffer[(int) (position++ - start)] & 0xFF : -1;
  }

  @Override
  public int read(byte[] into, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int from = (int) (position - start);
    int taken = Math.min(count, filled - from);
    System.arraycopy(buffer, from, into, offset, taken);
    position += taken;
    return taken;
  }

  @Override
  public long skip(long count) {
    long skipped = Math.max(0, Math.min(count, length - position));
    position += skipped;
    return skipped;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, length - position);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Has the byte at the position in the buffer, or says that there is none. */
  private boolean fill() throws IOException {
    if (position >= start && position < start + filled) {
      return true;
    }
    if (position >= length) {
      return false;
    }
    if (position != start + filled) {
      seekable.seek(position);
    }
    start = position;
    filled = 0;
    filled = Math.max(0, in.read(buffer, 0, BUFFER));
    return filled > 0;
  }
}
