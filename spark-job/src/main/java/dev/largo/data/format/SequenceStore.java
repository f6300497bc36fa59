package dev.largo.data.format;

import dev.largo.data.shard.SequenceSets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Images that are values of sequence files; their lengths are those of the values as stored. */
final class SequenceStore implements ImageStore {
  private final ImageStore values;
  private final SequenceSets.Found found;

  /** A store over the bare values. */
  SequenceStore(ImageStore values, SequenceSets.Found found) {
    this.values = values;
    this.found = found;
  }

  @Override
  public int size() {
    return values.size();
  }

  @Override
  public String name(int index) {
    return values.name(index);
  }

  @Override
  public long length(int index) {
    return values.length(index);
  }

  @Override
  public int label(int index) {
    return values.label(index);
  }

  @Override
  public byte[] bytes(int index) throws IOException {
    return image(index, values.bytes(index));
  }

  @Override
  public List<byte[]> bytes(int[] indices) throws IOException {
    List<byte[]> stored = values.bytes(indices);
    List<byte[]> images = new ArrayList<>(indices.length);
    for (int i = 0; i < indices.length; i++) {
      images.add(image(indices[i], stored.get(i)));
    }
    return images;
  }

  @Override
  public String fingerprint() {
    return values.fingerprint();
  }

  private byte[] image(int index, byte[] value) throws IOException {
    return found.values().get(found.index().shardOf(index)).image(value, name(index));
  }
}
