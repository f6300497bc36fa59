package dev.largo.spark.program;

import dev.largo.data.DataException;
import dev.largo.data.ImageShape;
import dev.largo.data.floats.FloatPartWriter;
import dev.largo.data.floats.FloatRecords;
import dev.largo.model.GivenInput;
import dev.largo.train.Storage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.nd4j.linalg.dataset.DataSet;

/** Writes data sets of any mini-batch size as one part of float records, sample by sample. */
final class SampleFile {
  private static final int BUFFER = 1 << 20;

  private SampleFile() {}

  /**
   * Writes a part; a repeated or second attempt of it leaves one file of the same content.
   *
   * @param directory of the set
   * @param number of the part, which its samples are ordered by
   */
  static PartReport write(
      Iterator<DataSet> sets, Path directory, int number, GivenInput input, Configuration hadoop)
      throws IOException {
    FileSystem fileSystem = Storage.of(directory, hadoop);
    String name = String.format(Locale.ROOT, "part-%06d", number);
    Path draft = new Path(directory, "." + name + "-" + UUID.randomUUID());
    try {
      PartReport report;
      try (OutputStream out = new BufferedOutputStream(fileSystem.create(draft, false), BUFFER)) {
        report = write(sets, input, out);
      }
      if (report.samples() > 0) {
        Storage.moveOver(fileSystem, draft, new Path(directory, name + FloatRecords.SUFFIX));
      }
      return report;
    } catch (DataException e) {
      return PartReport.refused(String.valueOf(e.getMessage()));
    } finally {
      fileSystem.delete(draft, false);
    }
  }

  private static PartReport write(Iterator<DataSet> sets, GivenInput input, OutputStream out)
      throws IOException {
    FloatPartWriter writer = null;
    while (sets.hasNext()) {
      Unbundled samples = Unbundled.of(sets.next(), input);
      if (writer == null) {
        writer = new FloatPartWriter(out, samples.shape(), samples.classes());
      }
      requireSame(writer.shape(), writer.classes(), samples.shape(), samples.classes());
      int values = samples.shape().values();
      for (int i = 0; i < samples.labels().length; i++) {
        writer.add(samples.values(), i * values, samples.labels()[i]);
      }
    }
    if (writer == null || writer.samples() == 0) {
      return new PartReport(0, null, 0, null);
    }
    writer.finish();
    return new PartReport(writer.samples(), writer.shape(), writer.classes(), null);
  }

  /** Refuses samples that are not like those before them. */
  static void requireSame(ImageShape shape, int classes, ImageShape other, int otherClasses)
      throws DataException {
    if (!shape.equals(other) || classes != otherClasses) {
      throw new DataException(
          "the data",
          "samples of %s with %d classes stand beside samples of %s with %d classes"
              .formatted(Unbundled.text(shape), classes, Unbundled.text(other), otherClasses),
          "give samples of one shape");
    }
  }
}
