package dev.largo.spark.example;

import dev.largo.config.ConfigLoader;
import dev.largo.data.SampleSource;
import dev.largo.data.format.DataSets;
import dev.largo.spark.LargeBatchTrainingMaster;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The same network, on the same RDD, trained through dl4j-spark with its own training master and
 * with Largo's: accuracy and images a second of both.
 */
public final class TrainingMasters {
  private static final int WORKERS = 2;
  private static final int BATCH = 32;

  private final JavaSparkContext spark;
  private final JavaRDD<DataSet> train;
  private final JavaRDD<DataSet> test;
  private final int samples;
  private final int epochs;

  /** A comparison on data sets of mini-batches, which hold {@code samples} in all. */
  TrainingMasters(
      JavaSparkContext spark,
      JavaRDD<DataSet> train,
      JavaRDD<DataSet> test,
      int samples,
      int epochs) {
    this.spark = spark;
    this.train = train;
    this.test = test;
    this.samples = samples;
    this.epochs = epochs;
  }

  /** What one training came to. */
  record Result(double accuracy, double imagesPerSecond) {}

  /** What dl4j-spark's users have. */
  Result parameterAveraging() {
    ParameterAveragingTrainingMaster master =
        new ParameterAveragingTrainingMaster.Builder(WORKERS, BATCH)
            .batchSizePerWorker(BATCH)
            .averagingFrequency(5)
            .build();
    return result(master, epochs);
  }

  /** The lines that change; one fit makes all epochs. */
  Result largeBatch() {
    LargeBatchTrainingMaster master =
        new LargeBatchTrainingMaster.Builder(4 * BATCH)
            .microBatchSize(BATCH)
            .workers(WORKERS)
            .optimizer("lars")
            .learningRate(0.05)
            .warmupEpochs(1)
            .epochs(epochs)
            .set("optimizer.trust-coefficient", 0.2)
            .build();
    return result(master, 1);
  }

  private Result result(TrainingMaster<?, ?> master, int fits) {
    SparkComputationGraph graph = new SparkComputationGraph(spark, leNet(), master);
    long start = System.nanoTime();
    for (int i = 0; i < fits; i++) {
      graph.fit(train);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double accuracy = graph.evaluate(test).accuracy();
    master.deleteTempFiles(spark);
    return new Result(accuracy, samples * (double) epochs / seconds);
  }

  /** Deeplearning4j's LeNet for MNIST; the updater is that of the parameter averaging. */
  static ComputationGraphConfiguration leNet() {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .weightInit(WeightInit.XAVIER)
        .updater(new Nesterovs(0.01, 0.9))
        .graphBuilder()
        .addInputs("image")
        .setInputTypes(InputType.convolutional(28, 28, 1))
        .addLayer("conv1", convolution(20), "image")
        .addLayer("pool1", pooling(), "conv1")
        .addLayer("conv2", convolution(50), "pool1")
        .addLayer("pool2", pooling(), "conv2")
        .addLayer(
            "dense",
            new DenseLayer.Builder().nOut(500).activation(Activation.RELU).build(),
            "pool2")
        .addLayer(
            "output",
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(10)
                .activation(Activation.SOFTMAX)
                .build(),
            "dense")
        .setOutputs("output")
        .build();
  }

  private static ConvolutionLayer convolution(int channels) {
    return new ConvolutionLayer.Builder(5, 5).nOut(channels).activation(Activation.RELU).build();
  }

  private static SubsamplingLayer pooling() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX, new int[] {2, 2})
        .stride(2, 2)
        .build();
  }

  /** The first images of a set of pixels, scaled to [0, 1], in mini-batches. */
  static List<DataSet> batches(SampleSource source, int count) throws IOException {
    List<DataSet> batches = new ArrayList<>();
    int values = source.shape().values();
    byte[] pixels = new byte[values];
    for (int first = 0; first < count; first += BATCH) {
      int size = Math.min(BATCH, count - first);
      float[] features = new float[size * values];
      float[][] labels = new float[size][source.classNames().size()];
      for (int i = 0; i < size; i++) {
        labels[i][source.read(first + i, pixels)] = 1;
        for (int v = 0; v < values; v++) {
          features[i * values + v] = (pixels[v] & 0xFF) / 255f;
        }
      }
      batches.add(
          new DataSet(
              Nd4j.createFromArray(features)
                  .reshape(
                      size,
                      source.shape().channels(),
                      source.shape().height(),
                      source.shape().width()),
              Nd4j.createFromArray(labels)));
    }
    return batches;
  }

  /** A Spark context, of as many task slots as there are workers where none is set from outside. */
  static JavaSparkContext spark() {
    return new JavaSparkContext(
        new SparkConf()
            .setIfMissing("spark.master", "local[" + WORKERS + "]")
            .setAppName("training masters")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1"));
  }

  /** Trains in turn with both, and prints a line each round and the medians. */
  static void compare(TrainingMasters masters, int rounds, PrintStream out) {
    List<Result> averaging = new ArrayList<>();
    List<Result> large = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      averaging.add(masters.parameterAveraging());
      large.add(masters.largeBatch());
      print(out, "round " + round, averaging.get(round - 1), large.get(round - 1));
    }
    print(out, "median", median(averaging), median(large));
  }

  private static void print(PrintStream out, String what, Result averaging, Result large) {
    out.printf(
        Locale.ROOT,
        "%s: ParameterAveragingTrainingMaster accuracy %.4f, %.0f images/s; LargeBatchTrainingMaster accuracy %.4f, %.0f images/s%n",
        what,
        averaging.accuracy(),
        averaging.imagesPerSecond(),
        large.accuracy(),
        large.imagesPerSecond());
  }

  private static Result median(List<Result> results) {
    int middle = results.size() / 2;
    return new Result(
        results.stream().map(Result::accuracy).sorted().toList().get(middle),
        results.stream().map(Result::imagesPerSecond).sorted().toList().get(middle));
  }

  /** Arguments: directory of an IDX set, training images, test images, epochs, rounds. */
  public static void main(String[] args) throws IOException {
    // Deeplearning4j's oneDNN layers, which are off as it comes: several times as fast.
    System.setProperty("org.eclipse.deeplearning4j.helpers.disable", "false");
    int samples = Integer.parseInt(args[1]);
    DataSets sets =
        DataSets.open(
            ConfigLoader.load(
                    "example",
                    Map.of(
                        "name", "x",
                        "model.name", "lenet",
                        "data.format", "idx",
                        "data.train", args[0],
                        "data.validation", args[0]))
                .data(),
            new Configuration());
    try (JavaSparkContext spark = spark()) {
      TrainingMasters masters =
          new TrainingMasters(
              spark,
              spark.parallelize(batches(sets.train(), samples), 2 * WORKERS),
              spark.parallelize(batches(sets.validation(), Integer.parseInt(args[2])), 2 * WORKERS),
              samples,
              Integer.parseInt(args[3]));
      compare(masters, Integer.parseInt(args[4]), System.out);
    }
  }
}
