package dev.largo.data;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Local files, {@code lossy:} their paths, on a storage that can fail. */
public final class LossyFileSystem extends RawLocalFileSystem {
  private static final URI NAME = URI.create("lossy:///");

  private static volatile Trouble opening = Trouble.NONE;
  private static volatile Trouble reading = Trouble.NONE;

  /** What comes in between. */
  public interface Trouble {
    Trouble NONE = () -> {};

    void strike() throws IOException;
  }

  /** A configuration that knows the file system. */
  public static Configuration configuration() {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.lossy.impl", LossyFileSystem.class.getName());
    return hadoop;
  }

  /** What whoever opens a file, and whoever reads one, gets into from now on. */
  public static void set(Trouble onOpening, Trouble onReading) {
    opening = onOpening;
    reading = onReading;
  }

  @Override
  public URI getUri() {
    return NAME;
  }

  @Override
  public String getScheme() {
    return "lossy";
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    opening.strike();
    FSDataInputStream in = super.open(path, bufferSize);
    return new FSDataInputStream(
        new FSInputStream() {
          @Override
          public void seek(long position) throws IOException {
            in.seek(position);
          }

          @Override
          public long getPos() throws IOException {
            return in.getPos();
          }

          @Override
          public boolean seekToNewSource(long target) {
            return false;
          }

          @Override
          public int read() throws IOException {
            reading.strike();
            return in.read();
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            reading.strike();
            return in.read(into, offset, length);
          }

          @Override
          public void close() throws IOException {
            in.close();
          }
        });
  }
}
