package dev.largo.data.format;

import static dev.largo.data.TestSets.HADOOP;
import static dev.largo.data.TestSets.assertRefused;
import static dev.largo.data.TestSets.encoded;
import static dev.largo.data.TestSets.plain;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.config.DataFormat;
import dev.largo.data.DataException;
import dev.largo.data.SampleSource;
import dev.largo.data.TestSets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.SequenceFile.CompressionType;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.Writable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SequenceFileFormatTest {
  private static final int RECORDS = 60;

  @TempDir Path folder;
  Path train;

  @BeforeEach
  void makeFolder() throws IOException {
    train = Files.createDirectory(folder.resolve("train"));
  }

  private interface Key {
    Writable of(int record);
  }

  @ParameterizedTest
  @EnumSource(
      value = CompressionType.class,
      names = {"NONE", "RECORD"})
  void keysAndValuesOfEveryKindAreRead(CompressionType compression) throws IOException {
    write("part-0", compression, true, i -> new Text("image" + i + "\n" + i % 3));
    write("part-1", compression, false, i -> new Text("" + i % 3));
    write("part-2", compression, true, i -> new IntWritable(i % 3));
    write("part-3", compression, false, i -> new LongWritable(i % 3));
    Files.write(train.resolve("_SUCCESS"), new byte[0]);

    SampleSource source = open();

    assertEquals(4 * RECORDS, source.size());
    assertEquals(List.of("0", "1", "2"), source.classNames());
    for (int i = 0; i < source.size(); i++) {
      assertEquals(i % RECORDS % 3, source.label(i));
      assertEquals(i % RECORDS, TestSets.read(source, i)[0]);
    }
    assertEquals(train + "/part-0/image7", source.name(7).replace("file:", ""));
  }

  @Test
  void blockCompressionAndOtherFilesAreRefused() throws IOException {
    write("part-0", CompressionType.BLOCK, true, i -> new IntWritable(0));
    assertRefused(this::open, "part-0: is block-compressed");

    Files.write(train.resolve("part-0"), new byte[200]);
    assertRefused(this::open, "part-0: cannot be read as a sequence file");
  }

  @Test
  void keysWithoutAClassAreRefused() throws IOException {
    write("part-0", CompressionType.NONE, true, i -> new Text("7 cats"));

    assertRefused(this::open, "part-0: has the label \"cats\" at byte ");
  }

  @Test
  void damageIsRefusedOrHarmless() throws IOException {
    Path file = write("part-0", CompressionType.RECORD, true, i -> new Text("x " + i % 3));
    byte[] valid = Files.readAllBytes(file);
    Random random = new Random(6);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] bytes = Arrays.copyOf(valid, i % 3 == 0 ? random.nextInt(valid.length) : valid.length);
      if (i % 3 != 0) {
        bytes[random.nextInt(valid.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(file, bytes);
      refused += isRefused() ? 1 : 0;
    }
    assertEquals(true, refused > 100, "refused " + refused);
  }

  private boolean isRefused() throws IOException {
    try {
      SampleSource source = open();
      IntStream.range(0, source.size()).forEach(source::label);
      for (int i = 0; i < source.size(); i++) {
        TestSets.read(source, i);
      }
      return false;
    } catch (DataException e) {
      return true;
    }
  }

  private SampleSource open() throws IOException {
    return DataSets.open(
            TestSets.config(DataFormat.SEQUENCE_FILE, train.toString(), train.toString(), null),
            HADOOP)
        .train();
  }

  private Path write(String name, CompressionType compression, boolean asBytes, Key keys)
      throws IOException {
    Path file = train.resolve(name);
    Class<? extends Writable> type = asBytes ? BytesWritable.class : Text.class;
    try (SequenceFile.Writer writer =
        SequenceFile.createWriter(
            HADOOP,
            SequenceFile.Writer.file(new org.apache.hadoop.fs.Path(file.toUri())),
            SequenceFile.Writer.keyClass(keys.of(0).getClass()),
            SequenceFile.Writer.valueClass(type),
            SequenceFile.Writer.compression(compression))) {
      for (int i = 0; i < RECORDS; i++) {
        byte[] image = encoded(plain(8, 8, i << 16), "png");
        writer.append(keys.of(i), asBytes ? new BytesWritable(image) : text(image));
      }
    }
    Files.deleteIfExists(train.resolve("." + name + ".crc"));
    return file;
  }

  private static Text text(byte[] bytes) {
    Text text = new Text();
    text.set(bytes);
    return text;
  }
}
