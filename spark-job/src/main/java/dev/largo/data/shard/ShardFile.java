package dev.largo.data.shard;

import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * A file of a set as it lies there.
 *
 * @param length in bytes
 * @param modified when it was last written, in milliseconds since 1970
 */
public record ShardFile(Path path, long length, long modified) {
  static ShardFile of(FileStatus status) {
    return new ShardFile(status.getPath(), status.getLen(), status.getModificationTime());
  }

  String name() {
    return path.getName();
  }
}
