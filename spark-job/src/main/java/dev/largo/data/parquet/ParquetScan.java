package dev.largo.data.parquet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.largo.data.DataException;
import dev.largo.data.shard.ShardFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * The footer of one file, and its labels.
 *
 * @param classNames those that Hugging Face's data sets keep in the footer; none without them
 */
record ParquetScan(List<RowGroup> groups, Labels labels, List<String> classNames) {
  /** Class numbers, which are as many names, end before. */
  private static final int MOST_CLASSES = 1_000_000;

  /** A row group is read as a whole: packed, unpacked, and with the one read before. */
  private static final int MOST_OF_HEAP = 3;

  private static final String HUGGING_FACE = "huggingface";
  private static final ObjectMapper JSON = new ObjectMapper();

  static ParquetScan of(ShardFile file, Configuration hadoop) throws IOException {
    return ParquetInput.read(file, hadoop, reader -> scan(file, reader));
  }

  private static ParquetScan scan(ShardFile file, ParquetFileReader reader) throws IOException {
    String name = file.path().toString();
    MessageType schema = reader.getFooter().getFileMetaData().getSchema();
    ParquetColumn image = ParquetColumn.image(name, schema);
    ParquetColumn label = ParquetColumn.label(name, schema);
    List<BlockMetaData> blocks = List.copyOf(reader.getRowGroups());
    List<RowGroup> groups = new ArrayList<>();
    Labels labels = new Labels();
    for (int block = 0; block < blocks.size(); block++) {
      BlockMetaData group = blocks.get(block);
      // Writers leave such groups behind; Parquet refuses to read them.
      if (group.getRowCount() == 0) {
        continue;
      }
      long bytes = image.chunk(group, file.length()).getTotalUncompressedSize();
      long unused = label.chunk(group, file.length()).getTotalSize();
      long most = Runtime.getRuntime().maxMemory() / MOST_OF_HEAP;
      if (bytes > most) {
        throw new DataException(
            name,
            "has %d MB of images in row group %d, more than a third of the heap"
                .formatted(bytes >> 20, block),
            "write smaller row groups, or give the JVM more memory");
      }
      int firstRow = labels.size();
      int rows = rows(name, firstRow, group);
      label.read(
          reader,
          block,
          rows,
          firstRow,
          (row, at) ->
              labels.add(
                  checked(name, firstRow + row, label.isLong() ? at.getLong() : at.getInteger())));
      groups.add(new RowGroup(file, block, firstRow, rows, bytes));
    }
    return new ParquetScan(
        List.copyOf(groups),
        labels,
        classNames(reader.getFooter().getFileMetaData().getKeyValueMetaData().get(HUGGING_FACE)));
  }

  private static int rows(String file, int before, BlockMetaData group) throws DataException {
    if (group.getRowCount() < 0 || group.getRowCount() > Integer.MAX_VALUE - before) {
      throw new DataException(
          file,
          "has a row group of " + group.getRowCount() + " rows",
          "give files of fewer than 2^31 rows");
    }
    return (int) group.getRowCount();
  }

  private static int checked(String file, int row, long label) throws DataException {
    if (label < 0 || label >= MOST_CLASSES) {
      throw new DataException(
          file,
          "column \"label\" is %d in row %d".formatted(label, row),
          "give class numbers from 0, below " + MOST_CLASSES);
    }
    return (int) label;
  }

  private static List<String> classNames(@Nullable String huggingFace) {
    if (huggingFace == null) {
      return List.of();
    }
    try {
      JsonNode found = JSON.readTree(huggingFace).at("/info/features/label/names");
      List<String> names = new ArrayList<>();
      found.forEach(each -> names.add(each.asText()));
      return List.copyOf(names);
    } catch (JsonProcessingException e) {
      // Some other program's metadata of that name: the classes are numbers then.
      return List.of();
    }
  }
}
