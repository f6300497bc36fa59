package dev.largo.command;

import dev.largo.config.LargoConfig;
import dev.largo.record.RunClaim;
import dev.largo.record.RunDirectory;
import dev.largo.record.RunInfo;
import dev.largo.train.Checkpoint;
import dev.largo.train.Checkpoints;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
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
    Configuration hadoop = HadoopSettings.load();
    RunDirectory directory = RunDirectory.open(runDirectory, hadoop);
    LargoConfig config = directory.readConfig();
    if (directory.readInfo().status() == RunInfo.Status.COMPLETED) {
      console.say("the run is complete; there is nothing to resume");
      return ExitStatus.DONE;
    }
    RunClaim claim = directory.claim();
    try (claim) {
      // Read again: only now can nobody else change it.
      return resume(directory, directory.readInfo(), Preparation.of(config, hadoop), hadoop);
    }
  }

  private int resume(
      RunDirectory directory, RunInfo info, Preparation prepared, Configuration hadoop)
      throws IOException, InterruptedException {
    if (!prepared.fingerprint().equals(info.dataFingerprint())) {
      throw new RequestException(
          runDirectory
              + ": data.train or data.validation is not what the run was trained on; put it back");
    }
    if (!TeacherFiles.hashes(prepared.teachers()).equals(info.teachersSha256())) {
      throw new RequestException(
          runDirectory
              + ": distill.teachers are not those that the run was started with; put them back");
    }
    Map<String, String> settings = ClusterCheck.of(prepared, console);
    decoderChange(info.versions().imageDecoder(), prepared.imageDecoder()).ifPresent(console::say);
    Checkpoints checkpoints = new Checkpoints(directory.path(), hadoop);
    Optional<Checkpoint> newest = checkpoints.newestGood(console::say);
    if (newest.isEmpty() && checkpoints.exist()) {
      throw new RequestException(
          runDirectory + ": none of its checkpoints is whole; restore one, or train anew");
    }
    if (newest.isPresent()) {
      requireSameNetwork(newest.get(), prepared);
    }
    long done = newest.map(Checkpoint::step).orElse(0L);
    float[] parameters =
        newest.isPresent()
            ? newest.get().parameters()
            : prepared.network().initialParameters(prepared.config().seed());
    directory.truncateAfter(done);
    console.say("resuming after step " + done + " of " + prepared.plan().steps());
    return new TrainingRun(prepared, directory, console, settings)
        .execute(info.resumed(prepared.cluster(), done), done, parameters);
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

  private void requireSameNetwork(Checkpoint checkpoint, Preparation prepared) throws IOException {
    String expected = prepared.network().description().configurationJson();
    if (!checkpoint.configurationJson().equals(expected)) {
      throw new RequestException(
          runDirectory
              + ": model.file is not the network that the run was started with; put it back");
    }
  }
}
