package dev.largo.spark;

import static dev.largo.spark.Fits.floats;
import static dev.largo.spark.Fits.trainer;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.ConfigException;
import dev.largo.config.ConfigLoader;
import dev.largo.config.LargoConfig;
import dev.largo.spark.program.FitResult;
import dev.largo.spark.program.TrainingFailedException;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

final class LargeBatchTrainingMasterTest {
  private static JavaSparkContext spark;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    spark = Fits.spark("LargeBatchTrainingMasterTest");
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  @Test
  void aGraphIsTrainedAndEvaluatedByDl4jSparkItself() throws IOException {
    LargeBatchTrainingMaster master = builder().build();
    SparkComputationGraph graph = new SparkComputationGraph(spark, Blobs.graph(), master);
    JavaRDD<DataSet> rdd = spark.parallelize(Blobs.images(320, 1), 3);
    double before = graph.calculateScore(rdd, true);
    ComputationGraph trained = graph.fit(rdd);
    assertTrue(graph.calculateScore(rdd, true) < 0.5 * before);
    double accuracy = graph.evaluate(spark.parallelize(Blobs.images(200, 2), 2)).accuracy();
    assertTrue(accuracy > 0.9, "accuracy " + accuracy);
    FitResult fit = Objects.requireNonNull(master.getLastFit());
    assertEquals(320, fit.samples());
    assertEquals(4 * 10, fit.steps());
    assertEquals(2, fit.workers());
    assertTrue(fit.complete());
    assertEquals(40, trained.getIterationCount());
    assertEquals(4, trained.getEpochCount());
    assertTrue(graph.getScore() < 0.6, "score " + graph.getScore());
    assertTrue(master.deleteTempFiles(spark));
    assertEquals(List.of(), left());
  }

  @Test
  void theNumberOfWorkersAndThePlaceOfThePartitionsChangeNoBit() {
    List<DataSet> sets = Blobs.images(320, 1);
    float[] one = fitted(builder().workers(1), spark.parallelize(sets, 1));
    assertArrayEquals(one, fitted(builder().workers(2), spark.parallelize(sets, 4)));
    List<DataSet> single = new ArrayList<>();
    sets.forEach(set -> single.addAll(set.asList()));
    assertArrayEquals(one, fitted(builder().workers(2), spark.parallelize(single, 2)));
  }

  @Test
  void theLibraryWithoutAClusterEndsAtTheSameBits() {
    List<DataSet> sets = Blobs.images(320, 1);
    ComputationGraph network = new ComputationGraph(Blobs.graph());
    network.init();
    LargeBatchTrainer.Result<ComputationGraph> result =
        trainer().build().fit(network, sets, Blobs.images(64, 2));
    assertArrayEquals(fitted(builder(), spark.parallelize(sets, 3)), floats(network.params()));
    assertEquals(4, result.evaluations().size());
    assertTrue(result.evaluations().get(3).top1() > 0.8);
    assertNull(result.runDirectory());
  }

  @Test
  void fitsOfOneEpochEachMakeTheScheduleOfOneFit() throws IOException {
    JavaRDD<DataSet> rdd = spark.parallelize(Blobs.images(320, 1), 3);
    LargeBatchTrainingMaster master = builder().epochsPerFit(1).swa(2).useAverage("swa").build();
    SparkComputationGraph graph = new SparkComputationGraph(spark, Blobs.graph(), master);
    for (int epoch = 1; epoch <= 4; epoch++) {
      graph.fit(rdd);
      FitResult fit = Objects.requireNonNull(master.getLastFit());
      assertEquals(10L * epoch, fit.steps());
      assertEquals(epoch == 4, fit.complete());
      assertEquals(epoch, graph.getNetwork().getEpochCount());
    }
    assertArrayEquals(
        fitted(builder().swa(2).useAverage("swa"), rdd), floats(graph.getNetwork().params()));
    graph.fit(rdd);
    assertEquals(10, Objects.requireNonNull(master.getLastFit()).steps(), "a schedule anew");
    INDArray parameters = graph.getNetwork().params().dup();
    graph.getNetwork().params().addi(1);
    refused(() -> graph.fit(rdd), "parameters were changed between two fits");
    graph.getNetwork().params().assign(parameters);
    graph.fit(rdd);
    assertEquals(20, Objects.requireNonNull(master.getLastFit()).steps(), "nothing was lost");
    assertTrue(master.deleteTempFiles(spark));
    assertEquals(List.of(), left());
  }

