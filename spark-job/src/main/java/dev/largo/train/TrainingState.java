package dev.largo.train;

import dev.largo.optim.StateHeader;
import dev.largo.optim.average.WeightAverage;
import java.io.IOException;
import java.util.Map;

/**
 * What a rank's part of a checkpoint holds beyond the parameters: collects it from whoever has it,
 * and puts it back.
 */
public final class TrainingState {
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
  private static final String END = "correct-in-epoch";

  private final ParameterServer server;
  private final Averages averages;
  private final LearningRate learningRate;
  private final LossScaling lossScaling;
  private final TrainingEnd end;

  /** The state of these, over the server's slice. */
  public TrainingState(
      ParameterServer server,
      Averages averages,
      LearningRate learningRate,
      LossScaling lossScaling,
      TrainingEnd end) {
    this.server = server;
    this.averages = averages;
    this.learningRate = learningRate;
    this.lossScaling = lossScaling;
    this.end = end;
  }

  /**
   * Puts back optimizer state, averages, loss scale and what was observed by the learning rate and
   * for the end; the parameters are the caller's to restore.
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
    end.restore(state.counter(END));
  }

  /** The state as it is; its vectors are live, and change with the next step. */
  SliceState live() {
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
    state.counters().put(END, end.state());
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
