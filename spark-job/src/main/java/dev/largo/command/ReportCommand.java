package dev.largo.command;

import dev.largo.compare.ComparisonDirectory;
import dev.largo.record.RunDirectory;
import dev.largo.report.ComparisonPage;
import dev.largo.report.LandscapeFigures;
import dev.largo.report.page.Page;
import dev.largo.report.page.PageWriter;
import dev.largo.train.Storage;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code largo report}: the page of a run or a comparison. */
@Command(
    name = "report",
    description = {
      "Writes DIR/report.html, one file with plots and tables that needs no network: of a run, finished"
          + " or not, or of a comparison.",
      "A run writes its own at its end; this writes it anew, or while the run goes on."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: largo report runs/quickstart"})
final class ReportCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      index = "0",
      paramLabel = "DIR",
      description = "The directory of a run or a comparison.")
  String directory;

  ReportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Configuration hadoop = HadoopSettings.load();
    for (String kind : List.of("study", "search")) {
      Path several = new Path(directory, kind + ".json");
      if (Storage.of(several, hadoop).exists(several)) {
        throw new RequestException(
            directory
                + ": is a "
                + kind
                + ", of which there is no page; name the run of one of its cells or trials");
      }
    }
    Path written =
        ComparisonDirectory.isOne(directory, hadoop)
            ? comparison(ComparisonDirectory.open(directory, hadoop))
            : RunReport.write(RunDirectory.open(directory, hadoop));
    console.out().println("report: " + InputPaths.shown(written));
    return ExitStatus.DONE;
  }

  private static Path comparison(ComparisonDirectory comparison) throws IOException {
    Page page =
        ComparisonPage.of(comparison.comparison())
            .with(LandscapeFigures.of(comparison.landscape()));
    return comparison.writeReport(out -> PageWriter.write(page, out));
  }
}
