package dev.largo.spark;

import dev.largo.average.BatchNormRefresher;
import dev.largo.config.SwapConfig;
import dev.largo.evaluate.DistributedEvaluator;
import dev.largo.train.AverageStore;
import dev.largo.train.ModelWriter;
import dev.largo.train.ParameterHash;
import dev.largo.train.ParameterServer;
import dev.largo.train.Refinement;
import dev.largo.train.Refiner;
import dev.largo.train.ReplicaAverage;
import dev.largo.train.ReplicaDirectory;
import dev.largo.train.TrainingPlan;
import dev.largo.train.Workforce;
import java.io.IOException;

/**
 * What a rank does after the training where SWAP is asked for: it refines replicas, then averages
 * all of them with the others.
 *
 * @param server holds what training has come to
 */
record ReplicaPhases(
    RunSpec spec,
    Seat seat,
    Workforce workforce,
    ParameterServer server,
    BatchNormRefresher refresher,
    ModelWriter models,
    AverageStore store) {

  /**
   * Goes through both phases, or until a stop is requested.
   *
   * @param last step of the training
   * @param skipped how many of its steps changed nothing
   */
  Outcome run(SwapConfig swap, Refiner refiner, long last, long skipped)
      throws IOException, InterruptedException {
    TrainingPlan plan = spec.plan();
    float[] trained = server.exactParameters();
    ReplicaDirectory replicas =
        new ReplicaDirectory(spec.path(), spec.hadoopConfiguration(), models, spec.attempt());
    Refinement refinement =
        new Refinement(plan, swap, seat.collective(), refiner, replicas, seat.stopRequested());
    if (!refinement.run(last, trained)) {
      return Outcome.stopped(last, skipped, trained);
    }
    seat.activity().at(last, "average of replicas");
    float[] average = new float[trained.length];
    double seconds =
        new ReplicaAverage(
                plan,
                swap,
                workforce,
                server,
                replicas,
                new DistributedEvaluator(),
                refresher,
                store,
                seat.monitor())
            .average(last, average);
    return new Outcome(true, last, skipped, ParameterHash.sha256(average), seconds);
  }
}
