package dev.largo.data.shard;

import dev.largo.data.LocalFiles;
import dev.largo.data.StorageFailure;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Open streams of many files, for reads at a position from several threads.
 *
 * <p>A read takes a stream for itself, so that none waits for another and none is closed in use;
 * the streams used last stay open, closed when the object is garbage.
 */
public final class ShardStreams {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final int MOST_IDLE = 64;

  private final FileSystem files;
  private final Idle idle = new Idle();

  /** Streams of one file system, none of them open yet. */
  public ShardStreams(FileSystem files) {
    this.files = LocalFiles.plain(files);
    CLEANER.register(this, idle::closeAll);
  }

  /**
   * Fills an array from a position of a file.
   *
   * @throws dev.largo.data.DataException if the file is not there or ends before
   */
  public void read(Path file, long position, byte[] into) throws IOException {
    FSDataInputStream in = idle.take(file);
    try {
      if (in == null) {
        in = files.open(file);
      }
      in.readFully(position, into, 0, into.length);
    } catch (IOException e) {
      if (in != null) {
        in.close();
      }
      throw StorageFailure.of(files, file, position + into.length, e);
    }
    idle.give(file, in);
  }

  /** Apart from the object, which the cleaner must not keep alive. */
  private static final class Idle {
    private record Stream(Path file, FSDataInputStream in) {}

    private final Deque<Stream> streams = new ArrayDeque<>();

    synchronized @Nullable FSDataInputStream take(Path file) {
      for (Iterator<Stream> i = streams.descendingIterator(); i.hasNext(); ) {
        Stream stream = i.next();
        if (stream.file().equals(file)) {
          i.remove();
          return stream.in();
        }
      }
      return null;
    }

    void give(Path file, FSDataInputStream in) throws IOException {
      Stream oldest = null;
      synchronized (this) {
        streams.addLast(new Stream(file, in));
        if (streams.size() > MOST_IDLE) {
          oldest = streams.pollFirst();
        }
      }
      if (oldest != null) {
        oldest.in().close();
      }
    }

    synchronized void closeAll() {
      for (Stream stream : streams) {
        try {
          stream.in().close();
        } catch (IOException e) {
          // Nothing was written to it.
        }
      }
      streams.clear();
    }
  }
}
