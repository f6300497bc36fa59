package dev.largo.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.core.storage.StorageMetaData;
import org.deeplearning4j.core.storage.impl.CollectionStatsStorageRouter;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.optimize.listeners.PerformanceListener;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsInitializationReport;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.api.StatsType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What Deeplearning4j's listeners hear of a fit, and what they pass on. */
final class TrainingListenersTest {
  private static final String SESSION = "the session";
  private static final String WORKER = "the driver";
  private static final int STEPS = 40;

  private static JavaSparkContext spark;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    spark = Fits.spark("TrainingListenersTest");
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  private SparkComputationGraph graph() {
    return new SparkComputationGraph(spark, Blobs.graph(), Fits.master(folder).build());
  }

  private static void fit(SparkComputationGraph graph) {
    graph.fit(spark.parallelize(Blobs.images(320, 1), 3));
  }

  @Test
  void listenersHearOfEveryStepOnTheDriverAndStatisticsAreKept() {
    SparkComputationGraph graph = graph();
    Heard heard = new Heard();
    graph.setListeners((StatsStorageRouter) null, List.of(heard));
    graph.setCollectTrainingStats(true);
    fit(graph);
    assertEquals(STEPS, heard.iterations.size());
    assertEquals(1, heard.iterations.get(0));
    assertEquals(STEPS, heard.iterations.get(STEPS - 1));
    assertEquals(Set.of(32), Set.copyOf(heard.batches));
    assertEquals(4, heard.begun.get());
    assertEquals(4, heard.ended.get());
    assertTrue(heard.scores.get(STEPS - 1) < heard.scores.get(0));
    assertEquals(STEPS, graph.getSparkTrainingStats().getValue("LargoStepTimesMs").size());
    assertEquals(1, graph.getSparkTrainingStats().getValue("LargoFitTimesMs").size());
    assertTrue(graph.getSparkTrainingStats().statsAsString().contains("LargoExportTimesMs"));
    graph.setCollectTrainingStats(false);
    assertNull(graph.getSparkTrainingStats());
  }

  @Test
  void statisticsOfAGraphReachTheRouter() {
    Router router = new Router();
    SparkComputationGraph graph = graph();
    graph.setListeners(router, List.of(named(new StatsListener(null, 1))));
    fit(graph);
    router.assertHasAll(graph.getNetwork());
    assertNull(graph.getNetwork().gradient());
    assertArrayEquals(new INDArray[1], graph.getNetwork().getInputs());
  }

  @Test
  void statisticsOfAListOfLayersReachTheRouter() {
    Router router = new Router();
    SparkDl4jMultiLayer layers =
        new SparkDl4jMultiLayer(spark, Blobs.dense(), Fits.master(folder).build());
    layers.setListeners(router, List.of(named(new StatsListener(null, 1))));
    layers.fit(spark.parallelize(Blobs.vectors(320, 1), 3));
    router.assertHasAll(layers.getNetwork());
    assertNull(layers.getNetwork().gradient());
    assertNull(layers.getNetwork().getInput());
    assertNull(layers.getNetwork().getLabels());
  }

  private static StatsListener named(StatsListener listener) {
    listener.setSessionID(SESSION);
    listener.setWorkerID(WORKER);
    return listener;
  }

  @Test
  void aListenerKeepsItsOwnRouterWhereNoneIsGiven() {
    Router own = new Router();
    StatsListener listener = new StatsListener(own, 1);
    LargeBatchTrainingMaster master = Fits.master(folder).build();
    master.setListeners((StatsStorageRouter) null, List.of(listener));
    assertSame(own, listener.getStorageRouter());
    Router given = new Router();
    master.setListeners(given, List.of(listener));
    assertSame(given, listener.getStorageRouter());
  }

  /** It asks the network for its batch. */
  @Test
  void theListenerThatTellsTheSpeedDoesNotEndTheFit() {
    LargeBatchTrainingMaster master = Fits.master(folder).build();
    SparkComputationGraph graph = new SparkComputationGraph(spark, Blobs.graph(), master);
    graph.setListeners(List.<TrainingListener>of(new PerformanceListener(10)));
    fit(graph);
    assertEquals(STEPS, Objects.requireNonNull(master.getLastFit()).steps());
  }

  /** What it was told. */
  private static final class Heard extends BaseTrainingListener {
    private final List<Integer> iterations = new ArrayList<>();
    private final List<Integer> batches = new ArrayList<>();
    private final List<Double> scores = new ArrayList<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      iterations.add(iteration);
      batches.add(model.batchSize());
      scores.add(model.score());
    }

    @Override
    public void onEpochStart(Model model) {
      begun.incrementAndGet();
    }

    @Override
    public void onEpochEnd(Model model) {
      ended.incrementAndGet();
    }
  }

  /** Keeps what is routed; Deeplearning4j's storage in memory keeps one update a millisecond. */
  private static final class Router extends CollectionStatsStorageRouter {
    private final List<StorageMetaData> sessions;
    private final List<Persistable> begun;
    private final List<Persistable> updates;

    Router() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    private Router(
        List<StorageMetaData> sessions, List<Persistable> begun, List<Persistable> updates) {
      super(sessions, begun, updates);
      this.sessions = sessions;
      this.begun = begun;
      this.updates = updates;
    }

    void assertHasAll(Model network) {
      assertEquals(1, sessions.size());
      assertEquals(1, begun.size());
      assertEquals(STEPS, updates.size());
      for (Persistable entry : updates) {
        assertEquals(SESSION, entry.getSessionID());
        assertEquals(WORKER, entry.getWorkerID());
        assertEquals(StatsListener.TYPE_ID, entry.getTypeID());
      }
      StatsInitializationReport start = (StatsInitializationReport) begun.get(0);
      assertEquals(SESSION, start.getSessionID());
      assertEquals(network.getClass().getName(), start.getModelClassName());
      assertEquals(network.numParams(), start.getModelNumParams());
      StatsReport first = (StatsReport) updates.get(0);
      StatsReport last = (StatsReport) updates.get(STEPS - 1);
      assertEquals(1, first.getIterationCount());
      assertEquals(STEPS, last.getIterationCount());
      assertTrue(last.getScore() < first.getScore(), first.getScore() + " to " + last.getScore());
      assertEquals(STEPS, last.getTotalMinibatches());
      assertEquals(STEPS * 32, last.getTotalExamples());
      assertEquals(
          network.paramTable().keySet(), last.getMeanMagnitudes(StatsType.Parameters).keySet());
      // Gradients stay where the workers are.
      assertEquals(Map.of(), last.getMeanMagnitudes(StatsType.Updates));
    }
  }
}
