package dev.largo.train;

import java.io.IOException;
import java.io.OutputStream;

/** Writes a model that stands on its own. */
public interface ModelWriter {
  /**
   * Writes network, parameters and normalization.
   *
   * @param parameters the flat vector; not kept
   */
  void write(float[] parameters, OutputStream out) throws IOException;
}
