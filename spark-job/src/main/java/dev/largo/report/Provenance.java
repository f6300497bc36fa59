package dev.largo.report;

import dev.largo.record.RunInfo;
import dev.largo.report.page.Block;
import dev.largo.study.StudyInfo;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where results come from, in words. */
public final class Provenance {
  private static final int COMMIT = 10;

  private Provenance() {}

  /** The table at the end of a study's or a search's page. */
  public static Block.Table of(StudyInfo info) {
    return new Block.Table(
        "About",
        List.of("what", "value"),
        List.of(
            List.of("status", status(info.status(), info.start(), info.end())),
            List.of("versions", versions(info.versions(), info.gitCommit()))));
  }

  /**
   * A status with its times.
   *
   * @param end null before it
   */
  public static String status(RunInfo.Status status, Instant start, @Nullable Instant end) {
    return "%s; started %s%s"
        .formatted(
            status.name().toLowerCase(Locale.ROOT),
            seconds(start),
            end == null ? "" : ", ended " + seconds(end));
  }

  /** An instant without the parts of its second. */
  private static Instant seconds(Instant instant) {
    return Instant.ofEpochSecond(instant.getEpochSecond());
  }

  /** The versions of what was running. */
  public static String versions(RunInfo.Versions versions, String gitCommit) {
    return "Largo %s, commit %s, Spark %s, Deeplearning4j %s, Java %s"
        .formatted(
            versions.largo(),
            gitCommit.substring(0, Math.min(COMMIT, gitCommit.length())),
            versions.spark(),
            versions.dl4j(),
            versions.java());
  }
}
