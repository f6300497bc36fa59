package dev.largo.command;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code largo} itself; without a command it lists them. */
@Command(
    name = "largo",
    description = "Large-batch training of image classifiers on Apache Spark.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {TrainCommand.class, ResumeCommand.class, SynthesizeCommand.class},
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
  public static int execute(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine line = new CommandLine(new LargoCommand());
    line.setOut(out);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(
        (e, args) -> {
          err.println(
              "largo: "
                  + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                  + "; see largo --help");
          err.flush();
          return ExitStatus.WRONG_REQUEST;
        });
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          Failures.report(e, err);
          return ExitStatus.of(e);
        });
    return line.execute(arguments);
  }
}
