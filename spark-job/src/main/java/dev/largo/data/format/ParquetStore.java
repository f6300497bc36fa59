package dev.largo.data.format;

import dev.largo.data.parquet.ParquetImages;
import dev.largo.data.parquet.ParquetIndex;
import java.io.IOException;
import java.util.List;

/** Images that are values of Parquet files; their lengths are averages. */
final class ParquetStore implements ImageStore {
  private final ParquetIndex index;
  private final ParquetImages images;

  ParquetStore(ParquetIndex index, ParquetImages images) {
    this.index = index;
    this.images = images;
  }

  @Override
  public int size() {
    return index.size();
  }

  @Override
  public String name(int sample) {
    return index.name(sample);
  }

  @Override
  public long length(int sample) {
    return index.averageLength(sample);
  }

  @Override
  public int label(int sample) {
    return index.label(sample);
  }

  @Override
  public byte[] bytes(int sample) throws IOException {
    return images.readAll(new int[] {sample}).get(0);
  }

  @Override
  public List<byte[]> bytes(int[] samples) throws IOException {
    return images.readAll(samples);
  }

  @Override
  public String fingerprint() {
    return index.fingerprint();
  }
}
