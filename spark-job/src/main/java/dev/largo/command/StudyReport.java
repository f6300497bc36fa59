package dev.largo.command;

import dev.largo.report.page.Page;
import dev.largo.report.page.PageWriter;
import dev.largo.report.search.SearchPage;
import dev.largo.report.study.StudyPage;
import dev.largo.study.StudyDirectory;
import dev.largo.study.scaling.ScalingResult;
import dev.largo.study.scaling.ScalingStudy;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;

/** The page in the directory of a study or a search, and what goes with it. */
final class StudyReport {
  private StudyReport() {}

  /**
   * Writes it, in one go, and a study's {@code scaling.json}.
   *
   * @return where the page is
   */
  static Path write(StudyDirectory directory) throws IOException {
    Page page = page(directory);
    if (!directory.isSearch()) {
      ScalingResult.write(directory, ScalingStudy.of(directory, directory.readResults()));
    }
    return directory.writeReport(out -> PageWriter.write(page, out));
  }

  /** Makes the page of what there is now. */
  static Page page(StudyDirectory directory) throws IOException {
    return directory.isSearch() ? SearchPage.of(directory) : StudyPage.of(directory);
  }

  /**
   * Writes it while the study goes on or at its end; that does not fail for its page.
   *
   * @param say is told where it could not be written
   */
  static void refresh(StudyDirectory directory, Consumer<String> say) {
    RunReport.orWarn(() -> write(directory), directory.shown(), say);
  }
}
