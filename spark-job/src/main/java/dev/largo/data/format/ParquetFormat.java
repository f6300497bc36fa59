package dev.largo.data.format;

import dev.largo.data.DataLocation;
import dev.largo.data.SampleSource;
import dev.largo.data.Split;
import dev.largo.data.parquet.ParquetImages;
import dev.largo.data.parquet.ParquetIndex;
import dev.largo.data.parquet.ParquetSets;
import java.io.IOException;
import java.util.List;

/**
 * Parquet files in Hugging Face's layout: a column {@code image}, a struct whose {@code bytes} are
 * a JPEG or PNG file, or these bytes themselves, and an integer column {@code label}.
 *
 * <p>Classes are named by {@code classes.txt} beside the training files, else by Hugging Face's
 * metadata in their footer, else numbered.
 */
final class ParquetFormat implements StoredFormat {
  private final StoredImages images;

  ParquetFormat(StoredImages images) {
    this.images = images;
  }

  @Override
  public List<String> classNames(DataLocation train) throws IOException {
    ParquetIndex index = ParquetSets.open(train);
    List<String> names = ownNames(train, index);
    return names.isEmpty() ? NameList.numbers(index.largestLabel() + 1) : names;
  }

  @Override
  public SampleSource open(DataLocation location, Split split, List<String> classNames)
      throws IOException {
    return images.source(store(location, classNames), classNames);
  }

  @Override
  public ImageStore store(DataLocation location, List<String> classNames) throws IOException {
    ParquetIndex index = ParquetSets.open(location);
    check(location, index, classNames);
    return new ParquetStore(index, new ParquetImages(index, location.hadoop()));
  }

  private static void check(DataLocation location, ParquetIndex index, List<String> classNames)
      throws IOException {
    List<String> names = ownNames(location, index);
    if (!names.isEmpty() && !names.equals(classNames)) {
      throw location.wrong(
          "classes.txt beside its files, or their footer, names other classes than the training set",
          "put the same classes.txt beside both sets");
    }
    for (int i = 0; i < index.size(); i++) {
      if (index.label(i) >= classNames.size()) {
        throw location.wrong(
            index.name(i) + " has class " + index.label(i),
            "there are " + classNames.size() + " classes, numbered from 0");
      }
    }
  }

  private static List<String> ownNames(DataLocation location, ParquetIndex index)
      throws IOException {
    List<String> beside = ClassFile.read(location);
    return beside.isEmpty() ? index.classNames() : beside;
  }
}
