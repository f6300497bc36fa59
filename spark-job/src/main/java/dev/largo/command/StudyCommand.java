package dev.largo.command;

import dev.largo.config.ConfigException;
import dev.largo.config.ConfigTemplate;
import dev.largo.config.DataConfig;
import dev.largo.data.format.DataSets;
import dev.largo.record.RunClaim;
import dev.largo.record.RunInfo;
import dev.largo.report.ScalingTable;
import dev.largo.report.StudyTable;
import dev.largo.study.Cell;
import dev.largo.study.CellResult;
import dev.largo.study.Study;
import dev.largo.study.StudyDirectory;
import dev.largo.study.StudyInfo;
import dev.largo.study.scaling.ScalingStudy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.package$;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code largo study}: a grid of runs. */
@Command(
    name = "study",
    description = "Runs a grid of training runs; a list at a key is a dimension of it.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: largo study conf/study-quickstart.conf seed=[1,2,3]",
      "The study's directory is RUNS/NAME, keys runs and name. The same command again goes on where",
      "it was left; conf/study-*.conf hold studies that are ready to run."
    })
final class StudyCommand implements Callable<Integer> {
  /** What the user is told when a stop has been asked for. */
  static final String STOPPING = "stopping after this step, with a checkpoint; again to kill";

  private final Console console;

  @Mixin ConfigArguments arguments = new ConfigArguments();

  @Option(
      names = "--retry-failed",
      description = "Tries cells again that diverged or failed, from their newest checkpoints.")
  boolean retryFailed;

  StudyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Configuration hadoop = HadoopSettings.load();
    ConfigTemplate template = arguments.template(hadoop);
    Study study = Study.of(template, samples(hadoop));
    int slots = slots(study.cells());
    StudyDirectory directory = StudyDirectory.ofStudy(study.runs(), study.name(), hadoop);
    RunClaim claim = claim(directory);
    try (claim) {
      begin(directory, template, study, hadoop);
      return execute(study, slots, directory, hadoop);
    }
  }

  /** Tells sizes of training sets. */
  static ToIntFunction<DataConfig> samples(Configuration hadoop) {
    return data -> {
      try {
        return DataSets.open(data, hadoop).train().size();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  /** Refuses what is something else before anything is written into it. */
  static RunClaim claim(StudyDirectory directory) throws IOException {
    Optional<String> unused = directory.readConfig();
    return directory.claim();
  }

  private void begin(
      StudyDirectory directory, ConfigTemplate template, Study study, Configuration hadoop)
      throws IOException {
    Optional<String> before = directory.readConfig();
    int cells = study.cells().size();
    if (before.isEmpty()) {
      directory.begin(
          StudyInfo.started(package$.MODULE$.SPARK_VERSION(), cells, Instant.now()),
          template.render());
      console.say("cells: " + cells);
      return;
    }
    Study earlier =
        Study.of(
            ConfigTemplate.load(directory.shown() + "/config.conf", before.get(), List.of()),
            samples(hadoop));
    study.requireToGoOn(earlier, directory.shown());
    int added = cells - earlier.cells().size();
    int finished = directory.readResults().size();
    directory.begin(
        directory.readInfo().with(RunInfo.Status.RUNNING, cells, finished, null),
        template.render());
    console.say(
        "going on with %s: %d of %d cells are finished%s"
            .formatted(
                directory.shown(), finished, cells, added == 0 ? "" : ", " + added + " are new"));
  }

  private int execute(Study study, int slots, StudyDirectory directory, Configuration hadoop)
      throws IOException, InterruptedException {
    Optional<List<CellResult>> results;
    try (Workplace place =
        new Workplace(
            study.name(),
            SparkContexts.givenMaster(),
            slots,
            () ->
                console.say(
                    "stopping this cell after its step, with a checkpoint; again to kill"))) {
      CellRuns runs = new CellRuns(directory, place, hadoop, console, retryFailed, study.target());
      try {
        results = runs.run(study.cells(), result -> result);
      } catch (IOException | InterruptedException | RuntimeException | Error e) {
        end(directory, study, RunInfo.Status.FAILED);
        throw e;
      }
    }
    if (results.isEmpty()) {
      end(directory, study, RunInfo.Status.INTERRUPTED);
      console.say("stopped; go on with: largo study %s/config.conf".formatted(directory.shown()));
      return ExitStatus.INTERRUPTED;
    }
    end(directory, study, RunInfo.Status.COMPLETED);
    StudyTable.print(console.out(), results.get(), study.target() != null);
    ScalingStudy.of(directory.shown(), results.get(), hadoop)
        .forEach(scaling -> ScalingTable.print(console.out(), scaling));
    console.out().println("study: " + directory.shown());
    boolean failed = results.get().stream().anyMatch(r -> r.status() == CellResult.Status.FAILED);
    if (failed) {
      console.say("some cells failed; try them again with --retry-failed");
    }
    return failed ? ExitStatus.FAILED : ExitStatus.DONE;
  }

  private static void end(StudyDirectory directory, Study study, RunInfo.Status how)
      throws IOException {
    directory.writeInfo(
        directory
            .readInfo()
            .with(how, study.cells().size(), directory.readResults().size(), Instant.now()));
  }

  /** Slots of the embedded Spark: what the widest cell takes. */
  static int slots(List<Cell> cells) {
    int cores = Runtime.getRuntime().availableProcessors();
    String master = SparkContexts.givenMaster();
    return cells.stream()
        .mapToInt(cell -> WorldSize.of(cell.config(), master, cores))
        .max()
        .orElseThrow(() -> new ConfigException(List.of("there is nothing to run")));
  }
}
