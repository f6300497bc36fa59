package dev.largo.data.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images in a file of the JVM's temporary directory, which is gone when the process is: it is
 * unlinked while it is open.
 */
final class CacheFile {
  private static final Logger LOG = LoggerFactory.getLogger(CacheFile.class);

  private static final int ABSENT = 0;
  private static final int BUSY = 1;
  private static final int PRESENT = 2;

  private final AtomicIntegerArray states;
  private final long[] positions;
  private final int[] lengths;
  private final int[] checksums;
  private final Space space;

  /** A file for so many images; it is made for the first of them. */
  CacheFile(int size, MemoryBudget budget) {
    boolean used = budget.left() > 0;
    this.states = new AtomicIntegerArray(used ? size : 0);
    this.positions = new long[used ? size : 0];
    this.lengths = new int[used ? size : 0];
    this.checksums = new int[used ? size : 0];
    this.space = new Space(budget);
  }

  /** What closes the file and gives its space back; holds no reference to the object. */
  Runnable closer() {
    return space::close;
  }

  /** The image, or null where it has not been kept, or not come back as it went. */
  byte @Nullable [] get(int index) throws IOException {
    if (states.length() == 0 || states.get(index) != PRESENT) {
      return null;
    }
    byte[] image = new byte[lengths[index]];
    boolean whole = space.read(positions[index], image) && checksum(image) == checksums[index];
    return whole ? image : null;
  }

  /** Keeps an image if there is room. A full disk ends the keeping, not the run. */
  void offer(int index, byte[] image) {
    if (states.length() == 0 || !states.compareAndSet(index, ABSENT, BUSY)) {
      return;
    }
    long position = space.write(image);
    if (position < 0) {
      states.set(index, ABSENT);
      return;
    }
    positions[index] = position;
    lengths[index] = image.length;
    checksums[index] = checksum(image);
    // Publishes the three above.
    states.set(index, PRESENT);
  }

  private static int checksum(byte[] image) {
    CRC32C sum = new CRC32C();
    sum.update(image);
    return (int) sum.getValue();
  }

  /** The file itself. */
  private static final class Space {
    private final MemoryBudget budget;
    private @Nullable FileChannel channel;
    private long end;
    private boolean closed;

    Space(MemoryBudget budget) {
      this.budget = budget;
    }

    /** Where the image now stands; below 0: nowhere. */
    long write(byte[] image) {
      FileChannel file;
      long position;
      synchronized (this) {
        if (closed || !budget.reserve(image.length)) {
          return -1;
        }
        position = end;
        end += image.length;
        file = opened();
      }
      try {
        if (file == null) {
          return -1;
        }
        ByteBuffer bytes = ByteBuffer.wrap(image);
        while (bytes.hasRemaining()) {
          position += file.write(bytes, position);
        }
        return position - image.length;
      } catch (IOException e) {
        giveUp(e);
        return -1;
      }
    }

    boolean read(long position, byte[] into) throws IOException {
      FileChannel file;
      synchronized (this) {
        file = channel;
      }
      if (file == null) {
        return false;
      }
      ByteBuffer bytes = ByteBuffer.wrap(into);
      try {
        while (bytes.hasRemaining()) {
          if (file.read(bytes, position + bytes.position()) < 0) {
            return false;
          }
        }
        return true;
      } catch (ClosedByInterruptException e) {
        throw e;
      } catch (IOException e) {
        // Any thread's interrupt closes the file for all.
        giveUp(e);
        return false;
      }
    }

    private @Nullable FileChannel opened() {
      if (channel == null) {
        try {
          Path path = Files.createTempFile("largo-images-", ".cache");
          channel =
              FileChannel.open(
                  path,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
          giveUp(e);
        }
      }
      return channel;
    }

    private synchronized void giveUp(IOException why) {
      if (!closed) {
        closed = true;
        LOG.warn("no more images are kept in {}: {}", System.getProperty("java.io.tmpdir"), why);
      }
    }

    synchronized void close() {
      closed = true;
      budget.release(end);
      end = 0;
      try {
        if (channel != null) {
          channel.close();
        }
      } catch (IOException e) {
        // The file has no name any more.
      }
    }
  }
}
