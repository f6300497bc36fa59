package dev.largo.train;

import dev.largo.collective.Collective;
import dev.largo.collective.PartialSums;
import dev.largo.config.WireFormat;
import dev.largo.data.BadSample;
import dev.largo.optim.StateHeader;
import dev.largo.optim.layout.Segment;
import dev.largo.optim.layout.Slice;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Periodic parameter averaging, or local SGD (McDonald, Hall and Mann 2010; Stich, ICLR 2019,
 * algorithm 1): models train apart for some steps, then all take over the mean of their parameters
 * and optimizer states.
 *
 * <p>Each rank trains some of the models. Which one trains which changes nothing: a model's share
 * of a batch follows from its number, and the mean is a canonical sum over the numbers. Between two
 * averages ranks exchange nothing but the wish to stop: one that is lost is missed as soon as in
 * synchronous training, and none waits longer for another than a step may take.
 */
public final class ParameterAveraging implements Stepper {
  private final TrainingPlan plan;
  private final Collective collective;
  private final ParameterServer server;
  private final Averages averages;
  private final List<LocalModel> models = new ArrayList<>();
  private final Range numbers;
  private final ApartReporter reporter;
  private final StopVote vote;
  private final Activity activity;
  private final PartialSums sums;
  private final float[] mean;
  private boolean stopping;

  /**
   * Models that begin with what the server holds.
   *
   * @param worker lends its engine and data
   * @param solo makes the collective of a world of one
   * @param server holds the mean, sliced over the ranks, whenever models meet
   * @param averages take their samples of the mean
   * @param monitor told of the steps when models meet
   * @param stopRequested asked once a step; one rank's yes ends the run on all when models meet
   * @param resumed whether the server has a state to begin with
   */
  public ParameterAveraging(
      TrainingPlan plan,
      Worker worker,
      Collective collective,
      Collective solo,
      ParameterServer server,
      LearningRate rate,
      Averages averages,
      RunMonitor monitor,
      BooleanSupplier stopRequested,
      Consumer<BadSample> badSamples,
      Activity activity,
      boolean resumed) {
    this.plan = plan;
    this.collective = collective;
    this.server = server;
    this.averages = averages;
    vote = new StopVote(collective, stopRequested);
    this.activity = activity;
    numbers = worker.share(plan.config().aggregation().models());
    for (int number = numbers.from(); number < numbers.to(); number++) {
      Activity doing = activity.of("model " + (number + 1));
      models.add(
          new LocalModel(plan, number, worker, solo, rate, badSamples, doing, server.parameters()));
    }
    reporter = new ApartReporter(plan, collective, models, monitor);
    sums = new PartialSums(server.parameters().length, WireFormat.FP32);
    mean = new float[server.slice().length()];
    if (resumed) {
      share();
    }
  }

  @Override
  public StepWork make(long step) throws IOException, InterruptedException {
    reporter.start();
    for (LocalModel model : models) {
      model.make(step);
    }
    activity.at(step, "waiting for the other models");
    stopping |= vote.isForStop();
    if (!plan.meetsAt(step) && !averages.areDue(step)) {
      return StepWork.apart(false);
    }
    activity.at(step, "average");
    average(step);
    share();
    averages.update(step);
    reporter.report();
    return StepWork.apart(stopping);
  }

  /** Models that train apart may not skip a step: they would no longer be of the same age. */
  @Override
  public long skipped(long done) {
    return 0;
  }

  @Override
  public void close() {
    models.forEach(LocalModel::close);
  }

  private void average(long step) {
    mean(models.stream().map(LocalModel::parameters).toList());
    server.replace(mean);
    Segment broken = server.firstNonFinite();
    if (broken != null) {
      throw new DivergedException(
          step, "the mean of a parameter of " + broken.name() + " is not finite", null);
    }
    Map<String, float[]> state = new TreeMap<>();
    for (String name : new TreeMap<>(models.get(0).state()).keySet()) {
      mean(models.stream().map(model -> model.state().get(name)).toList());
      state.put(name, mean.clone());
    }
    server.restore(models.get(0).header(), state);
  }

  /** Leaves this rank's slice of the mean of vectors, one of each of its models. */
  private void mean(List<float[]> vectors) {
    sums.clear();
    for (int i = 0; i < vectors.size(); i++) {
      sums.add(numbers.from() + i, FloatBuffer.wrap(vectors.get(i)));
    }
    Slice slice = server.slice();
    long unused = collective.reduceScatter(sums, slice, mean);
    float count = plan.config().aggregation().models();
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= count;
    }
  }

  /** Gives what the server holds to all models. */
  private void share() {
    StateHeader header = server.header();
    Slice slice = server.slice();
    Map<String, float[]> whole = new TreeMap<>();
    new TreeMap<>(server.state())
        .forEach(
            (name, own) -> {
              float[] vector = new float[server.parameters().length];
              System.arraycopy(own, 0, vector, slice.from(), own.length);
              server.gather(vector);
              whole.put(name, vector);
            });
    models.forEach(model -> model.become(server.parameters(), header, whole));
  }
}
