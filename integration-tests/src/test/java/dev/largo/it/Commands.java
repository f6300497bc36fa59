package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The system's own commands. */
final class Commands {
  private Commands() {}

  /** Sends a signal. */
  static void signal(String name, ProcessHandle process) throws Exception {
    assertEquals(0, output("kill", "-" + name, "" + process.pid()).status());
  }

  /** What a command left behind. */
  record Output(int status, String text) {}

  /** The path of a command; skips the test, saying what is left out, where it is not installed. */
  static String required(String name, String leftOut) {
    String path = System.getenv().getOrDefault("PATH", "");
    Optional<String> found =
        Stream.of(path.split(File.pathSeparator, -1))
            .map(directory -> Path.of(directory, name))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .findFirst();
    assumeTrue(found.isPresent(), "no " + name + " is installed; " + leftOut);
    return found.orElseThrow();
  }

  /** Runs to the end. */
  static Output output(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Output(process.waitFor(), text);
  }
}
