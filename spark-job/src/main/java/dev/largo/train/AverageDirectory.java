package dev.largo.train;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** {@link AverageStore} in {@code RUN/averages/NAME/model.zip}. */
public final class AverageDirectory implements AverageStore {
  private final FileSystem fileSystem;
  private final Path directory;
  private final ModelWriter models;

  /** The averages of the run in a directory. */
  public AverageDirectory(Path run, Configuration hadoop, ModelWriter models) throws IOException {
    fileSystem = Storage.of(run, hadoop);
    directory = new Path(run, "averages");
    this.models = models;
  }

  @Override
  public void write(String name, float[] parameters) throws IOException {
    Path file = new Path(new Path(directory, name), Checkpoint.MODEL);
    Path draft = file.suffix(".draft");
    Storage.write(fileSystem, draft, out -> models.write(parameters, out));
    Storage.moveOver(fileSystem, draft, file);
  }
}
