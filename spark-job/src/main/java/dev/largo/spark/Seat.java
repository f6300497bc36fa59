package dev.largo.spark;

import dev.largo.collective.Collective;
import dev.largo.data.BadSample;
import dev.largo.train.Activity;
import dev.largo.train.PartListener;
import dev.largo.train.RefinementRecord;
import dev.largo.train.RunMonitor;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A rank's place in an attempt: whom it computes with, and whom it reports to. */
interface Seat extends AutoCloseable {
  Collective collective();

  /** What is told to it reaches the driver's records; for ranks other than 0 it does nothing. */
  RunMonitor monitor();

  PartListener parts();

  /** Told of samples that were skipped, by any rank. */
  Consumer<BadSample> badSamples();

  /** Told of replicas that are refined, by any rank. */
  Consumer<RefinementRecord> refinements();

  /** Whether the run is to end after the step at hand. */
  BooleanSupplier stopRequested();

  /** What the rank is doing, to be kept up to date by it. */
  Activity activity();

  /** The rank is done; returns when everything it told has been recorded. */
  void leave() throws IOException, InterruptedException;

  /** The rank cannot go on, so no other can. */
  void fail(Throwable why);

  @Override
  void close();

  /**
   * Takes a rank's place: in the driver's JVM where the run is at home there, else over a network.
   */
  static Seat take(RunSpec spec, int rank) throws IOException, InterruptedException {
    return spec.coordinator() == null ? LocalRun.of(spec).seat(rank) : RemoteSeat.take(spec, rank);
  }
}
