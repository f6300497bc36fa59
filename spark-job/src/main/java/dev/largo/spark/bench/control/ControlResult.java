package dev.largo.spark.bench.control;

import dev.largo.bench.Spread;
import java.util.Collections;
import java.util.List;

/**
 * What the ranks' control traffic asks of a driver. Times in seconds; spreads over the seconds of
 * the measurement, or over what is measured in each.
 *
 * @param messages a second
 * @param received bytes a second
 * @param sent bytes a second, answers
 * @param cores of the driver's process
 * @param idleCores the same when the ranks had left, of as warm a JVM
 * @param joinCpu seconds of its processors, from the ranks' start to the first step
 * @param heap bytes in use after a collection
 * @param idleHeap the same before the ranks came
 * @param joined from the joining of a process' ranks to the addresses of all
 * @param heartbeats from a heartbeat to its answer
 * @param steps what telling of a step held up rank 0: all that a step waits for the driver
 * @param stopped from the wish to stop to a rank that has heard of it
 * @param left until all ranks had left, from the first that began to
 * @param messagesTaken all that came, as many as the ranks had answered
 * @param recordedSteps of rank 0, all of them and in their order
 */
public record ControlResult(
    Spread messages,
    Spread received,
    Spread sent,
    Spread cores,
    Spread idleCores,
    double joinCpu,
    long heap,
    long idleHeap,
    int threads,
    int idleThreads,
    Times joined,
    Times heartbeats,
    Times steps,
    Times stopped,
    double left,
    long messagesTaken,
    long recordedSteps) {

  /** Median and quartiles, and the longest. */
  public record Times(Spread spread, double longest) {
    static Times of(List<Double> seconds) {
      return new Times(Spread.of(seconds), Collections.max(seconds));
    }
  }

  /**
   * What became of a rank that died without a word.
   *
   * @param rank that the driver missed
   * @param noticed seconds from the end of its heartbeats, a second at most before its death
   * @param told seconds from then to when each of the others had been called off
   * @param others that were
   */
  public record Loss(int rank, double noticed, Times told, int others) {}
}
