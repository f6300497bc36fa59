package dev.largo.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.train.EvaluationRecord;
import dev.largo.train.ReplicaRecord;
import dev.largo.train.StepRecord;
import dev.largo.train.WrittenFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhasesTest {
  private static final List<ReplicaRecord> REPLICAS =
      List.of(replica(1, 0, 10, 0.75), replica(2, 1, 11, 0.5), replica(3, 0, 12, 1));

  private static StepRecord step(long step, double top1) {
    return new StepRecord(
        step,
        0.5,
        1,
        0.1,
        256,
        2.5,
        1000,
        null,
        false,
        new StepRecord.Seconds(1, 2, 3, 4, 10),
        null,
        top1,
        null);
  }

  private static ReplicaRecord replica(int number, int worker, double seconds, double top1) {
    return new ReplicaRecord(
        number, "origin", worker, 20, seconds, top1, new WrittenFile("model.zip", 1, "00"));
  }

  private static EvaluationRecord evaluation(long step, String weights, double top1) {
    return new EvaluationRecord(step, 1, weights, top1, 1, 0.5, 2000);
  }

  @Test
  void refinementTakesAsLongAsItsBusiestWorker() {
    List<PhaseRecord> phases =
        new Phases(
                List.of(step(1, 0), step(2, 0), step(3, 0.25), step(4, 0.75)),
                REPLICAS,
                List.of(
                    evaluation(2, "checkpoint", 0.125),
                    evaluation(4, "checkpoint", 0.25),
                    evaluation(4, "replica-1", 0.25),
                    evaluation(4, "replica-2", 0.5),
                    evaluation(4, "replica-3", 0.75),
                    evaluation(4, "swap", 0.875)))
            .records(2, 3.5);

    assertEquals(
        List.of(
            new PhaseRecord("large-batch", 4, 40, 0.5, 0.25),
            new PhaseRecord("replica-1", 20, 10, 0.75, 0.25),
            new PhaseRecord("replica-2", 20, 11, 0.5, 0.5),
            new PhaseRecord("replica-3", 20, 12, 1, 0.75),
            new PhaseRecord("refinement", 20, 22, 0.75, 0.5),
            new PhaseRecord("average", 0, 3.5, Double.NaN, 0.875)),
        phases);
  }

  @Test
  void fileHasALineAPhase(@TempDir Path runs) throws Exception {
    RunDirectory run = RunDirectory.create(RunDirectoryTest.config(runs), new Configuration());
    try (RunRecorder recorder = run.recorder()) {
      recorder.step(step(1, 0.5));
      recorder.evaluation(evaluation(1, "checkpoint", 0.25));
      recorder.evaluation(evaluation(1, "swap", 0.875));
    }
    Path directory = runs.resolve("first/swap/replica-01");
    Files.createDirectories(directory);
    Files.writeString(
        directory.resolve("replica.json"),
        """
        {"replica": 1, "worker": 0, "steps": 20, "seconds": 2.5, "top1": 1.0,
         "model": {"name": "model.zip", "bytes": 1, "sha256": "00"}}
        """);

    List<PhaseRecord> phases = run.writePhases(1, 1, 0.5);

    assertEquals(4, phases.size());
    assertEquals(
        List.of(
            "{\"phase\":\"large-batch\",\"steps\":1,\"seconds\":10.0,\"train_top1\":0.5,\"top1\":0.25}",
            "{\"phase\":\"replica-1\",\"steps\":20,\"seconds\":2.5,\"train_top1\":1.0,\"top1\":null}",
            "{\"phase\":\"refinement\",\"steps\":20,\"seconds\":2.5,\"train_top1\":1.0,\"top1\":null}",
            "{\"phase\":\"average\",\"steps\":0,\"seconds\":0.5,\"train_top1\":null,\"top1\":0.875}"),
        Files.readAllLines(runs.resolve("first/phases.jsonl")));
  }
}
