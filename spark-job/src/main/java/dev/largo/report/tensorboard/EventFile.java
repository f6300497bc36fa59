package dev.largo.report.tensorboard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file of events, as TensorFlow's records: length, its checksum, the event, its checksum. It is
 * new each time, since not every file system can append; TensorBoard reads the files of a directory
 * in the order of their names.
 */
final class EventFile implements AutoCloseable {
  private static final long FLUSH_NANOS = 1_000_000_000L;
  private static final int MASK = 0xa282ead8;
  private static final int ROTATION = 15;
  private static final int SESSION_START = 1;

  private final FSDataOutputStream out;
  private final InstantSource clock;
  private long flushed = System.nanoTime();

  private EventFile(FSDataOutputStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  /** Makes a file in a directory, named after the time. */
  static EventFile create(FileSystem fileSystem, Path directory, InstantSource clock)
      throws IOException {
    String name =
        String.format(
            Locale.ROOT, "events.out.tfevents.%010d.largo", clock.instant().getEpochSecond());
    Path file = new Path(directory, name);
    for (int next = 1; fileSystem.exists(file); next++) {
      file = new Path(directory, name + "." + next);
    }
    EventFile events;
    try {
      events = new EventFile(fileSystem.create(file, false), clock);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(file + " has just been made by another process", e);
    }
    try {
      events.write(events.event(0).text(3, "brain.Event:2"));
    } catch (IOException | RuntimeException e) {
      try (events) {
        throw e;
      }
    }
    return events;
  }

  /** Steps from this one on count anew: what stands behind it of them is void. */
  void restart(long step) throws IOException {
    write(event(step).message(7, new Message().integer(1, SESSION_START)));
  }

  void write(long step, Summary summary) throws IOException {
    write(event(step).message(5, summary.message()));
  }

  /** Makes what is written visible to readers, where the file system can. */
  void flush() throws IOException {
    out.hflush();
    flushed = System.nanoTime();
  }

  private Message event(long step) {
    Instant now = clock.instant();
    return new Message().number(1, now.getEpochSecond() + now.getNano() * 1e-9).integer(2, step);
  }

  private void write(Message event) throws IOException {
    byte[] data = event.toBytes();
    ByteBuffer record =
        ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(data.length);
    record
        .putInt(checksum(record.array(), Long.BYTES))
        .put(data)
        .putInt(checksum(data, data.length));
    out.write(record.array());
    if (System.nanoTime() - flushed > FLUSH_NANOS) {
      flush();
    }
  }

  /** CRC-32C, masked: a checksum of data that holds checksums would be weak. */
  private static int checksum(byte[] data, int length) {
    CRC32C sum = new CRC32C();
    sum.update(data, 0, length);
    return Integer.rotateRight((int) sum.getValue(), ROTATION) + MASK;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
