package dev.largo.train;

import dev.largo.model.ModelArchive;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** {@link AverageStore} in {@code RUN/averages/NAME/model.zip}. */
public final class AverageDirectory implements AverageStore {
  private static final String DIRECTORY = "averages";
  private static final String DRAFT = ".draft";

  private final FileSystem fileSystem;
  private final Path run;
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
    this.run = run;
    this.models = models;
    draftSuffix = "." + attempt + DRAFT;
  }

  /** Throws away the drafts that killed workers have left; before an attempt starts. */
  public static void clearDrafts(Path run, Configuration hadoop) throws IOException {
    FileSystem fileSystem = Storage.of(run, hadoop);
    FileStatus[] drafts = fileSystem.globStatus(new Path(run, DIRECTORY + "/*/*" + DRAFT));
    for (FileStatus draft : drafts == null ? new FileStatus[0] : drafts) {
      fileSystem.delete(draft.getPath(), false);
    }
  }

  /** The file of an average's model, whether it is there or not. */
  public static Path file(Path run, String name) {
    return new Path(new Path(new Path(run, DIRECTORY), name), Checkpoint.MODEL);
  }

  /** Names of the averages of a run that have a model, in the order of the alphabet. */
  public static List<String> names(Path run, Configuration hadoop) throws IOException {
    FileSystem fileSystem = Storage.of(run, hadoop);
    FileStatus[] models = fileSystem.globStatus(file(run, "*"));
    return Arrays.stream(models == null ? new FileStatus[0] : models)
        .map(model -> model.getPath().getParent().getName())
        .sorted()
        .toList();
  }

  /** The averaged parameters, in the layout's order. */
  public static float[] read(Path run, String name, Configuration hadoop) throws IOException {
    try (InputStream in = new BufferedInputStream(Storage.of(run, hadoop).open(file(run, name)))) {
      return ModelArchive.readParameters(in);
    }
  }

  @Override
  public void write(String name, float[] parameters) throws IOException {
    Path file = file(run, name);
    Path draft = file.suffix(draftSuffix);
    Storage.write(fileSystem, draft, out -> models.write(parameters, out));
    Storage.moveOver(fileSystem, draft, file);
  }
}
