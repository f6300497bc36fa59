package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/** A synthetic set of a few images, a configuration for it, and ways to look at its runs. */
final class TinySet {
  static final int TRAIN = 200;
  static final int VALIDATION = 50;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;

  /** Writes the set into a directory. */
  TinySet(Path directory) {
    this.directory = directory;
    Cli.Result made =
        Cli.run(
            "synthesize",
            data().toString(),
            "--image-size",
            "32",
            "--train",
            "" + TRAIN,
            "--validation",
            "" + VALIDATION);
    assertEquals(0, made.status(), made.err());
  }

  Path data() {
    return directory.resolve("data");
  }

  Path run(String name) {
    return directory.resolve("runs").resolve(name);
  }

  /** A configuration of 3 epochs of 4 steps of 4 micro-batches. */
  Path configuration() throws IOException {
    return Files.writeString(
        directory.resolve("tiny.conf"),
        """
        largo {
          name = tiny
          runs = "%s"
          data { format = image-folder, train = "%s", validation = "%s", augment { crop-padding = 2, flip = true } }
          model.name = lenet
          batch { global = 48, micro = 12 }
          epochs = 3
          optimizer { name = lars, trust-coefficient = 0.01 }
          schedule { base-lr = 1, base-batch = 48, warmup.epochs = 1 }
          averaging.swa { enabled = true, start-epoch = 1, every = "1 epoch" }
          checkpoint { every = "1 epoch", keep = 3 }
          metrics.layers-every = "1 step"
        }
        """
            .formatted(
                directory.resolve("runs"), data().resolve("train"), data().resolve("validation")));
  }

  /** The command line of a training run. */
  String[] train(String name, String... overrides) throws IOException {
    List<String> line = new ArrayList<>(List.of("train", configuration().toString()));
    line.add("name=" + name);
    line.addAll(List.of(overrides));
    return line.toArray(String[]::new);
  }

  JsonNode info(String name) throws IOException {
    return JSON.readTree(run(name).resolve("run.json").toFile());
  }

  String hash(String name) throws IOException {
    return info(name).path("final_params_sha256").asText();
  }

  /**
   * The lines of a study's or a search's results, without what a clock has told, and who else was
   * there.
   */
  List<JsonNode> results(String name, String file) throws IOException {
    List<JsonNode> lines = lines(name, file);
    lines.forEach(
        line ->
            ((ObjectNode) line)
                .remove(List.of("seconds", "images_per_second", "step_seconds", "at_once")));
    return lines;
  }

  /** Waits until a run has so many steps on record; fails where its process ends before. */
  void awaitSteps(String name, int steps, Process process, Path log) {
    Path metrics = run(name).resolve("metrics.jsonl");
    await(
        "step %d of %s".formatted(steps, name),
        process,
        log,
        () -> Files.exists(metrics) && Files.readAllLines(metrics).size() >= steps);
  }

  /** Kills a process after the first checkpoint of a run, from which it can be resumed. */
  void killAfterCheckpoint(String name, Process process, Path log) throws InterruptedException {
    Path checkpoints = run(name).resolve("checkpoints");
    await(
        "a checkpoint of " + name,
        process,
        log,
        () -> {
          try (Stream<Path> files = Files.list(checkpoints)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith("step-"));
          } catch (NoSuchFileException e) {
            return false;
          }
        });
    process.destroyForcibly().waitFor(); // SIGKILL
  }

  private static void await(String what, Process process, Path log, Callable<Boolean> condition) {
    try {
      StandaloneCluster.await(
          what,
          () -> {
            assertTrue(process.isAlive(), what + ": its process has ended");
            return condition.call();
          });
    } catch (AssertionError | ConditionTimeoutException e) {
      process.destroyForcibly();
      throw new AssertionError(what + ":\n" + StandaloneCluster.read(log), e);
    }
  }

  List<JsonNode> lines(String name, String file) throws IOException {
    List<JsonNode> nodes = new ArrayList<>();
    for (String line : Files.readAllLines(run(name).resolve(file))) {
      nodes.add(JSON.readTree(line));
    }
    return nodes;
  }
}
