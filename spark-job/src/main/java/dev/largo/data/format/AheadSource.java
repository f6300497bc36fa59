package dev.largo.data.format;

import dev.largo.data.ForwardingSource;
import dev.largo.data.Framing;
import java.io.IOException;
import java.util.Map;

/** A source of which some files have been read together, to be decoded next. */
final class AheadSource extends ForwardingSource {
  private final EncodedSource source;
  private final Map<Integer, byte[]> files;

  AheadSource(EncodedSource source, Map<Integer, byte[]> files) {
    super(source);
    this.source = source;
    this.files = files;
  }

  @Override
  public int read(int index, Framing framing, byte[] pixels) throws IOException {
    byte[] file = files.get(index);
    if (file == null) {
      return source.read(index, framing, pixels);
    }
    source.decode(file, index, framing, pixels);
    return label(index);
  }
}
