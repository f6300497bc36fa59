package dev.largo.report.mlflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mlflow.api.proto.Service;

final class MlflowRunTest {
  private static Map<String, String> params(String configuration) {
    return MlflowRun.params(configuration).stream()
        .collect(Collectors.toMap(Service.Param::getKey, Service.Param::getValue));
  }

  @Test
  void configurationIsAParameterAKey() {
    assertEquals(
        Map.of("name", "a", "optimizer.momentum", "0.9", "data.normalize.mean", "[1, 2.5]"),
        params(
            "largo { name = a, optimizer.momentum = 0.9, data.normalize.mean = [1, 2.5], model.file = null }"));
  }

  @Test
  void valueIsCutToWhatOldServersTake() {
    String value = params("largo.data.train = " + "x".repeat(300)).get("data.train");

    assertEquals("x".repeat(247) + "...", value);
  }

  @Test
  void keysHaveOnlyWhatMlflowTakes() {
    assertEquals(Map.of("a.b_c", "1"), params("largo { a { \"b:c\" = 1 } }"));
  }

  @Test
  void secretsAreNotShown() {
    assertFalse(
        Credentials.of(Map.of("MLFLOW_TRACKING_PASSWORD", "hush")).toString().contains("hush"));
  }
}
