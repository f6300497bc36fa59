package dev.largo.data.format;

import dev.largo.data.DataLocation;
import dev.largo.data.SampleSource;
import dev.largo.data.Split;
import java.io.IOException;
import java.util.List;

/** A layout of data sets. Adding a format is one implementation and a line in SampleSources. */
interface SetFormat {
  /** Class names by label, from the training set, without reading more than that takes. */
  List<String> classNames(DataLocation train) throws IOException;

  /**
   * Opens a split and checks all of it that can be checked cheaply.
   *
   * @param classNames those of the training set, which labels are checked against
   */
  SampleSource open(DataLocation location, Split split, List<String> classNames) throws IOException;
}
