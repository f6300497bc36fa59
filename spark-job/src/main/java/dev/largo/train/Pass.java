package dev.largo.train;

import java.io.IOException;
import java.io.Serializable;

/**
 * A pass over samples of which every worker does a share. Travels to the workers; its results
 * depend on micro-batch numbers, never on the shares.
 */
public interface Pass extends Serializable {
  /**
   * Does one rank's share.
   *
   * @param worker the rank's engine and data; the engine already holds the parameters
   * @return numbers that mean something when all ranks' are put one after the other
   */
  double[] run(Worker worker) throws IOException, InterruptedException;
}
