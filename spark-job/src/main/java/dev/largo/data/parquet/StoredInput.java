package dev.largo.data.parquet;

import dev.largo.data.LocalFiles;
import dev.largo.data.StorageFailure;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file as Parquet reads it. It remembers how its storage failed: Parquet tells that as damage.
 */
final class StoredInput implements InputFile {
  private final FileSystem files;
  private final Path path;
  private final long length;
  private @Nullable IOException failure;

  private StoredInput(FileSystem files, Path path, long length) {
    this.files = files;
    this.path = path;
    this.length = length;
  }

  static StoredInput of(Path path, Configuration hadoop) throws IOException {
    FileSystem files = LocalFiles.plain(path.getFileSystem(hadoop));
    try {
      return new StoredInput(files, path, files.getFileStatus(path).getLen());
    } catch (IOException e) {
      throw StorageFailure.of(files, path, 0, e);
    }
  }

  /** What the storage threw, explained; null if all it was asked for was read. */
  @Nullable IOException failure() {
    return failure == null ? null : StorageFailure.of(files, path, length, failure);
  }

  @Override
  public long getLength() {
    return length;
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    FSDataInputStream in = noted(length, () -> files.open(path));
    return new DelegatingSeekableInputStream(new Noting(in)) {
      @Override
      public long getPos() throws IOException {
        return in.getPos();
      }

      @Override
      public void seek(long position) throws IOException {
        noted(
            position,
            () -> {
              in.seek(position);
              return in;
            });
      }
    };
  }

  /** Something that is asked of the storage. */
  private interface Asking<T> {
    T answer() throws IOException;
  }

  /**
   * Asks.
   *
   * @param position where the storage is asked about
   */
  private <T> T noted(long position, Asking<T> asking) throws IOException {
    try {
      return asking.answer();
    } catch (IOException e) {
      // A damaged file leads beyond its end.
      if (!(e instanceof EOFException) || position <= length) {
        failure = e;
      }
      throw e;
    }
  }

  private final class Noting extends FilterInputStream {
    private final FSDataInputStream stored;

    Noting(FSDataInputStream in) {
      super(in);
      stored = in;
    }

    @Override
    public int read() throws IOException {
      return noted(stored.getPos(), () -> in.read());
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
      return noted(stored.getPos(), () -> in.read(into, offset, count));
    }
  }
}
