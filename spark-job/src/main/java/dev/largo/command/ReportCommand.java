package dev.largo.command;

import dev.largo.compare.ComparisonDirectory;
import dev.largo.record.RunDirectory;
import dev.largo.report.ComparisonPage;
import dev.largo.report.LandscapeFigures;
import dev.largo.report.page.Page;
import dev.largo.report.page.PageWriter;
import dev.largo.study.StudyDirectory;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code largo report}: the page of a run, a comparison, a study or a search. */
@Command(
    name = "report",
    description = {
      "Writes DIR/report.html, one file with plots and tables that needs no network: of a run, a"
          + " comparison, a study or a search, finished or not.",
      "All of these write their own at their end; this writes it anew, or while a run goes on."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: largo report runs/quickstart"})
final class ReportCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      index = "0",
      paramLabel = "DIR",
      description = "The directory of a run, a comparison, a study or a search.")
  String directory;

  ReportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Configuration hadoop = HadoopSettings.load();
    Path written = write(hadoop);
    console.out().println("report: " + InputPaths.shown(written));
    return ExitStatus.DONE;
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
    Page page =
        ComparisonPage.of(comparison.comparison())
            .with(LandscapeFigures.of(comparison.landscape()));
    return comparison.writeReport(out -> PageWriter.write(page, out));
  }
}
