package dev.largo.data.shard;

import dev.largo.data.DataException;
import dev.largo.data.LocalFiles;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.Text;

/**
 * The keys of one sequence file, and where its values lie. Values are seeked over, which Hadoop's
 * own reader does not do.
 *
 * @param samples whose ranges are the values as they are stored
 */
record SequenceScan(ShardSamples samples, SequenceValue value) {
  private static final int SYNC_ESCAPE = -1;
  private static final int SYNC_BYTES = 16;
  private static final int MOST_KEY_BYTES = 1 << 16;

  static SequenceScan of(FileSystem files, ShardFile file, Configuration hadoop)
      throws IOException {
    String name = file.path().toString();
    try (SequenceFile.Reader reader =
        new SequenceFile.Reader(hadoop, SequenceFile.Reader.file(file.path()))) {
      if (reader.isBlockCompressed()) {
        throw new DataException(
            name, "is block-compressed", "write it uncompressed or record-compressed");
      }
      SequenceValue value =
          new SequenceValue(kind(name, reader.getValueClassName()), reader.getCompressionCodec());
      String key = reader.getKeyClassName();
      long start = reader.getPosition();
      try (SeekingInput in =
          new SeekingInput(LocalFiles.plain(files).open(file.path()), file.length())) {
        long unused = in.skip(start);
        return new SequenceScan(scan(name, in, file.length(), key), value);
      }
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new DataException(
          name,
          "cannot be read as a sequence file (" + e.getMessage() + ")",
          "give files whose keys hold class numbers and whose values hold images",
          e);
    }
  }

  private static SequenceValue.Kind kind(String name, String type) throws DataException {
    if (type.equals(BytesWritable.class.getName())) {
      return SequenceValue.Kind.BYTES;
    }
    if (type.equals(Text.class.getName())) {
      return SequenceValue.Kind.TEXT;
    }
    throw new DataException(name, "has values of " + type, "give BytesWritable or Text");
  }

  private static ShardSamples scan(String name, SeekingInput in, long length, String keyType)
      throws IOException {
    ShardSamples.Builder samples = new ShardSamples.Builder(false);
    DataInputStream data = new DataInputStream(in);
    while (in.position() < length) {
      long at = in.position();
      if (length - at < 2 * Integer.BYTES) {
        throw damaged(name, at);
      }
      int record = data.readInt();
      if (record == SYNC_ESCAPE) {
        long unused = in.skip(SYNC_BYTES);
        continue;
      }
      int keyLength = data.readInt();
      long end = in.position() + record;
      if (keyLength < 0 || keyLength > MOST_KEY_BYTES || record <= keyLength || end > length) {
        throw damaged(name, at);
      }
      String key = key(name, at, keyType, data.readNBytes(keyLength));
      int space = lastSpace(key);
      samples.add(
          space < 0 ? "record-" + samples.size() : key.substring(0, space).strip(),
          in.position(),
          record - keyLength,
          label(name, at, key.substring(space + 1)),
          0);
      long unused = in.skip(record - keyLength);
    }
    if (samples.size() == 0) {
      throw new DataException(name, "holds no records", "remove it");
    }
    return samples.build();
  }

  private static String key(String name, long at, String type, byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    if (type.equals(Text.class.getName())) {
      Text text = new Text();
      text.readFields(in, bytes.length);
      return text.toString().strip();
    }
    if (type.equals(IntWritable.class.getName()) && bytes.length == Integer.BYTES) {
      return Integer.toString(in.readInt());
    }
    if (type.equals(LongWritable.class.getName()) && bytes.length == Long.BYTES) {
      return Long.toString(in.readLong());
    }
    throw new DataException(
        name,
        "has a key of " + type + " at byte " + at,
        "give Text, IntWritable or LongWritable, each holding a class number");
  }

  private static int lastSpace(String key) {
    for (int i = key.length() - 1; i >= 0; i--) {
      if (Character.isWhitespace(key.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  private static int label(String name, long at, String number) throws DataException {
    if (!number.matches("\\d{1,9}")) {
      throw new DataException(
          name,
          "has the label \"%s\" at byte %d".formatted(MemberName.printable(number), at),
          "end each key with a class number from 0");
    }
    return Integer.parseInt(number);
  }

  private static DataException damaged(String name, long at) {
    return new DataException(
        name, "is damaged or truncated at byte " + at, "copy or write it again");
  }
}
