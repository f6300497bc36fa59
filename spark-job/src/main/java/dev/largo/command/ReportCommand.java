package dev.largo.command;

import dev.largo.compare.ComparisonDirectory;
import dev.largo.record.RunDirectory;
import dev.largo.record.RunInfo;
import dev.largo.report.ComparisonPage;
import dev.largo.report.LandscapeFigures;
import dev.largo.report.live.DirectorySource;
import dev.largo.report.live.PageServer;
import dev.largo.report.page.Page;
import dev.largo.report.page.PageWriter;
import dev.largo.study.StudyDirectory;
import dev.largo.train.Storage;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code largo report}: the page of a run, a comparison, a study or a search. */
@Command(
    name = "report",
    description = {
      "Writes DIR/report.html, one file with plots and tables that needs no network: of a run, a"
          + " comparison, a study or a search, finished or not.",
      "All of these write their own at their end; this writes it anew, or while a run goes on. With"
          + " --serve it writes nothing, and shows the page to a browser, as it changes, until Ctrl-C."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: largo report runs/quickstart",
      "         largo report --serve 8123 runs/quickstart"
    })
final class ReportCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      index = "0",
      paramLabel = "DIR",
      description = "The directory of a run, a comparison, a study or a search.")
  String directory;

  @Mixin ServeOptions serving = new ServeOptions();

  ReportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Configuration hadoop = HadoopSettings.load();
    if (serving.isAsked()) {
      return serve(hadoop);
    }
    Path written = write(hadoop);
    console.out().println("report: " + InputPaths.shown(written));
    return ExitStatus.DONE;
  }

  private int serve(Configuration hadoop) throws IOException, InterruptedException {
    boolean isOther =
        ComparisonDirectory.isOne(directory, hadoop)
            || StudyDirectory.find(directory, hadoop).isPresent();
    if (!isOther) {
      RunInfo unused = RunDirectory.open(directory, hadoop).readInfo(); // Refuses what is no run.
    }
    Path path = new Path(directory);
    DirectorySource source =
        new DirectorySource(Storage.of(path, hadoop), path, () -> page(directory, hadoop));
    CountDownLatch stop = new CountDownLatch(1);
    StopSignal signal = new StopSignal(stop::countDown);
    try (signal;
        PageServer server = serving.bind()) {
      ServeOptions.show(server, source, console);
      stop.await();
    }
    return ExitStatus.DONE;
  }

  /** The page of a directory, as it is now. */
  private static Page page(String directory, Configuration hadoop) throws IOException {
    Optional<StudyDirectory> several = StudyDirectory.find(directory, hadoop);
    if (several.isPresent()) {
      return StudyReport.page(several.get());
    }
    return ComparisonDirectory.isOne(directory, hadoop)
        ? page(ComparisonDirectory.open(directory, hadoop))
        : RunReport.page(RunDirectory.open(directory, hadoop));
  }

  private static Page page(ComparisonDirectory comparison) throws IOException {
    return ComparisonPage.of(comparison.comparison())
        .with(LandscapeFigures.of(comparison.landscape()));
  }

  private Path write(Configuration hadoop) throws IOException {
    Optional<StudyDirectory> several = StudyDirectory.find(directory, hadoop);
    if (several.isPresent()) {
      return StudyReport.write(several.get());
    }
    return ComparisonDirectory.isOne(directory, hadoop)
        ? comparison(ComparisonDirectory.open(directory, hadoop))
        : RunReport.write(RunDirectory.open(directory, hadoop));
  }

  private static Path comparison(ComparisonDirectory comparison) throws IOException {
    Page page = page(comparison);
    return comparison.writeReport(out -> PageWriter.write(page, out));
  }
}
