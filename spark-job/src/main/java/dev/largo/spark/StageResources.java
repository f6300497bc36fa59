package dev.largo.spark;

import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ExecutorResourceRequests;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;

/**
 * What each task of a stage takes of an executor: what Spark's settings say, or CPUs alone, so that
 * a stage that computes on no GPU is not held to as many tasks at once as there are GPUs.
 *
 * <p>Spark's stage-level scheduling (its pages "Job Scheduling" and "Standalone", 3.5). Without
 * dynamic allocation such tasks run on the executors that there are, and leave their GPUs alone;
 * with it Spark asks for executors without GPUs for them. Its local mode refuses both.
 */
public final class StageResources {
  private static final String EXECUTOR_GPUS = "spark.executor.resource.gpu.amount";
  private static final String EXECUTOR_CORES = "spark.executor.cores";
  private static final String DYNAMIC_ALLOCATION = "spark.dynamicAllocation.enabled";

  private final JavaSparkContext spark;
  private final ResourceProfile profile;

  private StageResources(JavaSparkContext spark, ResourceProfile profile) {
    this.spark = spark;
    this.profile = profile;
    spark.sc().resourceProfileManager().addResourceProfile(profile);
  }

  /** What {@code spark.task.*} say: a stage of workers. */
  public static StageResources ofSettings(JavaSparkContext spark) {
    return new StageResources(spark, spark.sc().resourceProfileManager().defaultResourceProfile());
  }

  /**
   * CPUs alone, where executors are asked for with GPUs and the cluster can tell stages apart; else
   * what the settings say.
   *
   * @param cpus of a task, 1 or more; an executor's cores where it has fewer
   */
  public static StageResources ofCpus(JavaSparkContext spark, int cpus) {
    return cpusAlone(spark.getConf(), cpus)
        .map(profile -> new StageResources(spark, profile))
        .orElseGet(() -> ofSettings(spark));
  }

  /** Empty where the settings shall hold. */
  static Optional<ResourceProfile> cpusAlone(SparkConf conf, int cpus) {
    String master = conf.get("spark.master", "");
    boolean containers = master.equals("yarn") || master.startsWith("k8s://");
    boolean standalone = master.startsWith("spark://") || master.startsWith("local-cluster[");
    if (!(containers || standalone) || conf.getDouble(EXECUTOR_GPUS, 0) == 0) {
      return Optional.empty();
    }
    // A standalone executor that was not told takes all that a machine has.
    int cores = conf.getInt(EXECUTOR_CORES, containers ? 1 : cpus);
    ResourceProfileBuilder builder =
        new ResourceProfileBuilder()
            .require(new TaskResourceRequests().cpus(Math.min(cpus, cores)));
    if (conf.getBoolean(DYNAMIC_ALLOCATION, false)) {
      builder.require(new ExecutorResourceRequests().cores(cores));
    }
    return Optional.of(builder.build());
  }

  /** Has the stage that computes an RDD run with these. */
  public <T> JavaRDD<T> applyTo(JavaRDD<T> rdd) {
    return rdd.withResources(profile);
  }

  /** How many such tasks the executors that there are now can run at the same time. */
  int slots() {
    return spark.sc().maxNumConcurrentTasks(profile);
  }
}
