package dev.largo.data.format;

import dev.largo.data.DataLocation;
import java.io.IOException;
import java.util.List;

/** A layout whose images are JPEG or PNG files, wherever they lie. */
interface StoredFormat extends SetFormat {
  /**
   * The images of a location, none of them read yet.
   *
   * @param classNames those of the training set, which labels are checked against
   */
  ImageStore store(DataLocation location, List<String> classNames) throws IOException;
}
