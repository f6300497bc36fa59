package dev.largo.report.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.report.page.Page;
import dev.largo.train.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectorySourceTest {
  private static final Page PAGE = new Page("", "", List.of());

  @TempDir Path directory;
  private FileSystem local;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(directory.resolve("metrics.jsonl"), "{\"step\":1}\n");
    Files.writeString(directory.resolve("run.json"), "{}");
    local = Storage.of(at(), new Configuration());
  }

  private org.apache.hadoop.fs.Path at() {
    return new org.apache.hadoop.fs.Path(directory.toUri());
  }

  private String state() throws IOException {
    return new DirectorySource(local, at(), () -> PAGE).state();
  }

  @Test
  void changesWithEveryLine() throws IOException {
    String first = state();
    assertEquals(first, state());

    Files.writeString(
        directory.resolve("metrics.jsonl"), "{\"step\":2}\n", StandardOpenOption.APPEND);

    assertNotEquals(first, state());
  }

  @Test
  void changesWithNewRecordsAndNotWithWhatIsMadeOfThem() throws IOException {
    String first = state();
    Files.writeString(directory.resolve("report.html"), "page");
    Files.writeString(directory.resolve("run.json.tmp"), "half");
    Files.createDirectory(directory.resolve("checkpoints"));
    assertEquals(first, state());

    Files.writeString(directory.resolve("evaluations.jsonl"), "{}\n");
    assertNotEquals(first, state());
  }

  /** HDFS lists a file that is being written as long as its finished blocks. */
  @Test
  void changesWithLinesThatNoListingTellsOf() throws IOException {
    FileSystem slow =
        new FilterFileSystem(local) {
          @Override
          public FileStatus[] listStatus(org.apache.hadoop.fs.Path path) throws IOException {
            FileStatus[] files = super.listStatus(path);
            for (int i = 0; i < files.length; i++) {
              files[i] = new FileStatus(0, false, 1, 1, 0, files[i].getPath());
            }
            return files;
          }
        };
    DirectorySource source = new DirectorySource(slow, at(), () -> PAGE);
    String first = source.state();

    Files.writeString(
        directory.resolve("metrics.jsonl"), "{\"step\":2}\n", StandardOpenOption.APPEND);

    assertNotEquals(first, source.state());
  }

  @Test
  void fileThatVanishesMeanwhileIsNoFailure() throws IOException {
    FileSystem moving =
        new FilterFileSystem(local) {
          @Override
          public FSDataInputStream open(org.apache.hadoop.fs.Path path, int buffer)
              throws IOException {
            Files.deleteIfExists(Path.of(path.toUri()));
            return super.open(path, buffer);
          }
        };

    String state = new DirectorySource(moving, at(), () -> PAGE).state();

    assertTrue(state.contains("metrics.jsonl 11 "), state);
  }
}
