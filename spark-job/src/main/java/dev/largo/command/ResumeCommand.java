package dev.largo.command;

import dev.largo.config.LargoConfig;
import dev.largo.record.RunDirectory;
import dev.largo.record.RunInfo;
import dev.largo.train.Checkpoint;
import dev.largo.train.Checkpoints;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
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

  ResumeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Configuration hadoop = new Configuration();
    RunDirectory directory = RunDirectory.open(runDirectory, hadoop);
    LargoConfig config = directory.readConfig();
    RunInfo info = directory.readInfo();
    if (info.status() == RunInfo.Status.COMPLETED) {
      console.say("the run is complete; there is nothing to resume");
      return ExitStatus.DONE;
    }
    Preparation prepared = Preparation.of(config, hadoop);
    if (!prepared.fingerprint().equals(info.dataFingerprint())) {
      throw new RequestException(
          runDirectory
              + ": data.train or data.validation is not what the run was trained on; put it back");
    }
    Checkpoints checkpoints = new Checkpoints(directory.path(), hadoop);
    Optional<Checkpoint> newest = checkpoints.newestGood(console::say);
    long done = newest.isPresent() ? newest.get().step() : 0;
    float[] parameters =
        newest.isPresent()
            ? newest.get().parameters()
            : prepared.network().initialParameters(config.seed());
    directory.truncateAfter(done);
    console.say("resuming after step " + done + " of " + prepared.plan().steps());
    return new TrainingRun(prepared, directory, hadoop, console)
        .execute(info.resumed(prepared.cluster(), done), done, parameters);
  }
}
