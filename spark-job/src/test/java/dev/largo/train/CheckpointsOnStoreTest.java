package dev.largo.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.largo.record.StoreFileSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checkpoints where a rename copies file by file, and may end in the midst of it. */
final class CheckpointsOnStoreTest {
  @TempDir java.nio.file.Path directory;

  private final Configuration hadoop = new Configuration();
  private final List<String> warnings = new ArrayList<>();

  private Checkpoints checkpoints(String attempt) throws IOException {
    hadoop.set("fs.store.impl", StoreFileSystem.class.getName());
    hadoop.setBoolean("fs.store.impl.disable.cache", true); // Its configuration changes.
    return new Checkpoints(new Path("store://bucket" + directory), hadoop, attempt);
  }

  private void commit(String attempt, long step) throws IOException {
    Checkpoints checkpoints = checkpoints(attempt);
    CheckpointCommitter committer =
        new CheckpointCommitter(checkpoints, 1, 1, new RecordingMonitor());
    List<WrittenFile> files = new ArrayList<>();
    for (String name : List.of(Checkpoint.MODEL, "state-0-1.bin")) {
      byte[] content = (name + " of " + step).getBytes(StandardCharsets.UTF_8);
      files.add(checkpoints.write(step, name, out -> out.write(content)));
    }
    committer.written(new CheckpointPart(step, 0, files));
  }

  private long newestGood() throws IOException {
    warnings.clear();
    return checkpoints("any").newestGood(warnings::add).orElseThrow().step();
  }

  private List<String> present() throws IOException {
    try (var files = Files.list(directory.resolve("checkpoints"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void successorReplacesACheckpointWhenItIsWhole() throws Exception {
    commit("0", 8);
    commit("0", 16);

    assertEquals(16, newestGood());
    assertEquals(List.of(), warnings);
    assertEquals(List.of("step-00000016"), present());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "manifest.json | model.zip is missing",
        "manifest.json,model.zip | state-0-1.bin is missing",
        "model.zip,state-0-1.bin | it has no manifest.json"
      })
  void halfACopyIsPassedOverAndWrittenAnewByTheNextAttempt(String copied, String defect)
      throws Exception {
    commit("0", 8);
    hadoop.set(StoreFileSystem.COPIES, copied);

    assertThrows(IOException.class, () -> commit("0", 16));

    assertEquals(8, newestGood());
    assertEquals(List.of("checkpoint of step 16 is passed over: " + defect), warnings);

    hadoop.unset(StoreFileSystem.COPIES);
    checkpoints("1").clearDrafts();
    commit("1", 16);

    assertEquals(16, newestGood());
    assertEquals(List.of(), warnings);
    assertEquals(List.of("step-00000016"), present());
  }

  @Test
  void wholeCopyWhoseDraftIsStillThereCounts() throws Exception {
    commit("0", 8);
    hadoop.set(StoreFileSystem.COPIES, "manifest.json,model.zip,state-0-1.bin");

    assertThrows(IOException.class, () -> commit("0", 16));

    assertEquals(16, newestGood());
    assertEquals(List.of(), warnings);
    assertEquals(List.of(".step-00000016.0.draft", "step-00000008", "step-00000016"), present());
  }
}
