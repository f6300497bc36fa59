package dev.largo.report.mlflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArtifactStoreTest {
  private static final Credentials NOBODY = Credentials.of(Map.of());

  @TempDir Path directory;

  private static Optional<ArtifactStore> store(String artifacts, String server) {
    return ArtifactStore.of(artifacts, URI.create(server), NOBODY);
  }

  @Test
  void directoryOfAServerOnThisMachineIsMade() throws Exception {
    Path artifacts = directory.resolve("a b/artifacts");

    store(artifacts.toString(), "http://127.0.0.1:5000")
        .orElseThrow()
        .put("c.txt", "here".getBytes(StandardCharsets.UTF_8));

    assertEquals("here", Files.readString(artifacts.resolve("c.txt")));
  }

  @Test
  void directoryOfAnotherMachineIsUsedOnlyWhereItIsMountedHere() {
    String there = "http://192.0.2.1:5000";

    assertTrue(store(directory.toUri().toString(), there).isPresent());
    assertTrue(store(directory.resolve("none").toUri().toString(), there).isEmpty());
  }

  @Test
  void serverBehindATunnelIsElsewhere() {
    Path none = directory.resolve("no/such/store/1/run/artifacts");

    assertTrue(store(none.toString(), "http://127.0.0.1:5000").isEmpty());
  }

  @Test
  void storesThatOnlyMlflowsPythonKnowsAreLeftOut() {
    assertTrue(store("s3://bucket/1/artifacts", "http://127.0.0.1:5000").isEmpty());
    assertTrue(store("dbfs:/1/artifacts", "http://127.0.0.1:5000").isEmpty());
    assertTrue(store("ftp://me:p%ss@host/x", "http://127.0.0.1:5000").isEmpty(), "no URI");
    assertTrue(store("", "http://127.0.0.1:5000").isEmpty());
  }

  /** Another host would be told the credentials. */
  @Test
  void storeOfAnotherServerIsLeftOut() {
    assertTrue(store("mlflow-artifacts://else:5000/1/a", "http://127.0.0.1:5000").isEmpty());
    assertTrue(store("mlflow-artifacts://127.0.0.1:5000/1/a", "http://127.0.0.1:5000").isPresent());
  }
}
