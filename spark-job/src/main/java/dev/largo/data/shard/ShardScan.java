package dev.largo.data.shard;

import dev.largo.data.DataException;
import dev.largo.data.LocalFiles;
import java.io.EOFException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers and labels of one shard and seeks over the rest.
 *
 * <p>Members of a sample need not stand together, though shards in which they do are read faster.
 * Links, devices and names that lead out of the archive are refused: such an archive was not made
 * to hold samples.
 */
final class ShardScan {
  private static final int RECORD = 512;

  /** Largest image: what fits into an array. */
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  private final ShardFile file;
  private final String shard;
  private final Map<String, Parts> samples = new LinkedHashMap<>();
  private String last = "its beginning";
  private long end;

  private ShardScan(ShardFile file) {
    this.file = file;
    this.shard = file.path().toString();
  }

  /** What is known of a sample so far. */
  private static final class Parts {
    @Nullable String image;
    long offset;
    int length;
    @Nullable String labelled;
    int label;
  }

  /**
   * The samples of a shard.
   *
   * @throws DataException naming shard and member, when it is damaged or something is missing
   */
  static ShardSamples scan(FileSystem files, ShardFile file) throws IOException {
    ShardScan scan = new ShardScan(file);
    try (SeekingInput in =
            new SeekingInput(LocalFiles.plain(files).open(file.path()), file.length());
        TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
      scan.readAll(in, tar);
    }
    return scan.finish();
  }

  private void readAll(SeekingInput in, TarArchiveInputStream tar) throws IOException {
    TarArchiveEntry entry = next(tar);
    while (entry != null) {
      add(entry, in, tar);
      last = "member \"" + MemberName.printable(entry.getName()) + "\"";
      entry = next(tar);
    }
    // Two records of zeros end an archive; one is enough for tar.
    if (file.length() - end < RECORD) {
      throw truncated();
    }
  }

  private @Nullable TarArchiveEntry next(TarArchiveInputStream tar) throws IOException {
    TarArchiveEntry entry;
    try {
      entry = tar.getNextTarEntry();
    } catch (EOFException e) {
      throw truncated();
    } catch (IOException | RuntimeException e) {
      // Commons Compress meets damaged headers with any kind of runtime exception.
      if (String.valueOf(e.getMessage()).startsWith("Truncated")) {
        throw truncated();
      }
      throw new DataException(
          shard,
          "is damaged after " + last + " (" + e.getMessage() + ")",
          "copy or pack it again",
          e);
    }
    if (entry != null && !entry.isCheckSumOK()) {
      throw new DataException(shard, "has a damaged header after " + last, "copy or pack it again");
    }
    return entry;
  }

  private void add(TarArchiveEntry entry, SeekingInput in, TarArchiveInputStream tar)
      throws IOException {
    String name = entry.getName();
    MemberName member = MemberName.of(shard, name);
    long size = entry.getRealSize();
    end = in.position() + (size + RECORD - 1) / RECORD * RECORD;
    if (size < 0 || in.position() + size > file.length()) {
      throw wrong(name, "is truncated", "copy or pack the shard again");
    }
    if (entry.isDirectory()) {
      return;
    }
    boolean plain =
        entry.getLinkFlag() == TarArchiveEntry.LF_NORMAL
            || entry.getLinkFlag() == TarArchiveEntry.LF_OLDNORM;
    if (!plain || entry.isSparse()) {
      throw wrong(name, "is a link, device or other special file", "give plain files");
    }
    if (member.isImage()) {
      addImage(name, parts(member), in.position(), size);
    } else if (member.isLabel()) {
      addLabel(name, member, parts(member), tar, size);
    }
  }

  private Parts parts(MemberName member) {
    return samples.computeIfAbsent(member.key(), key -> new Parts());
  }

  private void addImage(String name, Parts sample, long offset, long size) throws DataException {
    if (sample.image != null) {
      throw wrong(name, "is a second image of one key", "give each sample a key of its own");
    }
    if (size == 0 || size > MOST_BYTES) {
      throw wrong(name, "is " + size + " bytes long", "give images of less than 2 GiB");
    }
    sample.image = name;
    sample.offset = offset;
    sample.length = (int) size;
  }

  /** A class number of its own comes before one among other things. */
  private void addLabel(
      String name, MemberName member, Parts sample, TarArchiveInputStream tar, long size)
      throws IOException {
    String before = sample.labelled;
    if (member.extension().equals(before)) {
      throw wrong(name, "is a second label of one key", "give each sample a key of its own");
    }
    if (before == null || member.extension().equals("cls")) {
      if (size > LabelText.MOST_BYTES) {
        throw wrong(name, "is " + size + " bytes long", "give a class number");
      }
      byte[] text = tar.readNBytes((int) size);
      if (text.length < size) {
        throw wrong(name, "is truncated", "copy or pack the shard again");
      }
      sample.labelled = member.extension();
      sample.label = LabelText.parse(member.extension(), text, shard, name);
    }
  }

  private ShardSamples finish() throws DataException {
    ShardSamples.Builder builder = new ShardSamples.Builder(false);
    for (Map.Entry<String, Parts> entry : samples.entrySet()) {
      Parts parts = entry.getValue();
      String image = parts.image;
      if (image == null) {
        throw wrong(entry.getKey(), "has a label and no image", "give a .jpg or .png beside it");
      }
      if (parts.labelled == null) {
        throw wrong(image, "has no label", "give a .cls or .json beside it");
      }
      builder.add(image, parts.offset, parts.length, parts.label, 0);
    }
    if (builder.size() == 0) {
      throw new DataException(
          shard, "holds no samples", "give .jpg or .png files with .cls or .json beside them");
    }
    return builder.build();
  }

  private DataException truncated() {
    return new DataException(shard, "is truncated after " + last, "copy or pack it again");
  }

  private DataException wrong(String member, String problem, String remedy) {
    return new DataException(
        shard, "member \"" + MemberName.printable(member) + "\" " + problem, remedy);
  }
}
