package dev.largo.data;

import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;

/** How Largo uses a local file system through Hadoop. */
public final class LocalFiles {
  private LocalFiles() {}

  /**
   * The file system as it is; of a local one the raw form, which puts no hidden checksum file
   * beside each file and reads at a position without a lock.
   */
  public static FileSystem plain(FileSystem files) {
    return files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
  }
}
