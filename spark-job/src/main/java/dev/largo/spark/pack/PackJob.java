package dev.largo.spark.pack;

import dev.largo.data.pack.ShardPacking;
import dev.largo.spark.StageResources;
import dev.largo.spark.TaskFailure;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;

/** Packs shards, a task each. */
public final class PackJob {
  private static final long REPORT_MILLIS = 200;

  private final JavaSparkContext spark;
  private final PackSpec spec;
  private final StageResources resources;

  /**
   * A job that is yet to run.
   *
   * @param resources of a task
   */
  public PackJob(JavaSparkContext spark, PackSpec spec, StageResources resources) {
    this.spark = spark;
    this.spec = spec;
    this.resources = resources;
  }

  /**
   * Packs those that are not packed yet.
   *
   * @param packing as the driver has it, for tasks in its JVM
   * @param shards their numbers
   * @param progress told now and then how many are done
   * @return bytes of the shards together
   * @throws IOException what ended a task for good, without Spark's words around it
   */
  public long run(ShardPacking packing, List<Integer> shards, LongConsumer progress)
      throws IOException, InterruptedException {
    if (shards.isEmpty()) {
      return 0;
    }
    OpenPacking.put(spec.id(), packing);
    spark.setJobDescription("largo pack");
    LongAccumulator packed = spark.sc().longAccumulator("packed shards");
    JavaFutureAction<List<Long>> job =
        resources
            .applyTo(spark.parallelize(shards, shards.size()))
            .map(new PackTask(spec, packed))
            .collectAsync();
    try {
      while (true) {
        try {
          List<Long> bytes = job.get(REPORT_MILLIS, TimeUnit.MILLISECONDS);
          progress.accept(shards.size());
          return bytes.stream().mapToLong(Long::longValue).sum();
        } catch (TimeoutException e) {
          progress.accept(packed.value());
        }
      }
    } catch (ExecutionException e) {
      throw TaskFailure.unwrap(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      job.cancel(true);
      throw e;
    } finally {
      OpenPacking.remove(spec.id());
    }
  }
}
