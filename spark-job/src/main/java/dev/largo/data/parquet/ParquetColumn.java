package dev.largo.data.parquet;

import dev.largo.data.DataException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * One column with a value a row, to be read without the others of its file.
 *
 * @param schema that of the file, with this column alone
 */
record ParquetColumn(String file, MessageType schema) {
  /** Takes the values of a row group in the order of its rows. */
  interface Values {
    /**
     * The next value.
     *
     * @param reader at the value
     */
    void take(int row, ColumnReader reader) throws IOException;
  }

  private static final String IMAGE = "image";
  private static final String BYTES = "bytes";
  private static final String LABEL = "label";

  /** {@code image.bytes}, or a binary {@code image}. */
  static ParquetColumn image(String file, MessageType schema) throws DataException {
    String wanted = "a binary column \"image\", or a struct of that name with a binary \"bytes\"";
    Type type = field(file, schema, IMAGE, wanted);
    if (!type.isPrimitive()) {
      if (!type.asGroupType().containsField(BYTES)) {
        throw new DataException(file, "has no field \"bytes\" in column \"image\"", give(wanted));
      }
      type = type.asGroupType().withNewFields(type.asGroupType().getType(BYTES));
    }
    return of(file, schema, type, Set.of(PrimitiveTypeName.BINARY), wanted);
  }

  /** An integer {@code label}. */
  static ParquetColumn label(String file, MessageType schema) throws DataException {
    String wanted = "an integer column \"label\"";
    Type type = field(file, schema, LABEL, wanted);
    return of(file, schema, type, Set.of(PrimitiveTypeName.INT32, PrimitiveTypeName.INT64), wanted);
  }

  private static Type field(String file, MessageType schema, String name, String wanted)
      throws DataException {
    if (!schema.containsField(name)) {
      throw new DataException(file, "has no column \"" + name + "\"", give(wanted));
    }
    return schema.getType(name);
  }

  private static ParquetColumn of(
      String file, MessageType schema, Type type, Set<PrimitiveTypeName> wanted, String expected)
      throws DataException {
    List<ColumnDescriptor> columns = new MessageType(schema.getName(), type).getColumns();
    if (columns.size() != 1
        || columns.get(0).getMaxRepetitionLevel() > 0
        || columns.get(0).getPath().length > 2
        || !wanted.contains(columns.get(0).getPrimitiveType().getPrimitiveTypeName())
        || !isPlain(columns.get(0).getPrimitiveType().getLogicalTypeAnnotation())) {
      throw new DataException(
          file,
          "has a column \"%s\" of type %s"
              .formatted(type.getName(), type.toString().replaceAll("\\s+", " ")),
          give(expected));
    }
    return new ParquetColumn(file, new MessageType(schema.getName(), type));
  }

  /** Neither text nor a date, a decimal number, and the like. */
  private static boolean isPlain(@Nullable LogicalTypeAnnotation meaning) {
    return meaning == null || meaning instanceof IntLogicalTypeAnnotation;
  }

  private static String give(String wanted) {
    return "give " + wanted;
  }

  /** As messages have it. */
  String name() {
    return String.join(".", descriptor().getPath());
  }

  private ColumnDescriptor descriptor() {
    return schema.getColumns().get(0);
  }

  /**
   * What a row group says of this column.
   *
   * @throws DataException if that is not so, or it has nulls and says so
   */
  ColumnChunkMetaData chunk(BlockMetaData group, long fileLength) throws DataException {
    ColumnPath path = ColumnPath.get(descriptor().getPath());
    for (ColumnChunkMetaData chunk : group.getColumns()) {
      if (chunk.getPath().equals(path)) {
        if (chunk.getValueCount() != group.getRowCount()
            || chunk.getTotalSize() < 0
            || chunk.getTotalUncompressedSize() < 0
            || chunk.getStartingPos() < 0
            || chunk.getStartingPos() > fileLength - chunk.getTotalSize()) {
          break;
        }
        if (chunk.getStatistics() != null && chunk.getStatistics().getNumNulls() > 0) {
          throw new DataException(
              file,
              "column \"%s\" has %d nulls".formatted(name(), chunk.getStatistics().getNumNulls()),
              "give every row a value");
        }
        return chunk;
      }
    }
    throw new DataException(
        file, "is damaged in its footer at column \"" + name() + "\"", "copy or write it again");
  }

  /**
   * Reads the values of a row group.
   *
   * @param rows those of the group
   * @param firstRow the number of the first of them in the file, for messages
   */
  void read(ParquetFileReader reader, int block, int rows, int firstRow, Values values)
      throws IOException {
    reader.setRequestedSchema(schema);
    ColumnReader column =
        new ColumnReadStoreImpl(
                reader.readRowGroup(block),
                new GroupRecordConverter(schema).getRootConverter(),
                schema,
                reader.getFooter().getFileMetaData().getCreatedBy())
            .getColumnReader(descriptor());
    for (int row = 0; row < rows; row++) {
      if (column.getCurrentDefinitionLevel() < descriptor().getMaxDefinitionLevel()) {
        throw new DataException(
            file,
            "column \"%s\" is null in row %d".formatted(name(), firstRow + row),
            "give every row a value");
      }
      values.take(row, column);
      column.consume();
    }
  }

  boolean isLong() {
    return descriptor().getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT64;
  }
}
