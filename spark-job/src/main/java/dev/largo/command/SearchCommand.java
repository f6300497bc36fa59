package dev.largo.command;

import dev.largo.record.RunInfo;
import dev.largo.report.SearchTable;
import dev.largo.spark.preflight.Demand;
import dev.largo.study.CellResult;
import dev.largo.study.Search;
import dev.largo.study.Trial;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
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
  /** Trials that a comparison is suggested for. */
  private static final int TOP = 3;

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
    Search search = Search.of(arguments.template(hadoop), StudyRun.samples(hadoop));
    Demand demand = ClusterCheck.demand(search.widest(), search.parallel(), "search.parallel");
    SearchRun run = new SearchRun(search, console, hadoop, retryFailed);
    Trackers.require(search.widest(), run.directory(), hadoop, console);
    SearchRun.End end;
    try (Workplace place =
        new Workplace(
            search.name(),
            SparkContexts.givenMaster(),
            demand,
            () ->
                console.say(
                    "stopping this trial after its step, with a checkpoint; again to kill"))) {
      end = run.execute(place);
    }
    String shown = run.directory().shown();
    if (end.best() == null) {
      boolean stopped = end.status() == RunInfo.Status.INTERRUPTED;
      if (stopped) {
        console.say("stopped; go on with: largo search %s/config.conf".formatted(shown));
      }
      return stopped ? ExitStatus.INTERRUPTED : ExitStatus.FAILED;
    }
    conclude(search, end.ranked(), end.best(), shown);
    return ExitStatus.DONE;
  }

  private void conclude(Search search, List<CellResult> ranked, Trial best, String shown) {
    SearchTable.print(console.out(), ranked);
    search.edges(best).forEach(warning -> console.say("warning: " + warning));
    console.out().println("search: " + shown);
    console.out().println("train the best: largo train " + shown + "/best.conf");
    if (ranked.size() > 1) {
      String top =
          ranked.stream()
              .limit(TOP)
              .map(result -> shown + "/" + result.directory())
              .collect(Collectors.joining(" "));
      console.out().println("compare the best: largo compare " + top + " --ensembles");
    }
  }
}
