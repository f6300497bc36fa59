package dev.largo.data.format;

import dev.largo.config.DataFormat;
import dev.largo.data.DataException;
import dev.largo.data.DataLocation;
import java.io.IOException;
import java.util.List;

/** A set of encoded images with its classes, as it is stored. */
public record StoredSet(ImageStore store, List<String> classNames) {
  public StoredSet {
    classNames = List.copyOf(classNames);
  }

  /**
   * Opens a set, reading no images.
   *
   * @param classes names of the classes by label; none: the set's own
   * @throws DataException if it is missing or wrong, or its format has no image files
   */
  public static StoredSet open(DataFormat format, DataLocation location, List<String> classes)
      throws IOException {
    SetFormat found = SampleSources.format(format, StoredImages.PLAIN);
    if (!(found instanceof StoredFormat stored)) {
      throw new DataException(
          location.key(),
          "format " + format.text() + " has no image files",
          "give an image-folder, shards, sequence files or Parquet files");
    }
    List<String> names = classes.isEmpty() ? found.classNames(location) : classes;
    return new StoredSet(stored.store(location, names), names);
  }
}