  @Test
  void anAverageIsNotTheLastStep() {
    JavaRDD<DataSet> rdd = spark.parallelize(Blobs.images(320, 1), 3);
    float[] last = fitted(builder(), rdd);
    float[] average = fitted(builder().swa(2).useAverage("swa"), rdd);
    assertFalse(Arrays.equals(last, average));
    ConfigException e =
        assertThrows(ConfigException.class, () -> fitted(builder().useAverage("ema"), rdd));
    assertTrue(String.valueOf(e.getMessage()).contains("useAverage = ema: no such average"));
  }

  @Test
  void listsOfLayersTakeVectorsAsTheyAre() {
    JavaRDD<DataSet> rdd = spark.parallelize(Blobs.vectors(320, 1), 2);
    JavaRDD<DataSet> test = spark.parallelize(Blobs.vectors(200, 2), 2);
    SparkDl4jMultiLayer dense = new SparkDl4jMultiLayer(spark, Blobs.dense(), builder().build());
    dense.fit(rdd);
    assertTrue(dense.evaluate(test).accuracy() > 0.9);
    SparkDl4jMultiLayer convolution =
        new SparkDl4jMultiLayer(spark, Blobs.flatConvolution(), builder().build());
    convolution.fit(rdd);
    assertTrue(convolution.evaluate(test).accuracy() > 0.9);
    // The same values as images, in a graph of the same layers that begins at the same weights.
    SparkComputationGraph graph =
        new SparkComputationGraph(spark, Blobs.graph(), builder().build());
    graph.fit(spark.parallelize(Blobs.images(320, 1), 2));
    assertArrayEquals(
        floats(graph.getNetwork().params()), floats(convolution.getNetwork().params()));
  }

  @Test
  void filesOfDataSetsAndSetsOfOneInputAreTrainedOnLikeTheRdd() throws IOException {
    List<DataSet> sets = Blobs.images(320, 1);
    Path saved = Files.createDirectory(folder.resolve("sets"));
    for (int i = 0; i < sets.size(); i++) {
      sets.get(i).save(new File(saved.toFile(), "set-%03d.bin".formatted(i)));
    }
    float[] expected = fitted(builder(), spark.parallelize(sets, 2));
    SparkComputationGraph files = new SparkComputationGraph(spark, Blobs.graph(), master());
    files.fit(saved.toUri().toString());
    assertArrayEquals(expected, floats(files.getNetwork().params()));
    List<MultiDataSet> multi = sets.stream().map(DataSet::toMultiDataSet).toList();
    SparkComputationGraph single = new SparkComputationGraph(spark, Blobs.graph(), master());
    single.fitMultiDataSet(spark.parallelize(multi, 2));
    assertArrayEquals(expected, floats(single.getNetwork().params()));
  }

