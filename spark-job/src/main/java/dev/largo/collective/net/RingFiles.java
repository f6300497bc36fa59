package dev.largo.collective.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rings as files that exist only until the other process has mapped them. */
final class RingFiles {
  private static final Path DIRECTORY = Path.of("/dev/shm");
  private static final Pattern NAME = Pattern.compile("largo-[0-9a-f]{32}");
  private static final Duration STALE = Duration.ofHours(1);
  private static final SecureRandom RANDOM = new SecureRandom();

  private RingFiles() {}

  /** A ring that was made here: name and token go to the other process. */
  record Offer(String name, long token, Ring ring) {
    /** Removes the file's name; the memory stays while it is mapped. */
    void unlink() {
      RingFiles.unlink(DIRECTORY.resolve(name));
    }
  }

  private static void unlink(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // Left for the next sweep.
    }
  }

  /** Makes a ring; null where there is no directory in memory, or no room in it. */
  static @Nullable Offer create() {
    if (!Files.isDirectory(DIRECTORY) || !Files.isWritable(DIRECTORY)) {
      return null;
    }
    sweep();
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    Path path = DIRECTORY.resolve("largo-" + HexFormat.of().formatHex(random));
    try (FileChannel file =
        FileChannel.open(
            path,
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      // Written, not just made long: a full file system then says so, and does not kill the JVM.
      ByteBuffer zeros = ByteBuffer.allocate(1 << 16);
      for (long done = 0; done < Ring.BYTES; ) {
        done +=
            file.write(zeros.clear().limit((int) Math.min(zeros.capacity(), Ring.BYTES - done)));
      }
      Ring ring = Ring.map(file, path);
      long token = RANDOM.nextLong();
      ring.token(token);
      return new Offer(path.getFileName().toString(), token, ring);
    } catch (IOException e) {
      unlink(path);
      return null;
    }
  }

  /** The ring that another process offers; null where this process cannot see it. */
  static @Nullable Ring open(String name, long token) {
    if (!NAME.matcher(name).matches()) {
      return null;
    }
    Path path = DIRECTORY.resolve(name);
    try (FileChannel file =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
      Ring ring = Ring.map(file, path);
      if (ring.token() == token) {
        return ring;
      }
      ring.close();
    } catch (IOException e) {
      // Another host, or another container: the bytes go over the connection.
    }
    return null;
  }

  /** Removes what processes left behind that were killed between offering and being answered. */
  private static void sweep() {
    FileTime limit = FileTime.from(Instant.now().minus(STALE));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(DIRECTORY, "largo-*")) {
      for (Path file : files) {
        if (NAME.matcher(file.getFileName().toString()).matches()
            && Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).compareTo(limit) < 0) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      // Another user's files, or swept by another process: not this one's business.
    }
  }
}
