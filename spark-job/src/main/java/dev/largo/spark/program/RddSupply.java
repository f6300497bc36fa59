package dev.largo.spark.program;

import dev.largo.model.GivenInput;
import dev.largo.spark.RunSpec;
import dev.largo.spark.TaskFailure;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;
import org.nd4j.linalg.dataset.DataSet;

/** Samples of an RDD, in the order of its partitions: each is written by the task that has it. */
public final class RddSupply implements SampleSupply {
  private static final String DESCRIPTION = "spark.job.description";

  private final JavaRDD<DataSet> rdd;
  private final int origin;

  /** A supply of the samples in an RDD. */
  public RddSupply(JavaRDD<DataSet> rdd) {
    this(rdd, rdd.id());
  }

  /**
   * A supply of the samples in an RDD that was made of another one.
   *
   * @param origin number of that one
   */
  public RddSupply(JavaRDD<DataSet> rdd, int origin) {
    this.rdd = rdd;
    this.origin = origin;
  }

  @Override
  public Object identity() {
    return rdd.context().applicationId() + "/" + origin;
  }

  @Override
  public List<PartReport> write(Path directory, GivenInput input, Configuration hadoop)
      throws IOException {
    Writing writing = new Writing(directory.toString(), input, RunSpec.settingsOf(hadoop));
    SparkContext spark = rdd.context();
    String before = spark.getLocalProperty(DESCRIPTION);
    spark.setJobDescription("largo: samples of RDD %d to files".formatted(origin));
    try {
      return rdd.mapPartitionsWithIndex(writing, true).collect();
    } catch (Exception e) {
      // Spark's own are checked, which Scala does not announce.
      throw TaskFailure.unwrap(e);
    } finally {
      spark.setLocalProperty(DESCRIPTION, before);
    }
  }

  private record Writing(String directory, GivenInput input, Map<String, String> hadoop)
      implements Function2<Integer, Iterator<DataSet>, Iterator<PartReport>> {
    @Override
    public Iterator<PartReport> call(Integer part, Iterator<DataSet> sets) throws IOException {
      Configuration configuration = new Configuration();
      hadoop.forEach(configuration::set);
      return List.of(SampleFile.write(sets, new Path(directory), part, input, configuration))
          .iterator();
    }
  }
}
