package dev.largo.train;

import java.io.IOException;

/** Keeps the newest model of each average. */
public interface AverageStore {
  /** Replaces an average's model; on ranks other than 0 it does nothing. */
  void write(String name, float[] parameters) throws IOException;
}
