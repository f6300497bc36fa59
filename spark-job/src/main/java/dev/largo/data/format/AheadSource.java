package dev.largo.data.format;

import dev.largo.data.Framing;
import dev.largo.data.ImageShape;
import dev.largo.data.SampleSource;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A source of which some files have been read together, to be decoded next. */
final class AheadSource implements SampleSource {
  private final EncodedSource source;
  private final Map<Integer, byte[]> files;

  AheadSource(EncodedSource source, Map<Integer, byte[]> files) {
    this.source = source;
    this.files = files;
  }

  @Override
  public int size() {
    return source.size();
  }

  @Override
  public ImageShape shape() {
    return source.shape();
  }

  @Override
  public List<String> classNames() {
    return source.classNames();
  }

  @Override
  public int label(int index) {
    return source.label(index);
  }

  @Override
  public String name(int index) {
    return source.name(index);
  }

  @Override
  public int read(int index, byte[] pixels) throws IOException {
    return source.read(index, pixels);
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

  @Override
  public String fingerprint() {
    return source.fingerprint();
  }
}
