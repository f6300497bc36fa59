package dev.largo.data;

import java.io.IOException;
import java.util.List;

/** A source that is like another one but for what a subclass changes. */
public abstract class ForwardingSource implements SampleSource {
  private final SampleSource source;

  /** Forwards to a source. */
  protected ForwardingSource(SampleSource source) {
    this.source = source;
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
    return source.read(index, framing, pixels);
  }

  @Override
  public int[] runs() {
    return source.runs();
  }

  @Override
  public SampleSource ahead(int[] indices) throws IOException {
    return source.ahead(indices);
  }

  @Override
  public String fingerprint() {
    return source.fingerprint();
  }
}
