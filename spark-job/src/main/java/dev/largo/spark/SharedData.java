package dev.largo.spark;

import dev.largo.config.DataConfig;
import dev.largo.data.DataException;
import dev.largo.data.format.DataSets;
import dev.largo.data.image.ImageDecoder;
import dev.largo.train.TrainingData;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.jspecify.annotations.Nullable;

/**
 * Data sets that are open in this JVM, one a run, shared by its workers. What the driver has handed
 * in stays until it is taken out; what workers have opened stays as long as one of them has it.
 */
public final class SharedData {
  private static final Map<String, Supplier<@Nullable TrainingData>> OPEN = new HashMap<>();

  private SharedData() {}

  /** Hands in what the driver has opened, so that workers in its JVM do not open it again. */
  public static synchronized void put(String runId, TrainingData data) {
    OPEN.put(runId, () -> data);
  }

  /** The run's data; opened by the first worker that asks. */
  static synchronized TrainingData of(RunSpec spec) throws IOException {
    Supplier<@Nullable TrainingData> open = OPEN.get(spec.id());
    TrainingData data = open == null ? null : open.get();
    if (data == null) {
      OPEN.values().removeIf(other -> other.get() == null);
      DataConfig config = spec.config().data();
      DataSets sets = DataSets.open(config, spec.hadoopConfiguration());
      data =
          new TrainingData(
              sets.train(),
              sets.validation(),
              spec.normalization(),
              config.augment(),
              config.threadsFor(slots()),
              sets.badSamples());
      if (!data.fingerprint().equals(spec.fingerprint())) {
        throw new DataException(
            "data.train, data.validation",
            "host " + host() + " reads other files than the driver",
            "put the same data there, or give a URI that all hosts share");
      }
      if (!ImageDecoder.description().equals(spec.decoder())) {
        throw new DataException(
            "data.train, data.validation",
            "host %s decodes images with %s, the driver with %s"
                .formatted(host(), ImageDecoder.description(), spec.decoder()),
            "install the same libturbojpeg on all hosts, or on none");
      }
      OPEN.put(spec.id(), new WeakReference<>(data)::get);
    }
    return data;
  }

  private static String host() throws IOException {
    return InetAddress.getLocalHost().getHostName();
  }

  /** Tasks that this executor may run at the same time. */
  private static int slots() {
    SparkConf conf = SparkEnv.get().conf();
    int cores = conf.getInt("spark.executor.cores", Runtime.getRuntime().availableProcessors());
    return Math.max(1, cores / conf.getInt("spark.task.cpus", 1));
  }

  /** Lets a run's data go. */
  public static synchronized void remove(String runId) {
    OPEN.remove(runId);
  }
}
