package dev.largo.train;

import dev.largo.collective.Collective;
import dev.largo.config.LargoConfig;
import dev.largo.data.BadSample;
import dev.largo.optim.Optimizer;
import dev.largo.optim.Parallel;
import dev.largo.optim.StateHeader;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One of several models that train apart: a world of its own, with its share of each batch. */
final class LocalModel implements AutoCloseable {
  private final int number;
  private final Worker worker;
  private final ParameterServer server;
  private final Stepper stepper;
  private final List<StepRecord> steps = new ArrayList<>();
  private final List<LayerRecord> layers = new ArrayList<>();
  private final List<HistogramRecord> histograms = new ArrayList<>();

  /**
   * A model.
   *
   * @param plan of the run
   * @param number of the model, from 0
   * @param rank lends its engine and data
   * @param solo the collective of a world of one
   * @param rate of the run, which no model's steps change
   * @param start parameters; copied
   */
  LocalModel(
      TrainingPlan plan,
      int number,
      Worker rank,
      Collective solo,
      LearningRate rate,
      Consumer<BadSample> badSamples,
      Activity doing,
      float[] start) {
    this.number = number;
    LargoConfig config = plan.config();
    ParameterLayout layout = rank.engine().layout();
    Slice whole = new Slice(0, layout.size());
    Optimizer optimizer =
        new Optimizer(
            Recipe.optimizer(config.optimizer(), plan.stepsPerEpoch()),
            layout,
            whole,
            Parallel.SERIAL,
            Recipe.nonFinitePolicy(config));
    server =
        new ParameterServer(layout, solo, optimizer, start.clone(), config.aggregation().wire());
    worker = rank.inPlaceOf(plan, number, config.aggregation().models());
    TrainingPlan own = plan.apart(number);
    stepper =
        new SynchronousStepper(
            own,
            new AllReduceWorkforce(worker, solo, whole, () -> false, badSamples, doing),
            server,
            rate,
            LossScaling.of(config.engine()),
            Averages.none(own, server),
            new StepReporter(own, new Listener()),
            doing);
  }

  /** Makes a step. */
  void make(long step) throws IOException, InterruptedException {
    try {
      StepWork unused = stepper.make(step);
    } catch (DivergedException e) {
      throw DivergedException.ofModel(number + 1, e);
    }
  }

  /** The parameters; live. */
  float[] parameters() {
    return server.parameters();
  }

  /** What belongs to the optimizer's state besides its vectors. */
  StateHeader header() {
    return server.header();
  }

  /** The optimizer's state, over the whole vector; live. */
  Map<String, float[]> state() {
    return server.state();
  }

  /** Takes over what all models have come to. */
  void become(float[] parameters, StateHeader header, Map<String, float[]> state) {
    System.arraycopy(parameters, 0, server.parameters(), 0, parameters.length);
    server.restore(header, state);
  }

  /** What the steps were like since this was asked last. */
  List<StepRecord> takeSteps() {
    List<StepRecord> taken = List.copyOf(steps);
    steps.clear();
    return taken;
  }

  /** What the layers were like since this was asked last. */
  List<LayerRecord> takeLayers() {
    List<LayerRecord> taken = List.copyOf(layers);
    layers.clear();
    return taken;
  }

  /** How values were spread since this was asked last. */
  List<HistogramRecord> takeHistograms() {
    List<HistogramRecord> taken = List.copyOf(histograms);
    histograms.clear();
    return taken;
  }

  @Override
  public void close() {
    worker.close();
  }

  private final class Listener implements RunMonitor {
    @Override
    public void step(StepRecord step) {
      steps.add(step);
    }

    @Override
    public void layers(List<LayerRecord> records) {
      layers.addAll(records);
    }

    @Override
    public void histograms(List<HistogramRecord> records) {
      histograms.addAll(records);
    }
  }
}
