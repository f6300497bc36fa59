package dev.largo.command;

import dev.largo.config.LargoConfig;
import dev.largo.model.CudaBackend;
import dev.largo.spark.preflight.ExecutorRequest;
import dev.largo.spark.preflight.Finding;
import dev.largo.spark.preflight.Preflight;
import dev.largo.spark.preflight.Setup;
import dev.largo.spark.preflight.Versions;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;

/** Looks at the cluster's settings before a run takes anything of it. */
final class ClusterCheck {
  private ClusterCheck() {}

  /**
   * Says what is doubtful, and what is asked for in the user's place.
   *
   * @return settings to start Spark with
   * @throws RequestException if the run could not succeed
   */
  static Map<String, String> of(Preparation prepared, Consumer<String> say) {
    return WorldSize.isEmbedded(prepared.cluster().master()) ? Map.of() : of(setup(prepared), say);
  }

  private static Setup setup(Preparation prepared) {
    LargoConfig config = prepared.config();
    return new Setup(
        new SparkConf(),
        config.aggregation().mode(),
        prepared.workers(),
        config.engine().threads(),
        CudaBackend.isPresent(),
        prepared.workerBytes(config.batch().micro()));
  }

  static Map<String, String> of(Setup setup, Consumer<String> say) {
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
