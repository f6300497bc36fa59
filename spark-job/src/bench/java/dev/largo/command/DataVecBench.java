package dev.largo.command;

import dev.largo.bench.BuiltInContender;
import dev.largo.bench.DataVecContender;
import dev.largo.bench.ImageContender;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** {@code largo bench data} with DataVec's ways in the same turns. */
final class DataVecBench {
  private DataVecBench() {}

  /** Takes the options of {@code largo bench data}. */
  public static void main(String[] arguments) {
    Console console = new Console(System.out, System.err, false);
    List<ImageContender> contenders =
        Stream.<ImageContender>concat(
                Stream.of(BuiltInContender.values()), Stream.of(DataVecContender.values()))
            .toList();
    CommandLine line = new CommandLine(new DataBenchCommand(console, contenders));
    line.setExecutionExceptionHandler(
        (e, command, ignored) -> {
          Failures.report(e, console);
          return ExitStatus.of(e);
        });
    System.exit(line.execute(arguments));
  }
}
