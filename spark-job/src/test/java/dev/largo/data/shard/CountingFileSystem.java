package dev.largo.data.shard;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;

/** Counts reads at a position. */
final class CountingFileSystem extends FilterFileSystem {
  private final AtomicInteger reads = new AtomicInteger();

  CountingFileSystem(FileSystem files) {
    super(files);
  }

  int reads() {
    return reads.get();
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    FSDataInputStream in = super.open(path, bufferSize);
    return new FSDataInputStream(
        new FSInputStream() {
          @Override
          public void readFully(long position, byte[] into, int offset, int length)
              throws IOException {
            reads.incrementAndGet();
            in.readFully(position, into, offset, length);
          }

          @Override
          public void seek(long position) throws IOException {
            in.seek(position);
          }

          @Override
          public long getPos() throws IOException {
            return in.getPos();
          }

          @Override
          public boolean seekToNewSource(long target) throws IOException {
            return in.seekToNewSource(target);
          }

          @Override
          public int read() throws IOException {
            return in.read();
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            return in.read(into, offset, length);
          }
        });
  }
}
