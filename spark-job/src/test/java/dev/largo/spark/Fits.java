package dev.largo.spark;

import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What tests of small fits share: Spark in this JVM, and settings that learn {@link Blobs}. */
public final class Fits {
  private Fits() {}

  /** Two task slots. */
  public static JavaSparkContext spark(String name) {
    return new JavaSparkContext(
        new SparkConf()
            .setMaster("local[2]")
            .setAppName(name)
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1"));
  }

  /** A training master of 4 epochs, which lays data down below {@code folder}. */
  static LargeBatchTrainingMaster.Builder master(Path folder) {
    return new LargeBatchTrainingMaster.Builder(32)
        .microBatchSize(8)
        .optimizer("momentum")
        .learningRate(0.1)
        .warmupEpochs(1)
        .epochs(4)
        .exportDirectory(folder.resolve("export").toString());
  }

  /** A trainer of the same settings. */
  static LargeBatchTrainer.Builder trainer() {
    return LargeBatchTrainer.builder(32)
        .microBatchSize(8)
        .optimizer("momentum")
        .learningRate(0.1)
        .warmupEpochs(1)
        .epochs(4);
  }

  static float[] floats(INDArray array) {
    return array.dup().data().asFloat();
  }
}
