package dev.largo.command;

import dev.largo.record.RunDirectory;
import dev.largo.record.RunInfo;
import dev.largo.report.live.DirectorySource;
import dev.largo.report.live.PageSource;
import dev.largo.report.page.Block;
import dev.largo.report.page.Page;
import dev.largo.report.page.PageWriter;
import dev.largo.report.run.RunPage;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;

/** The page in a run's directory. */
final class RunReport {
  private RunReport() {}

  /**
   * Writes it, in one go.
   *
   * @return where it is
   */
  static Path write(RunDirectory run) throws IOException {
    return write(run, run.readInfo());
  }

  /** Makes the page of what there is now. */
  static Page page(RunDirectory run) throws IOException {
    return RunPage.of(run, run.readInfo(), Instant.now());
  }

  /** The page of a run that is about to begin, and its changes from then on. */
  static PageSource live(RunDirectory run) {
    return new DirectorySource(
        run.fileSystem(), run.path(), () -> run.hasInfo() ? page(run) : beginning(run));
  }

  private static Page beginning(RunDirectory run) {
    return new Page(
        run.path().getName() + ", about to begin",
        "",
        List.of(new Block.Paragraph("No step is on record yet.")));
  }

  private static Path write(RunDirectory run, RunInfo info) throws IOException {
    Page page = RunPage.of(run, info, Instant.now());
    return run.writeReport(out -> PageWriter.write(page, out));
  }

  /**
   * Writes it at the end of a run, which does not fail for its page.
   *
   * @param end what {@code run.json} is about to say
   */
  static void writeAtEnd(RunDirectory run, RunInfo end, Console console) {
    orWarn(() -> write(run, end), InputPaths.shown(run.path()), console::say);
  }

  /**
   * Writes a page that nothing else is to fail for.
   *
   * @param write writes it
   * @param directory where, as a user would write it
   * @param say is told where it could not be written
   */
  static void orWarn(Callable<Path> write, String directory, Consumer<String> say) {
    try {
      Path unused = write.call();
    } catch (Exception | LinkageError | OutOfMemoryError e) {
      say.accept(
          "warning: report.html could not be written (%s); make it with: largo report %s"
              .formatted(String.valueOf(e.getMessage()).lines().findFirst().orElse(""), directory));
    }
  }
}
