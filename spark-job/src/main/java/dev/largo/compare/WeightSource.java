package dev.largo.compare;

import java.io.IOException;

/** Where a candidate's weights come from. */
public interface WeightSource {
  /** Reads the flat vector; a new one each time, the caller's own. */
  float[] load() throws IOException;
}
