package dev.largo.command;

import dev.largo.config.LargoConfig;
import dev.largo.record.RunClaim;
import dev.largo.record.RunDirectory;
import dev.largo.report.live.PageServer;
import dev.largo.spark.preflight.Demand;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code largo train}: one training run. */
@Command(
    name = "train",
    description = "Runs one training run.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: largo train conf/quickstart.conf epochs=3 batch.global=512",
      "The run directory is RUNS/NAME, keys runs and name; it must not exist yet.",
      "With --serve a browser sees its report.html while it trains."
    })
final class TrainCommand implements Callable<Integer> {
  private final Console console;

  @Mixin ConfigArguments arguments = new ConfigArguments();
  @Mixin ServeOptions serving = new ServeOptions();

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Configuration hadoop = HadoopSettings.load();
    LargoConfig given = arguments.load(hadoop);
    RunDirectory.requireAbsent(given, hadoop);
    Trackers.require(given, RunDirectory.place(given), hadoop, null);
    try (PageServer server = serving.bind()) {
      ReadyRun ready = ReadyRun.started(given, hadoop, Demand.ALONE, console::say);
      RunClaim claim = ready.directory().claim();
      try (claim) {
        ServeOptions.show(server, RunReport.live(ready.directory()), console);
        return ready.execute(console);
      }
    }
  }
}
