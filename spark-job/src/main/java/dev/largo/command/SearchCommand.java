package dev.largo.command;

import dev.largo.config.ConfigTemplate;
import dev.largo.record.RunClaim;
import dev.largo.record.RunInfo;
import dev.largo.study.Search;
import dev.largo.study.StudyDirectory;
import dev.largo.study.StudyInfo;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.package$;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code largo search}: random search for hyper-parameters. */
@Command(
    name = "search",
    description = "Searches hyper-parameters at random, coarse to fine.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: largo search conf/search-fashion.conf data.train=DIR data.validation=DIR search.trials=10",
      "A key may have a distribution: schedule.base-lr={log-uniform=[0.01,1]}. The search's directory is",
      "RUNS/NAME, keys runs and name. The same command again goes on where it was left."
    })
final class SearchCommand implements Callable<Integer> {
  private final Console console;

  @Mixin ConfigArguments arguments = new ConfigArguments();

  @Option(
      names = "--retry-failed",
      description = "Tries trials again that diverged or failed, from their newest checkpoints.")
  boolean retryFailed;

  SearchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Configuration hadoop = HadoopSettings.load();
    ConfigTemplate template = arguments.template(hadoop);
    Search search = Search.of(template, StudyCommand.samples(hadoop));
    StudyDirectory directory = StudyDirectory.ofSearch(search.runs(), search.name(), hadoop);
    RunClaim claim = StudyCommand.claim(directory);
    try (claim) {
      begin(directory, template, search);
      return new SearchRun(search, directory, console, hadoop).execute(retryFailed);
    }
  }

  private void begin(StudyDirectory directory, ConfigTemplate template, Search search)
      throws IOException {
    Optional<String> before = directory.readConfig();
    if (before.isEmpty()) {
      directory.begin(
          StudyInfo.started(package$.MODULE$.SPARK_VERSION(), 0, Instant.now()), template.render());
      return;
    }
    search.requireToGoOn(
        ConfigTemplate.load(directory.shown() + "/config.conf", before.get(), List.of()),
        directory.shown());
    int finished = directory.readResults().size();
    directory.writeInfo(
        directory.readInfo().with(RunInfo.Status.RUNNING, finished, finished, null));
    console.say("going on with %s: %d trials are finished".formatted(directory.shown(), finished));
  }
}
