package dev.largo.data.shard;

import dev.largo.data.DataException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes one shard: for each sample its image, then its class number. The bytes depend on the
 * samples alone: owner, time and mode are the same in all shards.
 */
public final class ShardWriter implements AutoCloseable {
  private static final int RECORD = 512;

  /** Longest name of a plain header; longer ones would take headers of their own. */
  private static final int LONGEST_NAME = 99;

  private final String name;
  private final TarArchiveOutputStream tar;
  private final ShardSamples.Builder samples = new ShardSamples.Builder(true);
  private long position;

  /**
   * A shard, empty so far.
   *
   * @param name of the file, for messages
   * @param out closed with the writer
   */
  public ShardWriter(String name, OutputStream out) {
    this.name = name;
    this.tar = new TarArchiveOutputStream(out, RECORD, StandardCharsets.UTF_8.name());
  }

  /**
   * Adds a sample.
   *
   * @param key what its members share: no dots, unlike all others of the shard
   * @param extension of the image, such as {@code jpg}
   */
  public void add(String key, String extension, byte[] image, int label) throws IOException {
    String member = key + "." + extension;
    if (member.length() > LONGEST_NAME || image.length == 0) {
      throw new DataException(
          name, "cannot hold member " + member + " of " + image.length + " bytes", "shorten it");
    }
    samples.add(member, position + RECORD, image.length, label, Checksum.of(image));
    put(member, image);
    put(key + ".cls", Integer.toString(label).getBytes(StandardCharsets.US_ASCII));
  }

  private void put(String member, byte[] bytes) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(member);
    entry.setSize(bytes.length);
    entry.setMode(0644);
    entry.setModTime(0);
    entry.setIds(0, 0);
    entry.setNames("", "");
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
    position += RECORD + (bytes.length + RECORD - 1L) / RECORD * RECORD;
  }

  /** Ends the archive and tells what is in it; the stream stays open for the caller to sync. */
  public IndexedShard finish() throws IOException {
    tar.finish();
    tar.flush();
    return new IndexedShard(tar.getBytesWritten(), samples.build());
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
