package dev.largo.record;

import dev.largo.train.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The few file operations that records need, with the guarantees they need. */
public final class RunFiles {
  private static final String TEMPORARY_SUFFIX = ".tmp";

  private RunFiles() {}

  /** The name under which a new version of {@code file} is written before it takes its place. */
  static Path temporary(Path file) {
    return new Path(file.getParent(), file.getName() + TEMPORARY_SUFFIX);
  }

  /**
   * Replaces a file that several processes may write at a time; a reader sees the old one or the
   * new, never a part.
   */
  public static void replace(FileSystem fileSystem, Path file, Storage.Content content)
      throws IOException {
    Path draft = draft(file);
    try {
      Storage.write(fileSystem, draft, content);
      Storage.moveOver(fileSystem, draft, file);
    } finally {
      fileSystem.delete(draft, false);
    }
  }

  private static Path draft(Path file) {
    String name =
        "." + file.getName() + "." + ProcessHandle.current().pid() + "-" + System.nanoTime();
    return new Path(file.getParent(), name + TEMPORARY_SUFFIX);
  }

  /** Writes a file so that a reader sees the old text or the new, never a part. */
  public static void replace(FileSystem fileSystem, Path file, String text) throws IOException {
    Path temporary = temporary(file);
    try (FSDataOutputStream out = fileSystem.create(temporary, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.hsync();
    }
    Storage.moveOver(fileSystem, temporary, file);
  }

  /** Opens a file to write behind its end; makes it where it is not there. */
  static FSDataOutputStream append(FileSystem fileSystem, Path file) throws IOException {
    if (!fileSystem.exists(file)) {
      return fileSystem.create(file, false);
    }
    try {
      return fileSystem.append(file);
    } catch (UnsupportedOperationException e) {
      // Object stores cannot append: write it anew.
      byte[] content = read(fileSystem, file);
      FSDataOutputStream out = fileSystem.create(file, true);
      out.write(content);
      return out;
    }
  }

  /** The whole of a file. */
  public static byte[] read(FileSystem fileSystem, Path file) throws IOException {
    try (InputStream in = fileSystem.open(file)) {
      return in.readAllBytes();
    }
  }
}
