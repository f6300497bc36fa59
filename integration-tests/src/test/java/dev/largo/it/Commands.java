package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;

/** The system's own commands. */
final class Commands {
  private Commands() {}

  /** Sends a signal. */
  static void signal(String name, ProcessHandle process) throws Exception {
    assertEquals(0, output("kill", "-" + name, "" + process.pid()).status());
  }

  /** What a command left behind. */
  record Output(int status, String text) {}

  /** Runs to the end. */
  static Output output(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Output(process.waitFor(), text);
  }
}
