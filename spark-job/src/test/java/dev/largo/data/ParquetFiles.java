package dev.largo.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Small Parquet files of several row groups. */
public final class ParquetFiles {
  private static final int ROW_GROUP_BYTES = 4 << 10;

  private ParquetFiles() {}

  /** Gives a row its values. */
  public interface Row {
    void fill(Group row, int number) throws IOException;
  }

  /** Writes a file over one that may be there. */
  public static void write(
      Path file,
      String schema,
      CompressionCodecName codec,
      Map<String, String> metadata,
      int rows,
      Row filling)
      throws IOException {
    MessageType type = MessageTypeParser.parseMessageType(schema);
    OutputFile out =
        HadoopOutputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), TestSets.HADOOP);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(out)
            .withType(type)
            .withExtraMetaData(metadata)
            .withCompressionCodec(codec)
            .withRowGroupSize((long) ROW_GROUP_BYTES)
            .withMinRowCountForPageSizeCheck(1)
            .withMaxRowCountForPageSizeCheck(8)
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .build()) {
      for (int i = 0; i < rows; i++) {
        Group row = new SimpleGroup(type);
        filling.fill(row, i);
        writer.write(row);
      }
    }
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
  }
}
