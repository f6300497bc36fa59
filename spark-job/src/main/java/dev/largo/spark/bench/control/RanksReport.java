package dev.largo.spark.bench.control;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;

/**
 * What the simulated ranks of one process saw. Times in seconds.
 *
 * @param joined from the joining of the process' ranks, which are connected, to the addresses of
 *     all
 * @param roundTrips of heartbeats
 * @param stepsTold what rank 0's record of a step held up its step
 * @param told when each rank heard the wish to stop, or that its attempt is over
 * @param left when the slowest had left, from the wish to stop on; 0 where none left
 * @param answered messages
 * @param steps records among them
 * @param parts of checkpoints among them
 * @param unanswered heartbeats
 */
public record RanksReport(
    String executor,
    String host,
    List<Double> joined,
    List<Double> roundTrips,
    List<Double> stepsTold,
    List<Instant> told,
    double left,
    long answered,
    long steps,
    long parts,
    long unanswered)
    implements Serializable {
  public RanksReport {
    joined = List.copyOf(joined);
    roundTrips = List.copyOf(roundTrips);
    stepsTold = List.copyOf(stepsTold);
    told = List.copyOf(told);
  }
}
