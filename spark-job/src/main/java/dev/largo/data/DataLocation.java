package dev.largo.data;

import dev.largo.config.PathList;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What a configuration key says about where a split is.
 *
 * @param key the key, for messages
 * @param uri its value; may name several places, separated by commas, where a format allows it
 */
public record DataLocation(String key, String uri, Configuration hadoop) {
  /** The one place named. */
  public Path path() throws DataException {
    return toPath(uri);
  }

  /** The places named, in their order. */
  public List<Path> paths() throws DataException {
    List<Path> paths = new ArrayList<>();
    for (String part : PathList.split(uri)) {
      paths.add(toPath(part));
    }
    return paths;
  }

  /** The file system that a path is on. */
  public FileSystem fileSystem(Path path) throws DataException {
    try {
      return path.getFileSystem(hadoop);
    } catch (IOException | IllegalArgumentException e) {
      throw new DataException(
          key, "no file system opens " + path + " (" + e.getMessage() + ")", "check the URI", e);
    }
  }

  /**
   * Status of a place that must be there.
   *
   * @param expected what the place should be, for the message, for example "a CIFAR binary file"
   */
  public FileStatus status(Path path, String expected) throws IOException {
    try {
      return fileSystem(path).getFileStatus(path);
    } catch (FileNotFoundException e) {
      throw new DataException(key, path + " does not exist", "give " + expected, e);
    }
  }

  /** What to say about this key. */
  public DataException wrong(String problem, String remedy) {
    return new DataException(key, problem, remedy);
  }

  private Path toPath(String place) throws DataException {
    try {
      return new Path(place);
    } catch (IllegalArgumentException e) {
      throw new DataException(
          key, "\"" + place + "\" is no path or URI", "give one, like /data/train", e);
    }
  }
}
