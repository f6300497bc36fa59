package dev.largo.it;

import static dev.largo.it.StandaloneCluster.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * YARN and HDFS with Kerberos: the driver logs in with a keytab; executors have none, and read and
 * write with the delegation tokens that Spark gets for them.
 */
@Tag("slow")
final class KerberosIT {
  private static final int PATIENCE_SECONDS = 300;

  @TempDir Path directory;

  @Test
  void executorsPackAndTrainWithTokensAlone() throws Exception {
    TinySet set = new TinySet(directory);
    Cli.Result alone = Cli.run(set.train("alone", "workers=1"));
    assertEquals(0, alone.status(), alone.err());
    String validation = directory.resolve("validation").toString();
    Cli.Result packed =
        Cli.run("pack", set.data().resolve("validation").toString(), validation, "--no-shuffle");
    assertEquals(0, packed.status(), packed.err());
    SparkInstallation spark = new SparkInstallation(directory.resolve("spark"));
    SecureHadoop hadoop = new SecureHadoop(directory.resolve("hadoop"));
    try (hadoop) {
      submit(
          spark,
          hadoop,
          "cluster",
          "pack",
          set.data().resolve("train").toUri().toString(),
          SecureHadoop.home("train"),
          "--no-shuffle");
      submit(
          spark,
          hadoop,
          "client",
          set.train(
              "secured",
              "workers=2",
              "data.format=shards",
              "data.train=" + SecureHadoop.home("train"),
              "data.validation=" + directory.resolve("validation").toUri(),
              "runs=" + SecureHadoop.home("runs")));
    }

    File info = hadoop.left().resolve("runs/secured/run.json").toFile();
    assertEquals(
        set.hash("alone"), new ObjectMapper().readTree(info).path("final_params_sha256").asText());
    List<String> audit = hadoop.audit();
    assertDone(audit, "ann@EXAMPLE.COM (auth:KERBEROS) getDelegationToken");
    // The driver of the training has its ticket: with tokens come executors alone.
    assertDone(audit, "ann@EXAMPLE.COM (auth:KERBEROS) create /user/ann/runs/secured/config.conf");
    String token = "ann@EXAMPLE.COM (auth:TOKEN) ";
    assertDone(audit, token + "create /user/ann/train/.train-000000.tar");
    assertDone(audit, token + "open /user/ann/train/train-000000.tar");
    assertDone(audit, token + "create /user/ann/runs/secured/checkpoints/.step-00000004");
  }

  private void submit(SparkInstallation spark, SecureHadoop hadoop, String mode, String... command)
      throws Exception {
    Path log = directory.resolve(command[0] + ".log");
    List<String> options = new ArrayList<>(hadoop.logIn());
    options.addAll(List.of("--deploy-mode", mode));

    Process process = spark.submit(log, hadoop.conf(), hadoop.jvmOptions(), options, command);

    assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> read(log));
    assertEquals(0, process.exitValue(), () -> read(log));
  }

  private static void assertDone(List<String> audit, String start) {
    assertTrue(
        audit.stream().anyMatch(line -> line.startsWith(start)),
        () -> "nothing like " + start + " in\n" + String.join("\n", audit));
  }
}
