package dev.largo.train;

import dev.largo.average.BatchNormRefresher;
import dev.largo.collective.Collective;
import dev.largo.collective.SharedMemoryGroup;
import dev.largo.config.AggregationMode;
import dev.largo.config.AugmentConfig;
import dev.largo.config.ConfigLoader;
import dev.largo.config.LargoConfig;
import dev.largo.config.SwapConfig;
import dev.largo.data.BadSampleLog;
import dev.largo.data.Normalization;
import dev.largo.data.Seeds;
import dev.largo.evaluate.DistributedEvaluator;
import dev.largo.optim.Optimizer;
import dev.largo.optim.Parallel;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Slice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** A whole run over threads instead of Spark tasks, with a network that is computed by hand. */
final class TestRun {
  private static final int CLASSES = 3;

  private final LargoConfig config;
  private final Path directory;
  private final int worldSize;
  private PoisonedEngine.Poison poison = PoisonedEngine.Poison.NOTHING;
  private long poisonedSeed;
  private ModelWriter models = (vector, out) -> out.write(bytes(vector));
  private BooleanSupplier stopsRefining = () -> false;
  final RecordingMonitor monitor = new RecordingMonitor();

  /** The newest vector of each average. */
  final Map<String, float[]> stored = new ConcurrentHashMap<>();

  /** Overrides go over a small configuration of 5 epochs of 8 steps. */
  TestRun(java.nio.file.Path directory, int worldSize, String... overrides) {
    String text =
        """
        largo {
          name = test
          data { format = idx, train = x, validation = x }
          model.name = lenet
          batch { global = 28, micro = 4 }
          epochs = 5
          optimizer { name = lars, trust-coefficient = 0.01 }
          schedule { base-lr = 2, base-batch = 28, warmup.epochs = 1 }
          averaging.swa { enabled = true, start-epoch = 2, every = "4 steps" }
          checkpoint { every = "1 epoch", keep = 2 }
        }
        """;
    config = ConfigLoader.load("test", text, List.of(overrides));
    this.directory = new Path(directory.toUri());
    this.worldSize = worldSize;
  }

  /** Makes a micro-batch of a step bad. */
  TestRun poisoned(PoisonedEngine.Poison with, long step, int microBatch) {
    poison = with;
    poisonedSeed = Seeds.mix(config.seed(), step, microBatch);
    return this;
  }

  /** Has rank 0 write its models in another way. */
  TestRun writing(ModelWriter with) {
    models = with;
    return this;
  }

  /** Has replicas given up as soon as this is so. */
  TestRun stopRefining(BooleanSupplier when) {
    stopsRefining = when;
    return this;
  }

  /** The replicas that the run has kept. */
  ReplicaDirectory replicas() throws Exception {
    return new ReplicaDirectory(
        directory, new Configuration(), models, in -> floats(in.readAllBytes()), "0");
  }

  Checkpoints checkpoints() throws Exception {
    return new Checkpoints(directory, new Configuration());
  }

  /** Trains after {@code done} steps; the stop request comes in step {@code stopAt}. */
  float[] train(long done, long stopAt) throws Exception {
    SharedMemoryGroup group = new SharedMemoryGroup(worldSize);
    ExecutorService threads = Executors.newFixedThreadPool(worldSize);
    try {
      List<Future<float[]>> ranks = new ArrayList<>();
      checkpoints().clearDrafts();
      SynchronousEvents events =
          new SynchronousEvents(
              monitor,
              new CheckpointCommitter(
                  checkpoints(), worldSize, config.checkpoint().keep(), monitor));
      for (int rank = 0; rank < worldSize; rank++) {
        Callable<float[]> body = body(group.member(rank), events, done, stopAt);
        ranks.add(
            threads.submit(
                () -> {
                  try {
                    return body.call();
                  } catch (Exception | Error e) {
                    group.abort(e);
                    throw e;
                  }
                }));
      }
      return ofFirst(ranks);
    } catch (ExecutionException e) {
      Throwable failure = group.failure();
      throw failure instanceof Exception cause ? cause : e;
    } finally {
      threads.shutdownNow();
    }
  }

