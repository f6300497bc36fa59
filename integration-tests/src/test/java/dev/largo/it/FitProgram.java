package dev.largo.it;

import dev.largo.spark.LargeBatchTrainingMaster;
import dev.largo.spark.program.FitResult;
import dev.largo.train.ParameterHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * What a user of dl4j-spark submits: trains a graph and a list of layers with Largo's training
 * master, and writes down a line of what came of each.
 */
public final class FitProgram {
  private static final int SIDE = 8;
  private static final int CLASSES = 3;

  private FitProgram() {}

  /** Arguments: a directory that all processes see, and the file to write. */
  public static void main(String[] args) throws IOException {
    List<String> lines = new ArrayList<>();
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("fits"))) {
      JavaRDD<DataSet> train = spark.parallelize(sets(240, 1), 3);
      JavaRDD<DataSet> test = spark.parallelize(sets(90, 2), 2);
      LargeBatchTrainingMaster master = master(args[0], "all-reduce");
      SparkComputationGraph graph = new SparkComputationGraph(spark, graph(), master);
      graph.fit(train);
      lines.add(
          line(
              spark,
              "graph",
              master,
              graph.getNetwork().params(),
              graph.evaluate(test).accuracy()));
      master.deleteTempFiles(spark);
      LargeBatchTrainingMaster second = master(args[0], "driver");
      SparkDl4jMultiLayer layers = new SparkDl4jMultiLayer(spark, layers(), second);
      layers.fit(train);
      lines.add(
          line(
              spark,
              "layers",
              second,
              layers.getNetwork().params(),
              layers.evaluate(test).accuracy()));
      second.deleteTempFiles(spark);
    }
    Files.write(Path.of(args[1]), lines);
  }

  private static LargeBatchTrainingMaster master(String directory, String mode) {
    return new LargeBatchTrainingMaster.Builder(48)
        .microBatchSize(12)
        .optimizer("lars")
        .learningRate(1)
        .warmupEpochs(1)
        .epochs(4)
        .swa(2)
        .useAverage("swa")
        .exportDirectory(directory)
        .set("optimizer.trust-coefficient", 0.05)
        .set("aggregation.mode", mode)
        .build();
  }

  private static String line(
      JavaSparkContext spark,
      String kind,
      LargeBatchTrainingMaster master,
      INDArray parameters,
      double accuracy) {
    FitResult fit = Objects.requireNonNull(master.getLastFit());
    int executors = spark.sc().statusTracker().getExecutorInfos().length - 1;
    return String.format(
        Locale.ROOT,
        "%s %d %d %s %s %.4f",
        kind,
        executors,
        fit.workers(),
        fit.parametersSha256(),
        ParameterHash.sha256(parameters.dup().data().asFloat()),
        accuracy);
  }

  /** Images whose bright rows tell their class, in data sets of 10. */
  private static List<DataSet> sets(int samples, long seed) {
    Random random = new Random(seed);
    List<DataSet> sets = new ArrayList<>();
    for (int first = 0; first < samples; first += 10) {
      float[] values = new float[10 * SIDE * SIDE];
      float[][] labels = new float[10][CLASSES];
      for (int s = 0; s < 10; s++) {
        int kind = random.nextInt(CLASSES);
        labels[s][kind] = 1;
        for (int v = 0; v < SIDE * SIDE; v++) {
          values[s * SIDE * SIDE + v] =
              (float) (random.nextGaussian() * 0.5 + (v / SIDE / 3 == kind ? 1 : 0));
        }
      }
      sets.add(
          new DataSet(
              Nd4j.createFromArray(values).reshape(10, 1, SIDE, SIDE),
              Nd4j.createFromArray(labels)));
    }
    return sets;
  }

  private static ComputationGraphConfiguration graph() {
    return new NeuralNetConfiguration.Builder()
        .seed(5)
        .graphBuilder()
        .addInputs("in")
        .setInputTypes(InputType.convolutional(SIDE, SIDE, 1))
        .addLayer(
            "conv",
            new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.RELU).build(),
            "in")
        .addLayer("out", output(), "conv")
        .setOutputs("out")
        .build();
  }

  private static MultiLayerConfiguration layers() {
    return new NeuralNetConfiguration.Builder()
        .seed(6)
        .list()
        .layer(new DenseLayer.Builder().nOut(12).activation(Activation.RELU).build())
        .layer(output())
        .setInputType(InputType.convolutional(SIDE, SIDE, 1))
        .build();
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }
}
