package dev.largo.model;

import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Keeps an array's copy in host memory, which raw pointers lead to, and the one on a GPU the same.
 * On the CPU there is but one, and nothing to do.
 */
public final class HostMemory {
  private HostMemory() {}

  /** After values were written through a pointer: a GPU fetches them before its next use. */
  public static void wrote(INDArray array) {
    Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
  }

  /** Before values are read through a pointer: waits for a GPU and fetches them from it. */
  public static void fetch(INDArray array) {
    Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
  }
}
