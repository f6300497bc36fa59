package dev.largo.command;

import dev.largo.bench.BuiltInContender;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code largo bench}: parts measured beside the alternatives. */
@Command(
    name = "bench",
    description = {
      "Measures parts of Largo beside the alternatives a user has, in turn, and prints medians and"
          + " quartiles."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "NAME",
    commandListHeading = "What to measure:%n",
    footer = {
      "",
      "Example: largo bench engine --networks resnet-20 --rounds 7",
      "largo bench NAME --help says more."
    })
final class BenchCommand implements Runnable {
  @Spec CommandSpec spec;

  private BenchCommand() {}

  /** The command with all that can be measured. */
  static CommandLine line(Console console) {
    return new CommandLine(new BenchCommand())
        .addSubcommand(new EngineBenchCommand(console))
        .addSubcommand(new CollectiveBenchCommand(console))
        .addSubcommand(new ControlBenchCommand(console))
        .addSubcommand(new DataBenchCommand(console, List.of(BuiltInContender.values())));
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
