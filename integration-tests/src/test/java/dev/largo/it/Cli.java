package dev.largo.it;

import dev.largo.command.Console;
import dev.largo.command.LargoCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs command lines in this JVM. */
final class Cli {
  /**
   * JVM options of processes that live for seconds, in which the second compiler costs more than it
   * gives.
   */
  static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1");

  private Cli() {}

  /** What a command left behind. */
  record Result(int status, String out, String err) {
    /** What the user was told, without progress. */
    List<String> messages() {
      return err.lines().filter(line -> line.startsWith("largo: ")).toList();
    }
  }

  /** Starts a JVM of its own on a command line; both its streams go to the log. */
  static Process start(Path directory, Path log, String... arguments) throws IOException {
    return start(directory, log, List.of(), Map.of(), arguments);
  }

  /** The same with more JVM options and environment variables. */
  static Process start(
      Path directory,
      Path log,
      List<String> jvmOptions,
      Map<String, String> environment,
      String... arguments)
      throws IOException {
    String path = System.getProperty("java.class.path");
    return start(directory, log, path, jvmOptions, environment, arguments);
  }

  /** The same on another class path. */
  static Process start(
      Path directory,
      Path log,
      String classPath,
      List<String> jvmOptions,
      Map<String, String> environment,
      String... arguments)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(a -> a.startsWith("--add-") || a.startsWith("-D"))
            .toList());
    line.addAll(QUICK);
    line.addAll(jvmOptions);
    line.addAll(List.of("-Xmx1g", "-cp", classPath, "dev.largo.Largo"));
    line.addAll(List.of(arguments));
    ProcessBuilder process =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    process.environment().putAll(environment);
    return process.start();
  }

  static Result run(String... arguments) {
    return run(line -> {}, arguments);
  }

  /**
   * Runs a command line.
   *
   * @param heard told of every line as it is written, before the command goes on
   */
  static Result run(Consumer<String> heard, String... arguments) {
    LineOutput out = new LineOutput(heard);
    LineOutput err = new LineOutput(heard);
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

  /** Remembers what is written, and hands on each line at its end. */
  private static final class LineOutput extends ByteArrayOutputStream {
    private final Consumer<String> heard;
    private int told;

    LineOutput(Consumer<String> heard) {
      this.heard = heard;
    }

    @Override
    public synchronized void write(int value) {
      super.write(value);
      tell();
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      super.write(bytes, offset, length);
      tell();
    }

    private void tell() {
      for (int i = told; i < count; i++) {
        if (buf[i] == '\n') {
          heard.accept(new String(buf, told, i - told, StandardCharsets.UTF_8));
          told = i + 1;
        }
      }
    }
  }
}
