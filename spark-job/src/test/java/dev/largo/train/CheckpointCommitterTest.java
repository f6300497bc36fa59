package dev.largo.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.optim.layout.Slice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointCommitterTest {
  @TempDir Path directory;
  private final RecordingMonitor monitor = new RecordingMonitor();

  private Checkpoints checkpoints(int generation) throws IOException {
    return new Checkpoints(
        new org.apache.hadoop.fs.Path(directory.toUri()), new Configuration(), "" + generation);
  }

  private CheckpointCommitter committer(int generation, int keep) throws IOException {
    return new CheckpointCommitter(checkpoints(generation), 2, keep, monitor);
  }

  /** Rank 0 writes a model, rank 1 a state. */
  private CheckpointPart part(int generation, long step, int rank) throws IOException {
    return new CheckpointPart(step, rank, List.of(file(generation, step, rank, "of " + step)));
  }

  private WrittenFile file(int generation, long step, int rank, String text) throws IOException {
    return checkpoints(generation)
        .write(
            step,
            rank == 0 ? Checkpoint.MODEL : "state-0-1.bin",
            out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private OptionalLong newestGood() throws IOException {
    Optional<Checkpoint> newest =
        checkpoints(0)
            .newestGood(
                warning -> {
                  throw new AssertionError(warning);
                });
    return newest.isPresent() ? OptionalLong.of(newest.get().step()) : OptionalLong.empty();
  }

  private List<String> present() throws IOException {
    try (var files = Files.list(directory.resolve("checkpoints"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void checkpointIsThereOnceThePartsOfAllRanksAre() throws Exception {
    CheckpointCommitter committer = committer(0, 2);

    committer.written(part(0, 8, 1));
    assertEquals(OptionalLong.empty(), newestGood());
    // A rank may be a checkpoint ahead.
    committer.written(part(0, 16, 1));
    committer.written(part(0, 8, 0));

    assertEquals(OptionalLong.of(8), newestGood());
    assertEquals(List.of(8L), monitor.checkpoints);
    assertEquals(List.of(".step-00000016.0.draft", "step-00000008"), present());
  }

  @Test
  void sizesAndChecksumsAreThoseOfTheFiles() throws Exception {
    WrittenFile file = file(0, 8, 0, "of 8");

    assertEquals(4, file.bytes());
    // printf 'of 8' | sha256sum
    assertEquals("988a89fbb78c39261b8da1bb834702ae4d326a7eb48bb9180dfdefb001864088", file.sha256());
  }

  @Test
  void partOfAWrongLengthIsRefusedAndTheOneBeforeStays() throws Exception {
    CheckpointCommitter committer = committer(0, 1);
    committer.written(part(0, 8, 0));
    committer.written(part(0, 8, 1));
    CheckpointPart torn = part(0, 16, 1);
    Files.writeString(directory.resolve("checkpoints/.step-00000016.0.draft/state-0-1.bin"), "of");
    committer.written(torn);

    IOException e = assertThrows(IOException.class, () -> committer.written(part(0, 16, 0)));

    assertEquals(
        "state-0-1.bin of the checkpoint of step 16, by rank 1, has 2 bytes, not the 5 that were written",
        e.getMessage());
    assertEquals(OptionalLong.of(8), newestGood());
    assertEquals(List.of(8L), monitor.checkpoints);
  }

  @Test
  void partThatIsNotThereIsRefused() throws Exception {
    CheckpointCommitter committer = committer(0, 1);
    committer.written(part(0, 8, 0));

    IOException e = assertThrows(IOException.class, () -> committer.written(part(1, 8, 1)));

    assertTrue(String.valueOf(e.getMessage()).contains("is not where it was written"));
    assertEquals(OptionalLong.empty(), newestGood());
  }

  @Test
  void checkpointsGoOnlyWhenANewerOneIsCommitted() throws Exception {
    CheckpointCommitter committer = committer(0, 1);
    committer.written(part(0, 8, 0));
    committer.written(part(0, 8, 1));
    committer.written(part(0, 16, 0));
    assertEquals(OptionalLong.of(8), newestGood());

    committer.written(part(0, 16, 1));

    assertEquals(OptionalLong.of(16), newestGood());
    assertEquals(List.of("step-00000016"), present());
  }

  @Test
  void rankHasOnePartOfAStep() throws Exception {
    CheckpointCommitter committer = committer(0, 1);
    committer.written(part(0, 8, 1));

    assertThrows(IllegalArgumentException.class, () -> committer.written(part(0, 8, 1)));
    CheckpointPart stranger = new CheckpointPart(8, 2, List.of());
    assertThrows(IllegalArgumentException.class, () -> committer.written(stranger));
  }

  @Test
  void whatAWorkerOfAnotherAttemptWritesGoesElsewhere() throws Exception {
    part(3, 8, 0);
    checkpoints(4).clearDrafts();
    assertEquals(List.of(), present());
    CheckpointCommitter committer = committer(4, 1);
    committer.written(part(4, 8, 0));

    file(3, 8, 0, "by a worker that should be gone");
    committer.written(part(4, 8, 1));

    assertEquals(OptionalLong.of(8), newestGood());
    assertArrayEquals(
        "of 8".getBytes(StandardCharsets.UTF_8),
        Files.readAllBytes(directory.resolve("checkpoints/step-00000008/model.zip")));
    assertEquals(List.of(".step-00000008.3.draft", "step-00000008"), present());
    checkpoints(5).clearDrafts();
    assertEquals(List.of("step-00000008"), present());
  }

  @Test
  void strangeFilesOfACheckpointAreNotRead() throws Exception {
    CheckpointCommitter committer = committer(0, 1);
    file(0, 8, 1, "in no part");
    committer.written(part(0, 8, 0));
    committer.written(new CheckpointPart(8, 1, List.of()));

    assertEquals(Map.of(), checkpoints(0).at(8).state(new Slice(0, 1)).vectors());
    assertEquals(OptionalLong.of(8), newestGood());
  }
}