  @Test
  void dataThatIsNotTrainedOnIsRefusedInOneLine() {
    INDArray labels = Nd4j.createFromArray(new float[][] {{1, 0, 0}, {0, 1, 0}});
    refusedData(
        new DataSet(Nd4j.zeros(2, 4, 5), labels), "features of shape [2, 4, 5]; give images");
    INDArray images = Nd4j.zeros(2, 1, 8, 8);
    refusedData(
        new DataSet(images, Nd4j.createFromArray(new float[][] {{0.9f, 0.1f, 0}, {0, 1, 0}})),
        "label [0.9, 0.1, 0.0], which is not one-hot");
    refusedData(
        new DataSet(images, labels, null, Nd4j.ones(2, 1)), "mask arrays, as sequences have");
    refusedData(
        new DataSet(Nd4j.valueArrayOf(new long[] {2, 1, 8, 8}, Float.NaN), labels),
        "holds NaN; give finite features");
    refusedData(
        new DataSet(Nd4j.zeros(2, 1, 12, 8), labels),
        "the network does not take the data's images, 1x12x8");
    refusedData(
        new DataSet(images, Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}})),
        "the network's output for an image is [3], the data has 2 classes");
    MultiDataSet two =
        new org.nd4j.linalg.dataset.MultiDataSet(
            new INDArray[] {images, images}, new INDArray[] {labels});
    SparkComputationGraph graph = new SparkComputationGraph(spark, Blobs.graph(), master());
    refused(
        () -> graph.fitMultiDataSet(spark.parallelize(List.of(two), 1)),
        "2 inputs and 1 outputs; Largo trains networks of one input");
  }

  @Test
  void aNetworkThatAsksForWhatLargoWouldNotDoIsRefusedInOneLine() {
    ComputationGraphConfiguration regularized =
        new NeuralNetConfiguration.Builder()
            .l2(1e-4)
            .graphBuilder()
            .addInputs("in")
            .setInputTypes(InputType.convolutional(8, 8, 1))
            .addLayer(
                "out",
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(3)
                    .activation(Activation.SOFTMAX)
                    .build(),
                "in")
            .setOutputs("out")
            .build();
    SparkComputationGraph graph = new SparkComputationGraph(spark, regularized, master());
    refused(
        () -> graph.fit(spark.parallelize(Blobs.images(64, 1), 1)),
        "the network: layer out has L2Regularization, which Largo would not apply: take it out");
  }

  @Test
  void settingsAreCheckedWhenTheMasterIsBuilt() {
    assertProblem(() -> new LargeBatchTrainingMaster.Builder(64).build(), "epochs: missing");
    assertProblem(
        () -> builder().set("optimizer.nmae", "lars").build(),
        "LargeBatchTrainingMaster: optimizer.nmae",
        "optimizer.name");
    assertProblem(() -> builder().microBatchSize(5).build(), "batch.global = 32: not a multiple");
    assertProblem(() -> builder().set("model.name", "lenet").build(), "model.name: data and");
    assertProblem(
        () -> builder().epochsPerFit(5).build(), "epochsPerFit = 5: must be 1 to epochs = 4");
    assertProblem(
        () ->
            builder()
                .set("aggregation.mode", "parameter-averaging")
                .set("aggregation.models", 2)
                .epochsPerFit(1)
                .build(),
        "do not meet at a fit's end");
    assertProblem(() -> trainer().epochsPerFit(1).build(), "a schedule of its own");
    assertProblem(
        () -> builder().set("data.augment.pca-lighting", 0.1).build(),
        "data.augment.pca-lighting",
        "numbers, not pixels");
  }

  @Test
  void aMasterSurvivesJsonAndYaml() {
    LargeBatchTrainingMaster master =
        builder().swa(2).useAverage("swa").epochsPerFit(2).exportDirectory("file:/x").build();
    String json = master.toJson();
    assertTrue(json.contains("\"optimizer.name\" : \"momentum\""), json);
    assertEquals(json, LargeBatchTrainingMaster.fromJson(json).toJson());
    assertEquals(json, LargeBatchTrainingMaster.fromYaml(master.toYaml()).toJson());
    assertProblem(() -> LargeBatchTrainingMaster.fromJson("{}"), "no settings");
    assertProblem(() -> LargeBatchTrainingMaster.fromJson("{"), "not what");
  }

  @Test
  void hooksAreRefusedSinceNobodyWouldCallThem() {
    TrainingHook hook =
        (TrainingHook)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {TrainingHook.class},
                (proxy, method, arguments) -> null);
    LargeBatchTrainingMaster master = master();
    assertThrows(UnsupportedOperationException.class, () -> master.addHook(hook));
    master.removeHook(hook);
    SparkComputationGraph graph = new SparkComputationGraph(spark, Blobs.graph(), master);
    assertThrows(UnsupportedOperationException.class, () -> master.getWorkerInstance(graph));
  }

  @Test
  void aFitThatFailsLeavesNothingBehindAndTheNetworkAsItWas() throws IOException {
    LargeBatchTrainingMaster master = builder().build();
    SparkComputationGraph graph = new SparkComputationGraph(spark, Blobs.graph(), master);
    float[] before = floats(graph.getNetwork().params());
    graph.setListeners(
        new BaseTrainingListener() {
          @Override
          public void iterationDone(Model model, int iteration, int epoch) {
            if (iteration == 5) {
              spark.sc().cancelAllJobs();
            }
          }
        });
    JavaRDD<DataSet> rdd = spark.parallelize(Blobs.images(3200, 1), 3);
    assertThrows(TrainingFailedException.class, () -> graph.fit(rdd));
    assertArrayEquals(before, floats(graph.getNetwork().params()));
    assertEquals(0, graph.getNetwork().getIterationCount());
    assertEquals(0, graph.getNetwork().getEpochCount());
    assertEquals(List.of(), left());
    graph.setListeners(List.of());
    graph.fit(rdd);
    assertTrue(Objects.requireNonNull(master.getLastFit()).complete());
  }

  @Test
  void aRunsDirectoryStaysWhereItIsAskedForAndItsConfigurationRepeatsTheRun() {
    LargeBatchTrainingMaster master =
        builder().runDirectory(folder.resolve("runs").toString(), "kept").ema(0.9).build();
    master.setValidationData(spark.parallelize(Blobs.images(64, 2), 1));
    SparkComputationGraph graph = new SparkComputationGraph(spark, Blobs.graph(), master);
    graph.fit(spark.parallelize(Blobs.images(320, 1), 3));
    FitResult fit = Objects.requireNonNull(master.getLastFit());
    assertEquals(8, fit.evaluations().size());
    assertNotNull(fit.runDirectory());
    // What largo train would make of its configuration.
    LargoConfig again =
        ConfigLoader.load(folder.resolve("runs/kept/config.conf"), List.of("name=again"));
    assertEquals(fit.parametersSha256(), LargeBatchTrainer.train(again).parametersSha256());
    assertTrue(master.deleteTempFiles(spark.sc()));
    Path run = folder.resolve("runs/kept");
    for (String file : new String[] {"metrics.jsonl", "run.json", "averages/ema/model.zip"}) {
      assertTrue(Files.exists(run.resolve(file)), file);
    }
  }

  @Test
  void moreWorkersThanSlotsAreRefused() {
    refused(
        () -> fitted(builder().workers(3), spark.parallelize(Blobs.images(64, 1), 1)),
        "workers = 3: local[2] has 2 task slots");
  }

  private LargeBatchTrainingMaster.Builder builder() {
    return Fits.master(folder);
  }

  private LargeBatchTrainingMaster master() {
    return builder().build();
  }

  private float[] fitted(LargeBatchTrainingMaster.Builder settings, JavaRDD<DataSet> rdd) {
    LargeBatchTrainingMaster master = settings.build();
    float[] parameters =
        floats(new SparkComputationGraph(spark, Blobs.graph(), master).fit(rdd).params());
    assertTrue(master.deleteTempFiles(spark));
    return parameters;
  }

  private void refusedData(DataSet set, String said) {
    SparkComputationGraph graph = new SparkComputationGraph(spark, Blobs.graph(), master());
    refused(() -> graph.fit(spark.parallelize(List.of(set), 1)), said);
  }

  private static void refused(Executable work, String said) {
    TrainingFailedException e = assertThrows(TrainingFailedException.class, work);
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains(said), () -> "\"" + said + "\" is not in: " + message);
    assertEquals(1, message.lines().count(), message);
  }

  private static void assertProblem(Executable work, String... said) {
    String message = String.valueOf(assertThrows(ConfigException.class, work).getMessage());
    for (String part : said) {
      assertTrue(message.contains(part), () -> "\"" + part + "\" is not in: " + message);
    }
  }

  /** What lies in the export directory. */
  private List<Path> left() throws IOException {
    try (Stream<Path> entries = Files.list(folder.resolve("export"))) {
      return entries.toList();
    }
  }
}
