package dev.largo.train;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Opens the file system of a run directory. */
public final class Storage {
  private static final int BUFFER = 1 << 16;

  private Storage() {}

  /**
   * The file system of a path. Local files come without Hadoop's checksum layer, which would hold
   * back flushed lines and put a .crc file beside each.
   */
  public static FileSystem of(Path path, Configuration hadoop) throws IOException {
    FileSystem fileSystem = path.getFileSystem(hadoop);
    return fileSystem instanceof LocalFileSystem local ? local.getRaw() : fileSystem;
  }

  /**
   * Puts a finished file or directory where there is nothing yet.
   *
   * @throws IOException if there is something at {@code to}, or the file system refuses
   */
  public static void rename(FileSystem fileSystem, Path from, Path to) throws IOException {
    if (fileSystem.exists(to) || !fileSystem.rename(from, to)) {
      throw new IOException("cannot rename " + from + " to " + to);
    }
  }

  /** Writes the content of a file. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes a new file, and returns when it is as durable as the file system can make it. */
  public static void write(FileSystem fileSystem, Path file, Content content) throws IOException {
    try (FSDataOutputStream out = fileSystem.create(file)) {
      BufferedOutputStream buffered = new BufferedOutputStream(out, BUFFER);
      content.writeTo(buffered);
      buffered.flush();
      if (out.hasCapability(StreamCapabilities.HSYNC)) {
        out.hsync();
      }
    }
  }

  /** Writes as {@link #write} does, and says what: nothing is read back. */
  static WrittenFile writeMeasured(FileSystem fileSystem, Path file, Content content)
      throws IOException {
    WrittenFile[] written = new WrittenFile[1];
    write(
        fileSystem,
        file,
        out -> {
          MeasuredOutput measured = new MeasuredOutput(out);
          BufferedOutputStream pieces = new BufferedOutputStream(measured, BUFFER);
          content.writeTo(pieces);
          pieces.flush();
          written[0] = measured.as(file.getName());
        });
    return written[0];
  }

  /** The SHA-256 of a file, in hexadecimal. */
  static String sha256(FileSystem fileSystem, Path file) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(fileSystem.open(file), MeasuredOutput.sha256())) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    }
  }

  /** Renames a file over another, in one step wherever the file system can. */
  public static void moveOver(FileSystem fileSystem, Path from, Path to) throws IOException {
    if ("file".equals(fileSystem.getUri().getScheme())) {
      // POSIX rename replaces; FileContext would bring back the checksumming file system.
      if (!fileSystem.rename(from, to)) {
        throw new IOException("cannot rename " + from + " to " + to);
      }
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
}
