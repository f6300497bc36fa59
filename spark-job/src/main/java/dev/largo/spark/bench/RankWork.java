package dev.largo.spark.bench;

import dev.largo.collective.Collective;
import java.io.Serializable;
import java.util.List;

/** What every rank does in a measurement. */
interface RankWork extends Serializable {
  /**
   * Warms up, measures, and checks what came out.
   *
   * @return this rank's seconds by part, a list over the rounds for each
   * @throws IllegalStateException if a result is wrong
   */
  List<List<Double>> run(Collective collective);
}
