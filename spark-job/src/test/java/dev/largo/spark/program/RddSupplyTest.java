package dev.largo.spark.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.largo.model.GivenInput;
import dev.largo.spark.Blobs;
import dev.largo.spark.Fits;
import dev.largo.spark.JobNames;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;

final class RddSupplyTest {
  private static final String DESCRIPTION = "spark.job.description";

  private static JavaSparkContext spark;
  private static JobNames names;
  private static GivenInput input;

  @TempDir java.nio.file.Path folder;

  @BeforeAll
  static void start() throws Exception {
    spark = Fits.spark("RddSupplyTest");
    names = new JobNames(spark);
    ComputationGraph network = new ComputationGraph(Blobs.graph());
    network.init();
    input = GivenInput.of("the network", network);
  }

  @AfterEach
  void forgetDescription() {
    spark.sc().setJobDescription(null);
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  private List<PartReport> write(JavaRDD<DataSet> rdd) throws IOException {
    return write(new RddSupply(rdd));
  }

  private List<PartReport> write(RddSupply supply) throws IOException {
    return supply.write(new Path(folder.toUri()), input, new Configuration());
  }

  @Test
  void whatSparkListsSaysWhichRddIsLaidDown() throws Exception {
    JavaRDD<DataSet> rdd = spark.parallelize(Blobs.images(64, 1), 2);
    spark.sc().setJobDescription("the program's own");

    assertEquals(2, write(rdd).size());
    assertEquals(8, rdd.count());

    names.assertNext("largo: samples of RDD %d to files".formatted(rdd.id()));
    names.assertNext("the program's own");
  }

  @Test
  void whatIsMadeOfAnRddBearsItsNumber() throws Exception {
    JavaRDD<DataSet> rdd = spark.parallelize(Blobs.images(64, 1), 2);

    assertEquals(2, write(new RddSupply(rdd.map(set -> set), rdd.id())).size());

    names.assertNext("largo: samples of RDD %d to files".formatted(rdd.id()));
  }

  @Test
  void theProgramsOwnDescriptionComesBackAlsoAfterAFailure() throws Exception {
    JavaRDD<DataSet> rdd =
        spark
            .parallelize(Blobs.images(64, 1), 2)
            .map(
                set -> {
                  throw new IOException("no such set");
                });
    spark.sc().setJobDescription("the program's own");

    IOException e = assertThrows(IOException.class, () -> write(rdd));

    assertEquals("no such set", e.getMessage());
    names.assertNext("largo: samples of RDD %d to files".formatted(rdd.id()));
    assertEquals("the program's own", spark.getLocalProperty(DESCRIPTION));
  }
}
