package dev.largo.command;

import dev.largo.config.LargoConfig;
import dev.largo.record.RunClaim;
import dev.largo.record.RunDirectory;
import dev.largo.record.RunInfo;
import dev.largo.report.live.PageServer;
import dev.largo.spark.preflight.Demand;
import dev.largo.study.StudyDirectory;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code largo resume}: continues an interrupted run. */
@Command(
    name = "resume",
    description = "Continues an interrupted run from its newest good checkpoint.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: largo resume runs/quickstart"})
final class ResumeCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "RUN_DIR", description = "The directory of the run.")
  String runDirectory;

  @Mixin ServeOptions serving = new ServeOptions();

  ResumeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Configuration hadoop = HadoopSettings.load();
    RunDirectory directory = StudyDirectory.openRun(runDirectory, hadoop);
    LargoConfig config = directory.readConfig();
    if (directory.readInfo().status() == RunInfo.Status.COMPLETED) {
      console.say("the run is complete; there is nothing to resume");
      return ExitStatus.DONE;
    }
    Trackers.require(config, directory.path(), hadoop, console::say);
    RunClaim claim = directory.claim();
    try (claim;
        PageServer server = serving.bind()) {
      // Read again: only now can nobody else change it.
      RunInfo info = directory.readInfo();
      ReadyRun ready =
          ReadyRun.resumed(
              directory,
              runDirectory,
              info,
              Preparation.of(config, hadoop, 1),
              Demand.ALONE,
              console::say);
      console.say("resuming " + ready.position());
      ServeOptions.show(server, RunReport.live(directory), console);
      return ready.execute(console);
    }
  }

  /**
   * What to say where images are decoded otherwise than at the start; nothing where that is not
   * known.
   */
  static Optional<String> decoderChange(@Nullable String then, @Nullable String now) {
    if (then == null || now == null || then.equals(now)) {
      return Optional.empty();
    }
    return Optional.of(
        "warning: the run's images were decoded with %s, and are with %s from here on: its bits may differ; install the same libturbojpeg to avoid that"
            .formatted(then, now));
  }
}
