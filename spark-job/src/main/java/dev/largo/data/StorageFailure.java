package dev.largo.data;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Tells files that are gone or cut off from a storage that fails. The former are bad data, which
 * may be skipped; the latter would, file by file, make bad data of all there is.
 */
public final class StorageFailure {
  private StorageFailure() {}

  /**
   * What to throw where a file that was there could not be read.
   *
   * @param end where the bytes end that were asked for
   * @param e what its file system threw
   * @return a {@link DataException} if the file is gone or ends too early; else another exception
   *     that names the file, or, where the thread was interrupted, that one
   */
  public static IOException of(FileSystem files, Path file, long end, IOException e) {
    if (isInterruption(e)) {
      return e;
    }
    if (e instanceof FileNotFoundException && isGone(files, file, e)) {
      return new DataException(
          file.toString(), "has vanished", "leave the data alone during a run", e);
    }
    if (e instanceof EOFException && isShorter(files, file, end, e)) {
      return new DataException(
          file.toString(), "is shorter than it was", "leave the data alone during a run", e);
    }
    return new IOException(
        file + ": its storage failed (" + e + "); resume the run when it can be read again", e);
  }

  /** Local files that may not be opened, or too many of them, are said to be not found, too. */
  private static boolean isGone(FileSystem files, Path file, IOException e) {
    try {
      if (files instanceof RawLocalFileSystem local) {
        // Files of a folder that is out of reach, or not mounted, are said to be gone, too.
        java.nio.file.Path here = local.pathToFile(file).toPath();
        return Files.notExists(here) && Files.isDirectory(here.resolveSibling("."));
      }
      return !files.exists(file);
    } catch (IOException second) {
      e.addSuppressed(second);
      return false;
    }
  }

  /** A connection that breaks is said to be at its end, too. */
  private static boolean isShorter(FileSystem files, Path file, long end, IOException e) {
    try {
      return files.getFileStatus(file).getLen() < end;
    } catch (IOException second) {
      e.addSuppressed(second);
      return false;
    }
  }

  private static boolean isInterruption(IOException e) {
    return e instanceof ClosedByInterruptException
        || (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException));
  }
}
