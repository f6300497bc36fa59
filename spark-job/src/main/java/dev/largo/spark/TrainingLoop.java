package dev.largo.spark;

import dev.largo.average.BatchNormRefresher;
import dev.largo.collective.Collective;
import dev.largo.collective.SharedMemoryGroup;
import dev.largo.config.AggregationMode;
import dev.largo.config.LargoConfig;
import dev.largo.config.SwapConfig;
import dev.largo.engine.RunningStatistics;
import dev.largo.evaluate.DistributedEvaluator;
import dev.largo.model.ModelArchive;
import dev.largo.optim.Optimizer;
import dev.largo.optim.Parallel;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Slice;
import dev.largo.train.Assessment;
import dev.largo.train.AverageDirectory;
import dev.largo.train.AverageStore;
import dev.largo.train.Averages;
import dev.largo.train.Checkpointer;
import dev.largo.train.Checkpoints;
import dev.largo.train.LearningRate;
import dev.largo.train.LossScaling;
import dev.largo.train.ModelWriter;
import dev.largo.train.ParameterAveraging;
import dev.largo.train.ParameterHash;
import dev.largo.train.ParameterServer;
import dev.largo.train.Recipe;
import dev.largo.train.Refiner;
import dev.largo.train.RunMonitor;
import dev.largo.train.StepReporter;
import dev.largo.train.Stepper;
import dev.largo.train.SynchronousStepper;
import dev.largo.train.Trainer;
import dev.largo.train.TrainingEnd;
import dev.largo.train.TrainingPlan;
import dev.largo.train.TrainingState;
import dev.largo.train.Worker;
import dev.largo.train.Workforce;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** Puts a rank's training loop together and runs it. */
final class TrainingLoop {
  private TrainingLoop() {}

  /**
   * Trains.
   *
   * @param seat whom this rank computes with and reports to
   * @param updates threads of an update
   * @param worker that can train by itself; null where all that would need one is refused
   * @param parameters where to start; the loop owns the array from now on
   */
  static Outcome run(
      RunSpec spec,
      Seat seat,
      Workforce workforce,
      ParameterLayout layout,
      RunningStatistics statistics,
      Parallel updates,
      @Nullable Worker worker,
      float[] parameters)
      throws IOException, InterruptedException {
    Collective collective = seat.collective();
    RunMonitor monitor = seat.monitor();
    TrainingPlan plan = spec.plan();
    LargoConfig config = plan.config();
    Configuration hadoop = spec.hadoopConfiguration();
    Slice slice = Slice.partition(layout.size(), collective.worldSize()).get(collective.rank());
    Optimizer optimizer =
        new Optimizer(
            Recipe.optimizer(config.optimizer(), plan.stepsPerEpoch()),
            layout,
            slice,
            updates,
            Recipe.nonFinitePolicy(config));
    ParameterServer server =
        new ParameterServer(layout, collective, optimizer, parameters, config.aggregation().wire());
    Averages averages = new Averages(plan, server);
    LearningRate learningRate = Recipe.learningRate(plan);
    LossScaling lossScaling = LossScaling.of(config.engine());
    ModelWriter models =
        (vector, out) -> ModelArchive.write(spec.network(), vector, spec.normalization(), out);
    Checkpoints checkpoints = spec.checkpoints();
    TrainingEnd end = new TrainingEnd(plan);
    TrainingState state = new TrainingState(server, averages, learningRate, lossScaling, end);
    AverageStore store =
        collective.rank() == 0
            ? new AverageDirectory(spec.path(), hadoop, models, spec.attempt())
            : (name, vector) -> {};
    BatchNormRefresher refresher = new BatchNormRefresher(statistics);
    Assessment assessment =
        new Assessment(
            plan,
            workforce,
            server,
            averages,
            new DistributedEvaluator(),
            refresher,
            store,
            monitor);
    if (spec.done() > 0) {
      state.restore(checkpoints.at(spec.done()));
    }
    long last;
    long skipped;
    try (Stepper stepper =
            worker != null && config.aggregation().mode() == AggregationMode.PARAMETER_AVERAGING
                ? new ParameterAveraging(
                    plan,
                    worker,
                    collective,
                    SharedMemoryGroup.solo(),
                    server,
                    learningRate,
                    averages,
                    monitor,
                    seat.stopRequested(),
                    seat.badSamples(),
                    seat.activity(),
                    spec.done() > 0)
                : new SynchronousStepper(
                    plan,
                    workforce,
                    server,
                    learningRate,
                    lossScaling,
                    averages,
                    new StepReporter(plan, monitor),
                    seat.activity());
        Checkpointer checkpointer =
            new Checkpointer(checkpoints, collective.rank(), server, state, models, seat.parts())) {
      last =
          new Trainer(plan, end, stepper, learningRate, assessment, checkpointer, seat.activity())
              .train(spec.done(), spec.until());
      skipped = stepper.skipped(last);
    }
    if (!end.isAt(last)) {
      return Outcome.stopped(last, skipped, server.exactParameters());
    }
    SwapConfig swap = config.averaging().swap();
    if (swap != null && worker != null) {
      Refiner refiner =
          new Refiner(
              plan,
              worker,
              SharedMemoryGroup.solo(),
              seat.badSamples(),
              seat.refinements(),
              seat.activity());
      return new ReplicaPhases(spec, seat, workforce, server, refresher, models, store)
          .run(swap, refiner, last, skipped);
    }
    return new Outcome(true, last, skipped, ParameterHash.sha256(server.exactParameters()), 0);
  }
}
