package dev.largo.report.live;

import dev.largo.report.page.Page;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The page of a directory, on any file system, which changes with the records that lie in it.
 *
 * @param directory whose {@code .json} and {@code .jsonl} files tell of a change
 * @param maker makes the page
 */
public record DirectorySource(FileSystem fileSystem, Path directory, Maker maker)
    implements PageSource {

  /** Reads a directory and makes its page. */
  public interface Maker {
    Page page() throws IOException;
  }

  @Override
  public Page page() throws IOException {
    return maker.page();
  }

  @Override
  public String state() throws IOException {
    FileStatus[] files = fileSystem.listStatus(directory);
    Arrays.sort(files, Comparator.comparing(file -> file.getPath().getName()));
    StringBuilder state = new StringBuilder();
    for (FileStatus file : files) {
      String name = file.getPath().getName();
      boolean lines = name.endsWith(".jsonl");
      if (lines || name.endsWith(".json")) {
        long length = file.getLen() + (lines ? unlisted(file) : 0);
        state.append(name + ' ' + length + ' ' + file.getModificationTime() + '\n');
      }
    }
    return state.toString();
  }

  /** Bytes that a reader sees behind the length in a listing: HDFS lists no block being written. */
  private long unlisted(FileStatus file) throws IOException {
    try (FSDataInputStream in = fileSystem.open(file.getPath())) {
      in.seek(file.getLen());
      return in.available();
    } catch (FileNotFoundException | EOFException e) {
      return 0; // It has been replaced or cut since; not every store seeks to the end.
    }
  }
}
