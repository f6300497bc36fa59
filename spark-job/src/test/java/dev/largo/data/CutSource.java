package dev.largo.data;

import java.io.IOException;

/** A source of which one sample cannot be read. */
public final class CutSource extends ForwardingSource {
  private final int cut;

  public CutSource(SampleSource source, int cut) {
    super(source);
    this.cut = cut;
  }

  @Override
  public int read(int index, byte[] pixels) throws IOException {
    requireWhole(index);
    return super.read(index, pixels);
  }

  @Override
  public int read(int index, Framing framing, byte[] pixels) throws IOException {
    requireWhole(index);
    return super.read(index, framing, pixels);
  }

  private void requireWhole(int index) throws DataException {
    if (index == cut) {
      throw new DataException(name(index), "is truncated", "replace it");
    }
  }
}
