package dev.largo.report.mlflow;

import dev.largo.record.RunDirectory;
import dev.largo.record.RunInfo;
import dev.largo.study.StudyDirectory;
import dev.largo.study.StudyInfo;
import dev.largo.train.Storage;
import java.io.IOException;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What an MLflow run shows: a run, a study or a search.
 *
 * @param directory with its {@code config.conf}, qualified
 * @param start of it
 * @param largo its version
 * @param gitCommit that Largo was built of
 */
public record Shown(
    FileSystem fileSystem, Path directory, Instant start, String largo, String gitCommit) {
  /** A run. */
  public static Shown of(RunDirectory run, RunInfo info) {
    return new Shown(
        run.fileSystem(), run.path(), info.start(), info.versions().largo(), info.gitCommit());
  }

  /** A study or a search that has begun. */
  public static Shown of(StudyDirectory study, Configuration hadoop) throws IOException {
    StudyInfo info = study.readInfo();
    return new Shown(
        Storage.of(study.path(), hadoop),
        study.path(),
        info.start(),
        info.versions().largo(),
        info.gitCommit());
  }
}
