package dev.largo.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code largo} itself; without a command it lists them. */
@Command(
    name = "largo",
    description = "Large-batch training of image classifiers on Apache Spark.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example: largo train conf/quickstart.conf",
      "On a cluster: largo --master spark://host:7077 train conf/quickstart.conf",
      "largo COMMAND --help says more."
    })
public final class LargoCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /**
   * Runs a command line.
   *
   * @return its exit status
   */
  public static int execute(Console console, String... arguments) {
    CommandLine line =
        new CommandLine(new LargoCommand())
            .addSubcommand(new TrainCommand(console))
            .addSubcommand(new ResumeCommand(console))
            .addSubcommand(new CompareCommand(console))
            .addSubcommand(new StudyCommand(console))
            .addSubcommand(new SearchCommand(console))
            .addSubcommand(new ReportCommand(console))
            .addSubcommand(new DataCommand(console))
            .addSubcommand(new PackCommand(console))
            .addSubcommand(new SynthesizeCommand(console))
            .addSubcommand(BenchCommand.line(console));
    line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    line.setParameterExceptionHandler(
        (e, ignored) -> {
          console.say(firstLine(e.getMessage()) + "; " + remedy(e));
          return ExitStatus.WRONG_REQUEST;
        });
    line.setExecutionExceptionHandler(
        (e, command, ignored) -> {
          Failures.report(e, console);
          return ExitStatus.of(e);
        });
    try {
      return line.execute(arguments);
    } catch (Error e) {
      Failures.report(e, console);
      return ExitStatus.of(e);
    }
  }

  private static String remedy(ParameterException wrong) {
    List<String> near =
        wrong instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    return near.isEmpty() ? "see largo --help" : "did you mean " + near.get(0) + "?";
  }

  private static String firstLine(@Nullable String message) {
    return String.valueOf(message).lines().findFirst().orElse("");
  }
}
