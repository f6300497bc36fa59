package dev.largo.spark.program;

import dev.largo.data.DataException;
import dev.largo.data.ImageShape;
import dev.largo.data.floats.FloatPartWriter;
import dev.largo.data.floats.FloatRecords;
import dev.largo.model.GivenInput;
import dev.largo.train.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Samples laid down for the workers.
 *
 * @param directory URI of the set
 * @param shape of a sample
 */
record StagedData(
    Object identity, GivenInput input, String directory, ImageShape shape, int classes) {
  /**
   * Lays samples down.
   *
   * @throws DataException if they cannot be trained on
   */
  static StagedData write(
      SampleSupply supply,
      GivenInput input,
      SharedDirectory shared,
      String name,
      Configuration hadoop)
      throws IOException {
    shared.remove(name);
    Path directory = shared.at(name);
    shared.fileSystem().mkdirs(directory);
    List<PartReport> reports = supply.write(directory, input, hadoop);
    PartReport first = null;
    for (PartReport report : reports) {
      if (report.problem() != null) {
        throw new TrainingFailedException(report.problem());
      }
      if (report.samples() > 0) {
        first = first == null ? report : first;
        SampleFile.requireSame(
            Objects.requireNonNull(first.shape()),
            first.classes(),
            Objects.requireNonNull(report.shape()),
            report.classes());
      }
    }
    if (first == null) {
      throw new DataException("the data", "is empty", "give samples");
    }
    return new StagedData(
        supply.identity(),
        input,
        directory.toString(),
        Objects.requireNonNull(first.shape()),
        first.classes());
  }

  /** Whether this is what would be laid down for a supply. */
  boolean isOf(SampleSupply supply, GivenInput otherInput) {
    return identity.equals(supply.identity()) && input.equals(otherInput);
  }

  FloatRecords open(Configuration hadoop) throws IOException {
    Path path = new Path(directory);
    return FloatRecords.open(path.getFileSystem(hadoop), path);
  }

  /**
   * The first samples of a set as one of their own: where there is no validation data something has
   * to be looked at when a run ends, and averages are written.
   */
  static String head(
      FloatRecords records, int most, SharedDirectory shared, String name, Configuration hadoop)
      throws IOException {
    shared.remove(name);
    Path file = new Path(shared.at(name), "part-000000" + FloatRecords.SUFFIX);
    FileSystem fileSystem = shared.fileSystem();
    Storage.write(
        fileSystem,
        file,
        out -> {
          FloatPartWriter writer =
              new FloatPartWriter(out, records.shape(), records.classNames().size());
          float[] values = new float[records.shape().values()];
          for (int i = 0; i < Math.min(most, records.size()); i++) {
            int label = records.read(i, values, 0);
            writer.add(values, 0, label);
          }
          writer.finish();
        });
    return shared.at(name).toString();
  }
}
