package dev.largo.train;

import dev.largo.collective.Collective;
import dev.largo.optim.StateHeader;
import dev.largo.optim.average.WeightAverage;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * Writes checkpoints: every rank its slice's state, rank 0 the model, then a manifest and one
 * atomic rename. Also puts a checkpoint's state back.
 */
public final class Checkpointer {
  private static final String OPTIMIZER = "optimizer/";
  private static final String OPTIMIZER_VERSION = "optimizer-version";
  private static final String CHAIN = "optimizer-chain/";
  private static final String UPDATES = "optimizer-updates";
  private static final String LAST_RATE = "optimizer-last-rate/";
  private static final String NON_FINITE = "optimizer-non-finite-steps";
  private static final String AVERAGE_VERSION = "average-version";
  private static final String AVERAGE = "average/";
  private static final String LOSS_SCALE = "loss-scale/";
  private static final String LEARNING_RATE = "learning-rate/";

  private final Checkpoints checkpoints;
  private final int keep;
  private final Collective collective;
  private final ParameterServer server;
  private final Averages averages;
  private final LearningRate learningRate;
  private final LossScaling lossScaling;
  private final ModelWriter models;
  private final RunMonitor monitor;

  /**
   * A writer of checkpoints.
   *
   * @param keep newest checkpoints that stay
   * @param monitor told of each checkpoint that is safely written
   */
  public Checkpointer(
      Checkpoints checkpoints,
      int keep,
      Collective collective,
      ParameterServer server,
      Averages averages,
      LearningRate learningRate,
      LossScaling lossScaling,
      ModelWriter models,
      RunMonitor monitor) {
    this.checkpoints = checkpoints;
    this.keep = keep;
    this.collective = collective;
    this.server = server;
    this.averages = averages;
    this.learningRate = learningRate;
    this.lossScaling = lossScaling;
    this.models = models;
    this.monitor = monitor;
  }

  /** Writes a checkpoint of the state after a step; every rank makes the call. */
  public void save(long step) throws IOException {
    if (collective.rank() == 0) {
      checkpoints.begin(step);
    }
    collective.barrier();
    Path draft = checkpoints.draft(step);
    SliceState state = state();
    String name = "state-%d-%d.bin".formatted(state.slice().from(), state.slice().to());
    if (state.slice().length() > 0) {
      Storage.write(checkpoints.fileSystem(), new Path(draft, name), state::write);
    }
    if (collective.rank() == 0) {
      Storage.write(
          checkpoints.fileSystem(),
          new Path(draft, Checkpoint.MODEL),
          out -> models.write(server.parameters(), out));
    }
    collective.barrier();
    if (collective.rank() == 0) {
      monitor.checkpointing(step);
      checkpoints.commit(step, keep);
      monitor.checkpoint(step);
    }
  }

  /**
   * Puts back optimizer state, averages, loss scale and what the learning rate has observed; the
   * parameters are the caller's to restore.
   */
  public void restore(Checkpoint checkpoint) throws IOException {
    SliceState state = checkpoint.state(server.slice());
    server.restore(header(state), state.vectors(OPTIMIZER));
    for (Map.Entry<String, WeightAverage> average : averages.byName().entrySet()) {
      String prefix = AVERAGE + average.getKey();
      average
          .getValue()
          .restore(
              state.counter(AVERAGE_VERSION), state.counter(prefix), state.vectors(prefix + "/"));
    }
    learningRate.restore(state.numbers(LEARNING_RATE));
    lossScaling.restore(state.numbers(LOSS_SCALE));
  }

  private SliceState state() {
    SliceState state = new SliceState(server.slice());
    put(state, server.header());
    state.putVectors(OPTIMIZER, server.state());
    state.counters().put(AVERAGE_VERSION, WeightAverage.STATE_VERSION);
    averages
        .byName()
        .forEach(
            (name, average) -> {
              state.counters().put(AVERAGE + name, average.count());
              state.putVectors(AVERAGE + name + "/", average.state());
            });
    state.putNumbers(LEARNING_RATE, learningRate.state());
    state.putNumbers(LOSS_SCALE, lossScaling.state());
    return state;
  }

  private static void put(SliceState state, StateHeader header) {
    state.counters().put(OPTIMIZER_VERSION, header.version());
    state.putText(CHAIN, header.chain());
    state.counters().put(UPDATES, header.updates());
    state.putNumbers(LAST_RATE, new double[] {header.lastRate()});
    state.counters().put(NON_FINITE, header.nonFiniteSteps());
  }

  /** A state of an older version has less; the version is what it is refused for. */
  private static StateHeader header(SliceState state) {
    double[] lastRate = state.numbers(LAST_RATE);
    return new StateHeader(
        state.counter(OPTIMIZER_VERSION),
        state.text(CHAIN),
        state.counter(UPDATES),
        lastRate.length == 0 ? 0 : lastRate[0],
        state.counter(NON_FINITE));
  }
}
