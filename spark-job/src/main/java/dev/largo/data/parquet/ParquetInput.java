package dev.largo.data.parquet;

import dev.largo.data.DataException;
import dev.largo.data.shard.ShardFile;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.hadoop.ParquetFileReader;

/** Opens Parquet files, and tells damage of any kind as a data exception. */
final class ParquetInput {
  /** What is done with an open file. */
  interface Reading<T> {
    T read(ParquetFileReader reader) throws IOException;
  }

  private ParquetInput() {}

  static <T> T read(ShardFile file, Configuration hadoop, Reading<T> reading) throws IOException {
    String name = file.path().toString();
    StoredInput input = StoredInput.of(file.path(), hadoop);
    if (input.getLength() != file.length()) {
      throw new DataException(
          name,
          "is %d bytes long, and was %d".formatted(input.getLength(), file.length()),
          "leave the data alone during a run");
    }
    try {
      ParquetReadOptions options =
          HadoopReadOptions.builder(hadoop)
              .usePageChecksumVerification()
              .withCodecFactory(new SafeCodecs(hadoop))
              .build();
      try (ParquetFileReader reader = ParquetFileReader.open(input, options)) {
        return reading.read(reader);
      }
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      IOException failure = input.failure();
      if (failure != null) {
        throw failure;
      }
      throw new DataException(
          name, "cannot be read as a Parquet file (" + e + ")", "copy or write it again", e);
    } catch (OutOfMemoryError e) {
      // Parquet makes room for what a page says it holds, however damaged it is.
      throw new DataException(
          name,
          "asks for more memory than there is",
          "write smaller row groups, give the JVM more memory, or if it is damaged copy it again",
          e);
    }
  }
}
