package dev.largo.record;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** The few file operations that records need, with the guarantees they need. */
final class RunFiles {
  private static final String TEMPORARY_SUFFIX = ".tmp";

  private RunFiles() {}

  /**
   * The file system of {@code path}. For local files the raw one: Hadoop's checksumming one beside
   * it holds lines back until a block is full, and leaves .crc files.
   */
  static FileSystem fileSystem(Path path, Configuration hadoop) throws IOException {
    FileSystem fileSystem = path.getFileSystem(hadoop);
    return fileSystem instanceof LocalFileSystem local ? local.getRawFileSystem() : fileSystem;
  }

  /** The name under which a new version of {@code file} is written before it takes its place. */
  static Path temporary(Path file) {
    return new Path(file.getParent(), file.getName() + TEMPORARY_SUFFIX);
  }

  /** Writes a file so that a reader sees the old text or the new, never a part. */
  static void replace(FileSystem fileSystem, Path file, String text) throws IOException {
    Path temporary = temporary(file);
    try (FSDataOutputStream out = fileSystem.create(temporary, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.hsync();
    }
    moveOver(fileSystem, temporary, file);
  }

  /** Renames a file over another, in one step wherever the file system can. */
  static void moveOver(FileSystem fileSystem, Path from, Path to) throws IOException {
    if (fileSystem.getUri().getScheme().equals("file")) {
      // POSIX rename replaces; FileContext would bring back the checksumming file system.
      rename(fileSystem, from, to);
      return;
    }
    try {
      FileContext context = FileContext.getFileContext(fileSystem.getUri(), fileSystem.getConf());
      context.rename(from, to, Options.Rename.OVERWRITE);
    } catch (UnsupportedFileSystemException e) {
      fileSystem.delete(to, false);
      rename(fileSystem, from, to);
    }
  }

  private static void rename(FileSystem fileSystem, Path from, Path to) throws IOException {
    if (!fileSystem.rename(from, to)) {
      throw new IOException(from + ": could not be renamed to " + to);
    }
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

  static byte[] read(FileSystem fileSystem, Path file) throws IOException {
    try (InputStream in = fileSystem.open(file)) {
      return in.readAllBytes();
    }
  }
}
