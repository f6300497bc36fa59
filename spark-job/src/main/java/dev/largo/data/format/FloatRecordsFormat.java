package dev.largo.data.format;

import dev.largo.data.DataLocation;
import dev.largo.data.SampleSource;
import dev.largo.data.Split;
import dev.largo.data.floats.FloatRecords;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** Directories of float records, which Largo writes for programs that hand it numbers. */
final class FloatRecordsFormat implements SetFormat {
  @Override
  public List<String> classNames(DataLocation train) throws IOException {
    return open(train).classNames();
  }

  @Override
  public SampleSource open(DataLocation location, Split split, List<String> classNames)
      throws IOException {
    FloatRecords records = open(location);
    if (!records.classNames().equals(classNames)) {
      throw location.wrong(
          "has labels of %d classes, the training set %d"
              .formatted(records.classNames().size(), classNames.size()),
          "give labels of as many");
    }
    return records;
  }

  private static FloatRecords open(DataLocation location) throws IOException {
    Path path = location.path();
    if (!location.status(path, "a directory of float records").isDirectory()) {
      throw location.wrong(path + " is a file", "give a directory of float records");
    }
    return FloatRecords.open(location.fileSystem(path), path);
  }
}
