package dev.largo.data.floats;

import dev.largo.data.LocalFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A part that is open. Its values are mapped into memory when the first of them is asked for; those
 * of a file that is not local are copied to a nameless one before, whole, since reading them one by
 * one over a network would cost a round trip each.
 */
final class FloatPart {
  /** Most bytes in one mapping. */
  private static final int CHUNK = 1 << 30;

  private final FileSystem files;
  private final Path path;
  private final FloatPartFooter footer;
  private final int[] labels;
  private volatile @Nullable List<FloatBuffer> chunks;

  private FloatPart(FileSystem files, Path path, FloatPartFooter footer, int[] labels) {
    this.files = files;
    this.path = path;
    this.footer = footer;
    this.labels = labels;
  }

  /** Opens a part, reading its footer and its labels. */
  static FloatPart open(FileSystem given, FileStatus status) throws IOException {
    FileSystem files = LocalFiles.plain(given);
    Path path = status.getPath();
    try (FSDataInputStream in = files.open(path)) {
      byte[] end = new byte[(int) Math.min(FloatPartFooter.LENGTH, status.getLen())];
      in.readFully(status.getLen() - end.length, end);
      FloatPartFooter footer = FloatPartFooter.of(path.toString(), end, status.getLen());
      byte[] bytes = new byte[Math.multiplyExact(4, footer.samples())];
      in.readFully(footer.labelsAt(), bytes);
      int[] labels = new int[footer.samples()];
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(labels);
      return new FloatPart(files, path, footer, labels);
    }
  }

  FloatPartFooter footer() {
    return footer;
  }

  int label(int index) {
    return labels[index];
  }

  void read(int index, float[] into, int offset) throws IOException {
    List<FloatBuffer> mapped = chunks;
    if (mapped == null) {
      mapped = map();
    }
    int values = footer.shape().values();
    int each = recordsOfChunk();
    mapped.get(index / each).get(index % each * values, into, offset, values);
  }

  private int recordsOfChunk() {
    return Math.max(1, CHUNK / footer.recordBytes());
  }

  private synchronized List<FloatBuffer> map() throws IOException {
    List<FloatBuffer> mapped = chunks;
    if (mapped == null) {
      mapped = "file".equals(files.getUri().getScheme()) ? mapped(local(path)) : mappedCopy();
      chunks = mapped;
    }
    return mapped;
  }

  private List<FloatBuffer> mappedCopy() throws IOException {
    java.nio.file.Path copy = Files.createTempFile("largo-", ".floats");
    try {
      try (FSDataInputStream in = files.open(path);
          OutputStream out = Files.newOutputStream(copy)) {
        in.transferTo(out);
      }
      return mapped(copy);
    } finally {
      Files.delete(copy); // The mapping keeps the content.
    }
  }

  private List<FloatBuffer> mapped(java.nio.file.Path file) throws IOException {
    List<FloatBuffer> mapped = new ArrayList<>();
    long chunk = (long) recordsOfChunk() * footer.recordBytes();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (long at = 0; at < footer.labelsAt(); at += chunk) {
        mapped.add(
            channel
                .map(MapMode.READ_ONLY, at, Math.min(chunk, footer.labelsAt() - at))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer());
      }
    }
    return mapped;
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }
}
