package dev.largo.data.format;

import static dev.largo.data.TestSets.HADOOP;
import static dev.largo.data.TestSets.assertRefused;
import static dev.largo.data.TestSets.encoded;
import static dev.largo.data.TestSets.plain;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.DataFormat;
import dev.largo.data.DataException;
import dev.largo.data.DataLocation;
import dev.largo.data.Parallel;
import dev.largo.data.ParquetFiles;
import dev.largo.data.SampleSource;
import dev.largo.data.TestSets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ParquetFormatTest {
  private static final int ROWS = 250;
  private static final String STRUCT =
      "message m { optional group image { optional binary bytes; optional binary path (STRING); }"
          + " optional int64 label; optional int32 more; }";
  private static final String FLAT = "message m { required int32 label; required binary image; }";
  private static final String NAMES =
      "{\"info\": {\"features\": {\"image\": {\"_type\": \"Image\"},"
          + " \"label\": {\"names\": [\"cat\", \"dog\", \"cow\"], \"_type\": \"ClassLabel\"}}}}";

  private static final ParquetFiles.Row NO_ROWS = (row, number) -> {};

  @TempDir Path folder;
  Path train;

  @BeforeEach
  void makeFolder() throws IOException {
    train = Files.createDirectory(folder.resolve("train"));
  }

  @ParameterizedTest
  @EnumSource(
      value = CompressionCodecName.class,
      names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
  void bothLayoutsAreReadInTheOrderOfFilesAndRows(CompressionCodecName codec) throws IOException {
    write("a.parquet", STRUCT, codec, Map.of(), ParquetFormatTest::struct);
    write("b.parquet", FLAT, codec, Map.of(), ParquetFormatTest::flat);
    Files.write(train.resolve("README.md"), new byte[1]);

    SampleSource source = open();

    assertEquals(2 * ROWS, source.size());
    assertEquals(List.of("0", "1", "2"), source.classNames());
    for (int i = 0; i < source.size(); i++) {
      assertEquals(i % ROWS % 3, source.label(i));
      assertEquals(i % ROWS, TestSets.read(source, i)[0] & 0xFF);
    }
    assertEquals(train + "/b.parquet/row-7", source.name(ROWS + 7).replace("file:", ""));
  }

  @Test
  void listsPatternsAndGlobsNameFiles() throws IOException {
    write("a-0.parquet", ParquetFormatTest::flat);
    write("a-1.parquet", ParquetFormatTest::flat);
    write("b.parquet", ParquetFormatTest::flat);

    assertEquals(2 * ROWS, open(train + "/a-*.parquet").size());
    assertEquals(2 * ROWS, open(train + "/a-{0..1}.parquet").size());
    assertEquals(2 * ROWS, open(train + "/b.parquet," + train + "/a-0.parquet").size());
  }

  @Test
  void imagesOfManyRowGroupsAreReadByNumberFromSeveralThreads() throws IOException {
    write("a.parquet", ParquetFormatTest::flat);
    write("b.parquet", ParquetFormatTest::flat);
    ImageStore store = store();
    int[] some = {2 * ROWS - 1, 0, ROWS, 3, ROWS - 1, 0};

    Parallel.forChunks(
        4,
        1,
        4,
        (from, to) -> {
          List<byte[]> images = store.bytes(some);
          for (int i = 0; i < some.length; i++) {
            assertArrayEquals(image(some[i] % ROWS), images.get(i));
          }
          for (int i = from; i < store.size(); i += 5) {
            assertArrayEquals(image(i % ROWS), store.bytes(i));
          }
        });

    long sum = 0;
    for (int i = 0; i < store.size(); i++) {
      sum += store.length(i);
    }
    assertEquals(image(0).length, (double) sum / store.size(), 20, "average length");
  }

  @Test
  void classesAreNamedByAFileOrByHuggingFace() throws IOException {
    Map<String, String> metadata = Map.of("huggingface", NAMES);
    write(
        "a.parquet",
        STRUCT,
        CompressionCodecName.UNCOMPRESSED,
        metadata,
        ParquetFormatTest::struct);
    assertEquals(List.of("cat", "dog", "cow"), open().classNames());

    Files.writeString(train.resolve("classes.txt"), "x\ny\nz\n");
    assertEquals(List.of("x", "y", "z"), open().classNames());

    Files.writeString(train.resolve("classes.txt"), "x\ny\n");
    assertRefused(this::open, "a.parquet/row-2 has class 2", "there are 2 classes");
  }

  @Test
  void metadataThatIsNoJsonNamesNoClasses() throws IOException {
    write(
        "a.parquet",
        STRUCT,
        CompressionCodecName.UNCOMPRESSED,
        Map.of("huggingface", "{"),
        ParquetFormatTest::struct);

    assertEquals(List.of("0", "1", "2"), open().classNames());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "required int32 label;                                | has no column \"image\"",
        "required binary image;                               | has no column \"label\"",
        "required int32 label; required binary image (STRING);| has a column \"image\" of type",
        "required int32 label; required int32 image;          | has a column \"image\" of type",
        "required int32 label; repeated binary image;         | has a column \"image\" of type",
        "required int32 label; required group image {required binary b;} | has no field \"bytes\"",
        "required double label; required binary image;        | has a column \"label\" of type",
        "required int32 label (DATE); required binary image;  | has a column \"label\" of type",
        "repeated int32 label; required binary image;         | has a column \"label\" of type"
      })
  void otherColumnsAreRefused(String columns, String problem) throws IOException {
    write(
        "a.parquet",
        "message m { " + columns + " }",
        CompressionCodecName.UNCOMPRESSED,
        Map.of(),
        NO_ROWS);

    assertRefused(this::open, "a.parquet: " + problem);
  }

  @Test
  void aSetWithoutRowsIsRefused() throws IOException {
    write("a.parquet", FLAT, CompressionCodecName.UNCOMPRESSED, Map.of(), NO_ROWS);

    assertRefused(this::open, "data.train: ", "holds no rows");
  }

  @Test
  void nullsAndNegativeLabelsAreRefused() throws IOException {
    write("a.parquet", STRUCT, (row, i) -> row.addGroup("image").add("bytes", binary(i)));
    assertRefused(this::open, "a.parquet: column \"label\" has ", " nulls");

    write("a.parquet", STRUCT, (row, i) -> row.add("label", 1L));
    assertRefused(this::open, "a.parquet: column \"image.bytes\" has ", " nulls");

    write(
        "a.parquet",
        STRUCT,
        (row, i) -> {
          row.addGroup("image").add("bytes", binary(i));
          row.add("label", i == 200 ? -1L : 1L);
        });
    assertRefused(this::open, "a.parquet: column \"label\" is -1 in row 200");
  }

  @Test
  void filesThatAreCutOffOrSomethingElseAreRefused() throws IOException {
    Path file = write("a.parquet", ParquetFormatTest::flat);
    byte[] valid = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(valid, valid.length - 1));
    assertRefused(this::open, "a.parquet: cannot be read as a Parquet file");

    Files.write(file, new byte[0]);
    assertRefused(this::open, "a.parquet: cannot be read as a Parquet file");

    Files.write(file, valid);
    ImageStore store = store();
    Files.write(file, Arrays.copyOf(valid, valid.length - 1));
    assertRefused(() -> store.bytes(0), "a.parquet: is ", " bytes long, and was " + valid.length);
    Files.delete(file);
    assertRefused(() -> store.bytes(0), "a.parquet: has vanished");
  }

  @ParameterizedTest
  @EnumSource(
      value = CompressionCodecName.class,
      names = {"UNCOMPRESSED", "SNAPPY"})
  void damageIsRefusedOrHarmless(CompressionCodecName codec) throws IOException {
    Path file = write("a.parquet", STRUCT, codec, Map.of(), ParquetFormatTest::struct);
    byte[] valid = Files.readAllBytes(file);
    Random random = new Random(6);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] bytes = Arrays.copyOf(valid, i % 6 == 0 ? random.nextInt(valid.length) : valid.length);
      if (i % 6 != 0) {
        // Every other one in the footer.
        int from = i % 2 == 0 ? valid.length - valid.length / 10 : 0;
        bytes[from + random.nextInt(valid.length - from)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(file, bytes);
      refused += isRefused() ? 1 : 0;
    }
    assertTrue(refused > 100, "refused " + refused);
  }

  private boolean isRefused() throws IOException {
    try {
      ImageStore store = store();
      return store.bytes(IntStream.range(0, store.size()).toArray()).isEmpty();
    } catch (DataException e) {
      return true;
    }
  }

  private SampleSource open() throws IOException {
    return open(train.toString());
  }

  private static SampleSource open(String uri) throws IOException {
    return DataSets.open(TestSets.config(DataFormat.PARQUET, uri, uri, null), HADOOP).train();
  }

  private ImageStore store() throws IOException {
    DataLocation location = new DataLocation("data.train", train.toString(), HADOOP);
    return StoredSet.open(DataFormat.PARQUET, location, List.of()).store();
  }

  private Path write(String name, ParquetFiles.Row rows) throws IOException {
    return write(name, FLAT, rows);
  }

  private Path write(String name, String schema, ParquetFiles.Row rows) throws IOException {
    return write(name, schema, CompressionCodecName.UNCOMPRESSED, Map.of(), rows);
  }

  private Path write(
      String name,
      String schema,
      CompressionCodecName codec,
      Map<String, String> metadata,
      ParquetFiles.Row rows)
      throws IOException {
    Path file = train.resolve(name);
    ParquetFiles.write(file, schema, codec, metadata, rows == NO_ROWS ? 0 : ROWS, rows);
    return file;
  }

  private static void struct(Group row, int number) throws IOException {
    row.addGroup("image").append("bytes", binary(number)).append("path", number + ".png");
    row.add("label", (long) number % 3);
  }

  private static void flat(Group row, int number) throws IOException {
    row.append("label", number % 3).append("image", binary(number));
  }

  private static Binary binary(int number) throws IOException {
    return Binary.fromConstantByteArray(image(number));
  }

  private static byte[] image(int number) throws IOException {
    return encoded(plain(8, 8, number << 16), "png");
  }
}
