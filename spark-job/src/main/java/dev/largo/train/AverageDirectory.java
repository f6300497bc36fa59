package dev.largo.train;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** {@link AverageStore} in {@code RUN/averages/NAME/model.zip}. */
public final class AverageDirectory implements AverageStore {
  private static final String DRAFT = ".draft";

  private final FileSystem fileSystem;
  private final Path directory;
  private final ModelWriter models;
  private final String draftSuffix;

  /**
   * The averages of the run in a directory.
   *
   * @param attempt a name that tells the drafts of attempts apart
   */
  public AverageDirectory(Path run, Configuration hadoop, ModelWriter models, String attempt)
      throws IOException {
    fileSystem = Storage.of(run, hadoop);
    directory = new Path(run, "averages");
    this.models = models;
    draftSuffix = "." + attempt + DRAFT;
  }

  /** Throws away the drafts that killed workers have left; before an attempt starts. */
  public static void clearDrafts(Path run, Configuration hadoop) throws IOException {
    FileSystem fileSystem = Storage.of(run, hadoop);
    FileStatus[] drafts = fileSystem.globStatus(new Path(run, "averages/*/*" + DRAFT));
    for (FileStatus draft : drafts == null ? new FileStatus[0] : drafts) {
      fileSystem.delete(draft.getPath(), false);
    }
  }

  @Override
  public void write(String name, float[] parameters) throws IOException {
    Path file = new Path(new Path(directory, name), Checkpoint.MODEL);
    Path draft = file.suffix(draftSuffix);
    Storage.write(fileSystem, draft, out -> models.write(parameters, out));
    Storage.moveOver(fileSystem, draft, file);
  }
}
