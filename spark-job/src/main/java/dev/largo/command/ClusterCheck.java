package dev.largo.command;

import dev.largo.config.LargoConfig;
import dev.largo.model.CudaBackend;
import dev.largo.spark.preflight.Demand;
import dev.largo.spark.preflight.ExecutorRequest;
import dev.largo.spark.preflight.Finding;
import dev.largo.spark.preflight.Preflight;
import dev.largo.spark.preflight.Setup;
import dev.largo.spark.preflight.Versions;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;

/** Looks at the cluster's settings before a run takes anything of it. */
final class ClusterCheck {
  private ClusterCheck() {}

  /**
   * What several runs take of Spark at the same time.
   *
   * @param configs of all of them
   * @param runs at once
   * @param key that says so
   * @throws RequestException if the given master could never give it, or one could not succeed
   *     there
   */
  static Demand demand(List<LargoConfig> configs, int runs, String key) {
    String master = SparkContexts.givenMaster();
    int cores = Runtime.getRuntime().availableProcessors();
    Demand demand = WorldSize.of(configs, master, cores, runs, key);
    if (!isEmbedded(master)) {
      for (LargoConfig config : configs) {
        int workers = WorldSize.of(config, master, cores);
        check(setup(config, workers, demand, OptionalLong.empty()), text -> {});
      }
    }
    return demand;
  }

  /**
   * Says what is doubtful.
   *
   * @param demand of the command that the run is one of
   * @throws RequestException if the run could not succeed
   */
  static void check(Preparation prepared, Demand demand, Consumer<String> say) {
    if (!isEmbedded(prepared.master())) {
      check(setup(prepared, demand), say);
    }
  }

  /**
   * Settings to start Spark with, where a run is the first to need it.
   *
   * @param demand of the command that the run is one of
   * @param say told what is asked for in the user's place
   */
  static Map<String, String> ask(Preparation prepared, Demand demand, Consumer<String> say) {
    return isEmbedded(prepared.master()) ? Map.of() : ask(setup(prepared, demand), say);
  }

  private static boolean isEmbedded(String master) {
    return master.isEmpty() || WorldSize.isEmbedded(master);
  }

  private static Setup setup(Preparation prepared, Demand demand) {
    LargoConfig config = prepared.config();
    OptionalLong bytes = prepared.workerBytes(config.batch().micro());
    return setup(config, prepared.workers(), demand, bytes);
  }

  private static Setup setup(
      LargoConfig config, int workers, Demand demand, OptionalLong workerBytes) {
    return new Setup(
        new SparkConf(),
        config.aggregation().mode(),
        workers,
        demand,
        config.engine().threads(),
        CudaBackend.isPresent(),
        workerBytes);
  }

  static void check(Setup setup, Consumer<String> say) {
    for (Finding finding : Preflight.check(setup, Versions.ofThisProcess())) {
      if (finding.fatal()) {
        throw new RequestException(finding.text());
      }
      say.accept(finding.text());
    }
    OptionalLong bytes = setup.workerBytes();
    if (bytes.isPresent()) {
      say.accept(
          "each worker takes %d MiB beside the Java heap".formatted(bytes.getAsLong() >> 20));
    }
  }

  static Map<String, String> ask(Setup setup, Consumer<String> say) {
    Map<String, String> asked = ExecutorRequest.of(setup);
    if (!asked.isEmpty()) {
      say.accept(
          "asking for "
              + asked.entrySet().stream()
                  .map(setting -> setting.getKey() + "=" + setting.getValue())
                  .collect(Collectors.joining(" ")));
    }
    return asked;
  }
}
