package dev.largo.spark.preflight;

import dev.largo.config.AggregationMode;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.spark.SparkConf;

/**
 * A run on a cluster, as far as it is known before Spark starts.
 *
 * @param conf Spark's settings, the master among them; not changed
 * @param workers the world size; 0 where the cluster's slots decide
 * @param demand of the command that the run is one of
 * @param threads that a worker's engine computes with
 * @param gpuBuild whether ND4J computes on GPUs
 * @param workerBytes what a worker takes beside the Java heap; empty where that is not known
 */
public record Setup(
    SparkConf conf,
    AggregationMode mode,
    int workers,
    Demand demand,
    int threads,
    boolean gpuBuild,
    OptionalLong workerBytes) {
  static final String DYNAMIC_ALLOCATION = "spark.dynamicAllocation.enabled";
  static final String INSTANCES = "spark.executor.instances";
  static final String EXECUTOR_CORES = "spark.executor.cores";
  static final String TASK_CPUS = "spark.task.cpus";
  static final String MAX_CORES = "spark.cores.max";
  static final String EXECUTOR_GPUS = "spark.executor.resource.gpu.amount";
  static final String TASK_GPUS = "spark.task.resource.gpu.amount";

  String master() {
    return conf.get("spark.master", "");
  }

  /** Whether the master runs a driver's executors in containers that it limits. */
  boolean inContainers() {
    return master().equals("yarn") || master().startsWith("k8s://");
  }

  boolean isStandalone() {
    return master().startsWith("spark://");
  }

  /** Whether all workers must run at once. */
  boolean inStep() {
    return mode != AggregationMode.DRIVER;
  }

  /** Workers of this run and of as large ones beside it. */
  int together() {
    return workers * demand.runs();
  }

  /** Most workers at once while the command lasts; 0 where the cluster's slots decide. */
  int ranks() {
    return demand.ranks(workers);
  }

  boolean isElastic() {
    return conf.getBoolean(DYNAMIC_ALLOCATION, false);
  }

  int taskCpus() {
    return Math.max(1, conf.getInt(TASK_CPUS, 1));
  }

  /** Tasks that an executor runs at once; empty where a worker's cores decide. */
  OptionalInt slotsOfExecutor() {
    if (!conf.contains(EXECUTOR_CORES) && !inContainers()) {
      return OptionalInt.empty();
    }
    int byCores = conf.getInt(EXECUTOR_CORES, 1) / taskCpus();
    double ofTask = conf.getDouble(TASK_GPUS, 0);
    return OptionalInt.of(
        ofTask > 0
            ? Math.min(byCores, (int) (conf.getDouble(EXECUTOR_GPUS, 0) / ofTask))
            : byCores);
  }
}
