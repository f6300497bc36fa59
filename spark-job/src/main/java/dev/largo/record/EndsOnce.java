package dev.largo.record;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that stays at its end. A local file that is being written goes on behind what was its
 * end a moment ago, and a reader of lines would take the two halves of a line for two lines.
 */
final class EndsOnce extends FilterInputStream {
  private boolean ended;

  EndsOnce(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    int read = ended ? -1 : super.read();
    ended = read < 0;
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = ended ? -1 : super.read(bytes, offset, length);
    ended = read < 0;
    return read;
  }
}
