package dev.largo.train;

import dev.largo.config.AugmentConfig;
import dev.largo.data.BadSampleLog;
import dev.largo.data.Normalization;
import dev.largo.engine.GradientEngine;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** The ranks of a pass over blobs, one after the other. */
class Ranks implements Workforce {
  static final int CLASSES = 3;
  static final int TRAINING = 90;
  static final int VALIDATION = 50;

  private final TrainingPlan plan;
  private final int worldSize;

  Ranks(TrainingPlan plan, int worldSize) {
    this.plan = plan;
    this.worldSize = worldSize;
  }

  @Override
  public StepWork computeGradient(
      long step, double lossScale, float[] parameters, float[] gradient) {
    throw new UnsupportedOperationException("nothing is trained");
  }

  @Override
  public double[] run(Pass pass, float[] parameters) throws IOException, InterruptedException {
    DoubleStream all = DoubleStream.empty();
    for (int rank = 0; rank < worldSize; rank++) {
      try (Worker worker = worker(rank)) {
        all = DoubleStream.concat(all, Arrays.stream(worker.run(pass, parameters)));
      }
    }
    return all.toArray();
  }

  /** A rank's engine; another one may be put in its place. */
  GradientEngine engine() {
    return new SoftmaxEngine(BlobSource.SHAPE, CLASSES);
  }

  Worker worker(int rank) {
    GradientEngine engine = engine();
    TrainingData data =
        new TrainingData(
            new BlobSource(TRAINING, 1),
            new BlobSource(VALIDATION, 2),
            new Normalization(List.of(80.0), List.of(60.0)),
            AugmentConfig.NONE,
            1,
            new BadSampleLog(0));
    return new Worker(plan, rank, worldSize, engine.layout().size(), engine, data);
  }
}
