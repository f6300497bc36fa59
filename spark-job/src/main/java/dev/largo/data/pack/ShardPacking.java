package dev.largo.data.pack;

import dev.largo.data.DataException;
import dev.largo.data.format.ImageStore;
import dev.largo.data.shard.IndexedShard;
import dev.largo.data.shard.ShardCheck;
import dev.largo.data.shard.ShardWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;

/** Packs single shards of a plan. */
public final class ShardPacking {
  private static final int CHUNK = 64;
  private static final int LONGEST_NAME = 60;

  private final ImageStore store;
  private final PackPlan plan;
  private final ImageCopy copy;
  private final PackDirectory directory;

  public ShardPacking(
      ImageStore store, PackPlan plan, PackRequest request, PackDirectory directory) {
    this.store = store;
    this.plan = plan;
    this.copy = new ImageCopy(request.shorter(), request.quality());
    this.directory = directory;
  }

  /**
   * Writes a shard, reads it back, and gives it its name. Has no effect beyond that of the first
   * call, if it is called again.
   *
   * @return length of the shard in bytes
   * @throws dev.largo.data.DataException naming a file that is no image
   */
  public long pack(int shard) throws IOException {
    Path draft = directory.draft(shard);
    try {
      IndexedShard written = write(shard, draft);
      ShardCheck.verify(directory.files(), draft, written);
      directory.publish(shard, draft, written);
      return written.bytes();
    } finally {
      directory.files().delete(draft, false);
    }
  }

  private IndexedShard write(int shard, Path draft) throws IOException {
    int[] samples = plan.samples(shard);
    try (FSDataOutputStream out = directory.files().create(draft, false);
        ShardWriter writer = new ShardWriter(draft.toString(), out)) {
      for (int from = 0; from < samples.length; from += CHUNK) {
        int[] chunk = Arrays.copyOfRange(samples, from, Math.min(samples.length, from + CHUNK));
        List<byte[]> images = store.bytes(chunk);
        for (int i = 0; i < chunk.length; i++) {
          String name = store.name(chunk[i]);
          byte[] image = copy.of(images.get(i), name);
          writer.add(
              key(plan.first(shard) + from + i, name),
              extension(image, name),
              image,
              store.label(chunk[i]));
        }
      }
      IndexedShard written = writer.finish();
      PackDirectory.sync(out);
      return written;
    }
  }

  /** Readers of shards tell images by it. */
  private static String extension(byte[] image, String name) throws DataException {
    int first = image[0] & 0xFF;
    if (first == 0x89) {
      return "png";
    } else if (first == 0xFF) {
      return "jpg";
    }
    throw new DataException(
        name, "is neither a JPEG nor a PNG image", "convert it, or leave it out of the set");
  }

  /** The number makes it unlike any other, the file's name tells a person where it came from. */
  static String key(int number, String name) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    int dot = file.indexOf('.');
    String base = (dot < 0 ? file : file.substring(0, dot)).replaceAll("[^A-Za-z0-9_-]", "_");
    // Of a set that was packed before.
    base = base.replaceFirst("^\\d{8}-", "");
    base = base.substring(0, Math.min(LONGEST_NAME, base.length()));
    return String.format(Locale.ROOT, "%08d-%s", number, base);
  }
}
