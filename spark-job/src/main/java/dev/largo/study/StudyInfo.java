package dev.largo.study;

import dev.largo.record.BuildInfo;
import dev.largo.record.RunInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a study or search came from and how far it is: {@code study.json}, {@code search.json}.
 *
 * @param cells how many it has; of a search so far
 * @param finished how many of them have a line in the results
 * @param start of the first process that worked on it
 * @param end null while one does
 */
public record StudyInfo(
    RunInfo.Versions versions,
    String gitCommit,
    int cells,
    int finished,
    Instant start,
    @Nullable Instant end,
    RunInfo.Status status) {
  /**
   * A study that starts now, by the build and the JVM that are running.
   *
   * @param spark the version of Spark
   */
  public static StudyInfo started(String spark, int cells, Instant now) {
    BuildInfo build = BuildInfo.current();
    return new StudyInfo(
        new RunInfo.Versions(
            build.largo(), spark, build.dl4j(), Runtime.version().toString(), null),
        build.gitCommit(),
        cells,
        0,
        now,
        null,
        RunInfo.Status.RUNNING);
  }

  /** The same with so many cells; end is null while it goes on. */
  public StudyInfo with(
      RunInfo.Status newStatus, int newCells, int newFinished, @Nullable Instant newEnd) {
    return new StudyInfo(versions, gitCommit, newCells, newFinished, start, newEnd, newStatus);
  }
}
