package dev.largo.train;

import dev.largo.collective.Collective;
import dev.largo.config.LargoConfig;
import dev.largo.config.SwapConfig;
import dev.largo.data.BadSample;
import dev.largo.optim.Optimizer;
import dev.largo.optim.Parallel;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Slice;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Refines replicas on one rank: it owns all of a replica, computes every gradient itself, and
 * starts with an optimizer that knows nothing of the training before.
 */
public final class Refiner {
  private final TrainingPlan plan;
  private final Worker worker;
  private final Collective solo;
  private final Consumer<BadSample> badSamples;
  private final Consumer<RefinementRecord> progress;
  private final Activity activity;

  /**
   * A refiner.
   *
   * @param plan of the training before
   * @param worker lends its engine and data
   * @param solo the collective of a world of one
   * @param badSamples told of samples that were skipped
   * @param progress told at each end of a replica's epoch
   */
  public Refiner(
      TrainingPlan plan,
      Worker worker,
      Collective solo,
      Consumer<BadSample> badSamples,
      Consumer<RefinementRecord> progress,
      Activity activity) {
    this.plan = plan;
    this.worker = worker;
    this.solo = solo;
    this.badSamples = badSamples;
    this.progress = progress;
    this.activity = activity;
  }

  /**
   * Refines a replica.
   *
   * @param replica from 1
   * @param start the step whose parameters it starts from
   * @param parameters these, and in the end the replica's
   * @return the end of the last epoch; nothing where a stop came between
   */
  Optional<RefinementRecord> refine(
      SwapConfig swap, int replica, long start, float[] parameters, Pace pace)
      throws IOException, InterruptedException {
    TrainingPlan own = ReplicaRecipe.plan(plan, swap, replica);
    ReplicaProgress steps = new ReplicaProgress(start, replica, swap.replicas(), own, progress);
    ParameterServer server = server(own, parameters);
    try (Worker alone = worker.alone(own)) {
      Stepper stepper =
          stepper(
              own,
              alone,
              server,
              ReplicaRecipe.learningRate(own, swap),
              steps,
              activity.of("replica " + replica));
      for (long step = 1; step <= own.steps(); step++) {
        if (!pace.allowsStep(step)) {
          return Optional.empty();
        }
        stepper.make(step);
      }
    } catch (DivergedException e) {
      throw new DivergedException(replica, e);
    }
    return Optional.of(steps.last());
  }

  private ParameterServer server(TrainingPlan own, float[] parameters) {
    LargoConfig config = own.config();
    ParameterLayout layout = worker.engine().layout();
    Optimizer optimizer =
        new Optimizer(
            Recipe.optimizer(config.optimizer(), own.stepsPerEpoch()),
            layout,
            new Slice(0, layout.size()),
            Parallel.SERIAL,
            Recipe.nonFinitePolicy(config));
    return new ParameterServer(layout, solo, optimizer, parameters, config.aggregation().wire());
  }

  private Stepper stepper(
      TrainingPlan own,
      Worker alone,
      ParameterServer server,
      LearningRate learningRate,
      RunMonitor monitor,
      Activity doing) {
    Workforce workforce =
        new AllReduceWorkforce(alone, solo, server.slice(), () -> false, badSamples, doing);
    return new SynchronousStepper(
        own,
        workforce,
        server,
        learningRate,
        LossScaling.of(own.config().engine()),
        new Averages(own, server),
        new StepReporter(own, monitor),
        doing);
  }
}
