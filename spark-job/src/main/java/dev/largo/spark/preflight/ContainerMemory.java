package dev.largo.spark.preflight;

import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.SparkConf;

/** Whether an executor's container has room for its workers' networks beside the Java heap. */
final class ContainerMemory implements Rule {
  static final String OVERHEAD = "spark.executor.memoryOverhead";

  /** What a JVM takes beside its heap, and ND4J's and oneDNN's libraries, in MiB. */
  private static final long RESERVE = 768;

  /** Spark's own least, in MiB. */
  private static final long LEAST = 384;

  @Override
  public Optional<Finding> check(Setup setup) {
    OptionalLong needed = needed(setup);
    if (needed.isEmpty() || !setup.conf().contains(OVERHEAD)) {
      return Optional.empty();
    }
    long given = setup.conf().getSizeAsMb(OVERHEAD, "0");
    return given >= needed.getAsLong()
        ? Optional.empty()
        : Optional.of(
            Finding.doubtful(
                "%s = %dm: %d worker%s of %d MiB an executor, the JVM and libraries take %d MiB beside the heap, and the cluster kills what takes more than it asked for; set it to %6$dm or leave it out"
                    .formatted(
                        OVERHEAD,
                        given,
                        workers(setup),
                        workers(setup) == 1 ? "" : "s",
                        setup.workerBytes().getAsLong() >> 20,
                        needed.getAsLong())));
  }

  /** MiB beside the heap of an executor, where it is in a container and its workers' are known. */
  static OptionalLong needed(Setup setup) {
    if (!setup.inContainers() || setup.workerBytes().isEmpty()) {
      return OptionalLong.empty();
    }
    long networks = ((workers(setup) * setup.workerBytes().getAsLong()) >> 20) + 1;
    return OptionalLong.of(Math.max(RESERVE + networks, byDefault(setup.conf())));
  }

  private static int workers(Setup setup) {
    int slots = setup.slotsOfExecutor().orElse(1);
    return setup.ranks() == 0 ? slots : Math.min(slots, setup.ranks());
  }

  /** What Spark asks for when nothing is set: it is never too much. */
  private static long byDefault(SparkConf conf) {
    long heap = conf.getSizeAsMb("spark.executor.memory", "1g");
    double factor = conf.getDouble("spark.executor.memoryOverheadFactor", 0.1);
    return Math.max(LEAST, (long) (factor * heap));
  }
}
