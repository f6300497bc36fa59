package dev.largo.command;

import dev.largo.config.LargoConfig;
import dev.largo.record.RunClaim;
import dev.largo.record.RunDirectory;
import java.time.Instant;
import java.util.Map;
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
      "The run directory is RUNS/NAME, keys runs and name; it must not exist yet."
    })
final class TrainCommand implements Callable<Integer> {
  private final Console console;

  @Mixin ConfigArguments arguments = new ConfigArguments();

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Configuration hadoop = HadoopSettings.load();
    LargoConfig given = arguments.load(hadoop);
    RunDirectory.requireAbsent(given, hadoop);
    LargoConfig config = TeacherFiles.resolve(given, hadoop, console::say);
    Preparation prepared = Preparation.of(config, hadoop);
    Map<String, String> settings = ClusterCheck.of(prepared, console);
    float[] parameters = prepared.network().initialParameters(config.seed());
    RunDirectory directory = RunDirectory.create(config, hadoop);
    RunClaim claim = directory.claim();
    try (claim) {
      return new TrainingRun(prepared, directory, console, settings)
          .execute(prepared.started(Instant.now()), 0, parameters);
    }
  }
}
