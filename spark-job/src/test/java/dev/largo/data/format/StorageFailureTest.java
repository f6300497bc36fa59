package dev.largo.data.format;

import static dev.largo.data.TestSets.assertRefused;
import static dev.largo.data.TestSets.encoded;
import static dev.largo.data.TestSets.plain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.largo.config.DataFormat;
import dev.largo.data.BadSample;
import dev.largo.data.BadSampleLog;
import dev.largo.data.DataException;
import dev.largo.data.DataLocation;
import dev.largo.data.ImageShape;
import dev.largo.data.LossyFileSystem;
import dev.largo.data.LossyFileSystem.Trouble;
import dev.largo.data.ParquetFiles;
import dev.largo.data.SampleSource;
import dev.largo.data.SkippingSource;
import dev.largo.data.TestSets;
import dev.largo.data.shard.Tars;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.Text;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** With {@code data.on-bad-sample = skip}, in all formats of encoded images alike. */
class StorageFailureTest {
  private static final int IMAGES = 4;
  private static final int WANTED = 2;

  @TempDir Path folder;
  private final BadSampleLog log = new BadSampleLog(IMAGES - 1);

  @AfterEach
  void mend() {
    LossyFileSystem.set(Trouble.NONE, Trouble.NONE);
  }

  private static Stream<Arguments> failures() {
    return formats()
        .flatMap(
            format ->
                Stream.of(
                        new IOException("Connection reset"),
                        new SocketTimeoutException("no answer"),
                        new EOFException("End of File Exception between hosts"),
                        new FileNotFoundException("x (Too many open files)"))
                    .map(failure -> arguments(format, failure)));
  }

  private static Stream<DataFormat> formats() {
    return Stream.of(
        DataFormat.IMAGE_FOLDER, DataFormat.SHARDS, DataFormat.SEQUENCE_FILE, DataFormat.PARQUET);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void storageThatFailsMakesNoBadSamples(DataFormat format, IOException failure)
      throws IOException {
    SampleSource source = open(format);
    Trouble trouble =
        () -> {
          throw failure;
        };
    for (boolean opening : new boolean[] {true, false}) {
      LossyFileSystem.set(opening ? trouble : Trouble.NONE, opening ? Trouble.NONE : trouble);

      IOException e = assertThrows(IOException.class, () -> TestSets.read(source, WANTED));

      assertFalse(e instanceof DataException, e::toString);
      String message = String.valueOf(e.getMessage());
      assertTrue(message.startsWith("lossy:" + folder), message);
      assertTrue(
          message.contains(": its storage failed (" + failure.getClass().getName()), message);
    }
    assertEquals(List.of(), log.after(0));

    LossyFileSystem.set(Trouble.NONE, Trouble.NONE);
    assertEquals(WANTED, TestSets.read(source, WANTED)[0]);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void interruptionStaysWhatItIs(DataFormat format) throws IOException {
    SampleSource source = open(format);
    InterruptedIOException interruption = new InterruptedIOException("stop");
    LossyFileSystem.set(
        Trouble.NONE,
        () -> {
          throw interruption;
        });

    assertSame(interruption, assertThrows(IOException.class, () -> TestSets.read(source, WANTED)));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void vanishedFileIsABadSample(DataFormat format) throws IOException {
    SampleSource source = open(format);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }

    assertRefused(() -> TestSets.read(source, WANTED), "data.bad-samples-at-most");

    BadSample first = log.after(0).get(0);
    assertEquals(source.name(WANTED), first.sample());
    assertTrue(first.reason().contains(": has vanished; "), first::reason);
  }

  /** A set whose images have not been read yet. */
  private SampleSource open(DataFormat format) throws IOException {
    switch (format) {
      case IMAGE_FOLDER -> writeFolder();
      case SHARDS -> writeShard();
      case SEQUENCE_FILE -> writeSequence();
      default -> writeParquet();
    }
    DataLocation location =
        new DataLocation("data.train", "lossy:" + folder, LossyFileSystem.configuration());
    List<String> names = List.of("one");
    ImageStore store =
        ((StoredFormat) SampleSources.format(format, StoredImages.PLAIN)).store(location, names);
    return new SkippingSource(
        StoredImages.PLAIN.source(store, names, new ImageShape(3, 8, 8)), log);
  }

  private void writeFolder() {
    for (int i = 0; i < IMAGES; i++) {
      TestSets.writeImage(folder.resolve("one/%d.png".formatted(i)), plain(8, 8, i << 16));
    }
  }

  private void writeShard() throws IOException {
    try (Tars tar = new Tars(folder.resolve("train-0.tar"))) {
      for (int i = 0; i < IMAGES; i++) {
        tar.add(i + ".png", image(i)).add(i + ".cls", "0");
      }
    }
  }

  private void writeSequence() throws IOException {
    try (SequenceFile.Writer writer =
        SequenceFile.createWriter(
            TestSets.HADOOP,
            SequenceFile.Writer.file(
                new org.apache.hadoop.fs.Path(folder.resolve("part-0").toUri())),
            SequenceFile.Writer.keyClass(Text.class),
            SequenceFile.Writer.valueClass(BytesWritable.class))) {
      for (int i = 0; i < IMAGES; i++) {
        writer.append(new Text("0"), new BytesWritable(image(i)));
      }
    }
  }

  private void writeParquet() throws IOException {
    ParquetFiles.write(
        folder.resolve("a.parquet"),
        "message m { required int32 label; required binary image; }",
        CompressionCodecName.SNAPPY,
        Map.of(),
        IMAGES,
        (row, i) -> row.append("label", 0).append("image", Binary.fromConstantByteArray(image(i))));
  }

  private static byte[] image(int number) throws IOException {
    return encoded(plain(8, 8, number << 16), "png");
  }
}