  /** The first rank's result, when all ranks have ended, in whatever way. */
  private static float[] ofFirst(List<Future<float[]>> ranks) throws Exception {
    @Nullable ExecutionException failure = null;
    for (Future<float[]> rank : ranks) {
      try {
        rank.get();
      } catch (ExecutionException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
    return ranks.get(0).get();
  }

  private Callable<float[]> body(
      Collective collective, SynchronousEvents events, long done, long stopAt) {
    return () -> {
      BlobSource training = new BlobSource(230, 1);
      TrainingPlan plan = TrainingPlan.of(config, training.size());
      TrainingData data =
          new TrainingData(
              training,
              new BlobSource(50, 2),
              new Normalization(List.of(80.0), List.of(60.0)),
              AugmentConfig.of(1, true),
              1,
              new BadSampleLog(0));
      ParameterLayout layout = SoftmaxEngine.layout(BlobSource.SHAPE, CLASSES);
      float[] parameters = done == 0 ? start(layout.size()) : parameters(checkpoints().at(done));
      Slice slice = Slice.partition(layout.size(), worldSize).get(collective.rank());
      RunMonitor mine = collective.rank() == 0 ? events : RunMonitor.NONE;
      try (Worker worker =
          new Worker(
              plan,
              collective.rank(),
              worldSize,
              layout.size(),
              new PoisonedEngine(CLASSES, poison, poisonedSeed),
              data)) {
        ParameterServer server =
            new ParameterServer(
                layout,
                collective,
                new Optimizer(
                    Recipe.optimizer(config.optimizer(), plan.stepsPerEpoch()),
                    layout,
                    slice,
                    Parallel.SERIAL,
                    Recipe.nonFinitePolicy(config)),
                parameters,
                config.aggregation().wire());
        Averages averages = new Averages(plan, server);
        LearningRate learningRate = Recipe.learningRate(plan);
        LossScaling lossScaling = LossScaling.of(plan.config().engine());
        Workforce workforce =
            new AllReduceWorkforce(
                worker,
                collective,
                slice,
                () -> monitor.nextStep(done) >= stopAt,
                bad -> {},
                new Activity());
        TrainingEnd end = new TrainingEnd(plan);
        TrainingState state = new TrainingState(server, averages, learningRate, lossScaling, end);
        if (done > 0) {
          state.restore(checkpoints().at(done));
        }
        DistributedEvaluator evaluator = new DistributedEvaluator();
        BatchNormRefresher refresher = new BatchNormRefresher(worker.engine().runningStatistics());
        Assessment assessment =
            new Assessment(
                plan,
                workforce,
                server,
                averages,
                evaluator,
                refresher,
                collective.rank() == 0 ? stored::put : (name, vector) -> {},
                mine);
        long last;
        try (Stepper stepper =
                config.aggregation().mode() == AggregationMode.PARAMETER_AVERAGING
                    ? new ParameterAveraging(
                        plan,
                        worker,
                        collective,
                        SharedMemoryGroup.solo(),
                        server,
                        learningRate,
                        averages,
                        mine,
                        () -> monitor.nextStep(done) >= stopAt,
                        bad -> {},
                        new Activity(),
                        done > 0)
                    : new SynchronousStepper(
                        plan,
                        workforce,
                        server,
                        learningRate,
                        lossScaling,
                        averages,
                        new StepReporter(plan, mine),
                        new Activity());
            Checkpointer checkpointer =
                new Checkpointer(checkpoints(), collective.rank(), server, state, models, events)) {
          last =
              new Trainer(
                      plan, end, stepper, learningRate, assessment, checkpointer, new Activity())
                  .train(done);
        }
        SwapConfig swap = config.averaging().swap();
        if (swap == null || !end.isAt(last)) {
          return server.exactParameters();
        }
        ReplicaDirectory replicas = replicas();
        Refiner refiner =
            new Refiner(
                plan,
                worker,
                SharedMemoryGroup.solo(),
                bad -> {},
                events::refinement,
                new Activity());
        boolean refined =
            new Refinement(
                    plan, swap, collective, refiner, replicas, () -> stopsRefining.getAsBoolean())
                .run(last, server.exactParameters());
        if (!refined) {
          return server.exactParameters();
        }
        float[] average = new float[layout.size()];
        double unused =
            new ReplicaAverage(
                    plan,
                    swap,
                    workforce,
                    server,
                    replicas,
                    evaluator,
                    refresher,
                    (name, vector) -> {},
                    mine)
                .average(last, average);
        return average;
      }
    };
  }

  /** What a run begins with; the last two are running statistics. */
  static float[] start(int size) {
    float[] start = new float[size];
    java.util.Random random = new java.util.Random(7);
    for (int i = 0; i < size - 2; i++) {
      start[i] = 0.1f * (float) random.nextGaussian();
    }
    return start;
  }

  /** The parameters of a checkpoint, all but the two running statistics at the end. */
  float[] weightsAt(long step) throws Exception {
    int size = SoftmaxEngine.layout(BlobSource.SHAPE, CLASSES).size();
    return Arrays.copyOf(parameters(checkpoints().at(step)), size - 2);
  }

  private float[] parameters(Checkpoint checkpoint) throws Exception {
    Path model = new Path(new Path(directory, "checkpoints"), name(checkpoint) + "/model.zip");
    try (var in = Storage.of(model, new Configuration()).open(model)) {
      return floats(in.readAllBytes());
    }
  }

  static String name(Checkpoint checkpoint) {
    return "step-%08d".formatted(checkpoint.step());
  }

  private static float[] floats(byte[] bytes) {
    float[] vector = new float[bytes.length / 4];
    ByteBuffer.wrap(bytes).asFloatBuffer().get(vector);
    return vector;
  }

  static byte[] bytes(float[] vector) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * vector.length);
    bytes.asFloatBuffer().put(vector);
    return bytes.array();
  }
}
