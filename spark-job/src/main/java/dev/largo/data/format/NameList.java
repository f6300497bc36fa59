package dev.largo.data.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Class names that stand in a text file beside a set, one a line. */
final class NameList {
  /** What such a file is called beside images that carry class numbers. */
  static final String CLASSES = "classes.txt";

  private NameList() {}

  /** The non-blank lines of a file; none where there is no such file. */
  static List<String> read(FileSystem files, Path path) throws IOException {
    if (!files.exists(path)) {
      return List.of();
    }
    try (InputStream in = files.open(path)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
  }

  /** The numbers from 0, for sets that name no classes. */
  static List<String> numbers(int classes) {
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }
}
