package dev.largo.spark.program;

import dev.largo.model.GivenInput;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Where a program's samples come from. */
public interface SampleSupply {
  /** Equal for supplies of the same samples, which are then written once. */
  Object identity();

  /**
   * Writes the samples as parts of one set, in an order that is the same every time.
   *
   * @param directory which is there, and empty
   * @return a report a part
   */
  List<PartReport> write(Path directory, GivenInput input, Configuration hadoop) throws IOException;
}
