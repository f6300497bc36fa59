package dev.largo.spark;

import dev.largo.spark.coordination.Attempt;
import dev.largo.spark.coordination.Coordinator;
import dev.largo.spark.coordination.CoordinatorServer;
import dev.largo.train.RunEvents;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * {@code aggregation.mode = all-reduce} on executors. An attempt that loses workers fails as a
 * whole, within seconds; the next one goes on from the newest committed checkpoint, on what the
 * cluster gives then. Spark itself would not repeat the stage, and could not know from where.
 */
public final class ClusterTraining implements TrainingJob {
  private static final int TOKEN_BYTES = 16;

  private final JavaSparkContext spark;
  private final ExecutorWatch executors;
  private final RunEvents events;
  private final BooleanSupplier stopRequested;
  private final Consumer<String> say;

  /**
   * A job on a cluster.
   *
   * @param stopRequested asked about once a second
   * @param say tells the user a line
   */
  public ClusterTraining(
      JavaSparkContext spark,
      ExecutorWatch executors,
      RunEvents events,
      BooleanSupplier stopRequested,
      Consumer<String> say) {
    this.spark = spark;
    this.executors = executors;
    this.events = events;
    this.stopRequested = stopRequested;
    this.say = say;
  }

  @Override
  public Outcome run(RunSpec first, float[] start) throws IOException, InterruptedException {
    Coordinator coordinator = new Coordinator(events, stopRequested);
    try (CoordinatorServer server =
        CoordinatorServer.listen(
            SparkTransport.ofDriver(),
            SparkTransport.driverHost(),
            SparkTransport.driverPort(),
            token(),
            coordinator)) {
      AttemptRunner runner =
          new AttemptRunner(spark, executors, events, coordinator, stopRequested);
      Recovery recovery = new Recovery(first, executors, events, stopRequested, say);
      RunSpec spec = first.reachedAt(server.address());
      float[] parameters = start;
      Attempt attempt = newAttempt(spec);
      while (true) {
        try {
          return runner.run(attempt, spec, parameters);
        } catch (WorkersLostException e) {
          spec = recovery.from(attempt, e, spec);
          parameters =
              spec.done() == first.done() ? start : spec.checkpoints().at(spec.done()).parameters();
          boolean replicasFollow = spec.config().averaging().swap() != null;
          if (stopRequested.getAsBoolean()
              && (replicasFollow || spec.done() < spec.plan().steps())) {
            return Outcome.stopped(spec.done(), 0, parameters);
          }
          attempt = newAttempt(spec);
          recovery.recordOnce(attempt, spec);
        }
      }
    }
  }

  private static Attempt newAttempt(RunSpec spec) {
    return new Attempt(
        spec.generation(),
        spec.workers(),
        spec.config().recovery().heartbeatTimeout().toNanos(),
        System::nanoTime);
  }

  private static String token() {
    byte[] token = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(token);
    return HexFormat.of().formatHex(token);
  }
}
