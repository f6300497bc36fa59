package dev.largo.it;

import dev.largo.command.Console;
import dev.largo.command.LargoCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs command lines in this JVM. */
final class Cli {
  private Cli() {}

  /** What a command left behind. */
  record Result(int status, String out, String err) {
    /** What the user was told, without progress. */
    List<String> messages() {
      return err.lines().filter(line -> line.startsWith("largo: ")).toList();
    }
  }

  static Result run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        LargoCommand.execute(
            new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false),
            arguments);
    return new Result(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
