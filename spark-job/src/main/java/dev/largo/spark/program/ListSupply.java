package dev.largo.spark.program;

import dev.largo.model.GivenInput;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.nd4j.linalg.dataset.DataSet;

/** Samples of this JVM, in the order they come in. */
public final class ListSupply implements SampleSupply {
  private final Iterator<DataSet> sets;
  private final Object identity;

  /**
   * A supply that is read once.
   *
   * @param identity see {@link SampleSupply#identity}
   */
  public ListSupply(Iterator<DataSet> sets, Object identity) {
    this.sets = sets;
    this.identity = identity;
  }

  @Override
  public Object identity() {
    return identity;
  }

  @Override
  public List<PartReport> write(Path directory, GivenInput input, Configuration hadoop)
      throws IOException {
    return List.of(SampleFile.write(sets, directory, 0, input, hadoop));
  }
}
