package dev.largo.spark.coordination;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.largo.train.CheckpointPart;
import dev.largo.train.EvaluationRecord;
import dev.largo.train.Histogram;
import dev.largo.train.HistogramRecord;
import dev.largo.train.HistogramRecord.Kind;
import dev.largo.train.LayerRecord;
import dev.largo.train.RefinementRecord;
import dev.largo.train.StepRecord;
import dev.largo.train.WrittenFile;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What ranks tell the driver, and what becomes of it. */
@Timeout(60)
final class CoordinatorNewsTest extends CoordinatorFixture {
  @Test
  void refinedReplicasCountAsProgress() throws Exception {
    Attempt attempt = begin(0, 2);
    RefinementRecord second =
        new RefinementRecord(40, 2, 3, 28, 56, 1, 2, 0.1 + 0.2, 0.75, 1.5, 1000);

    CoordinatorClient client = client(0, 1);
    client.refinement(second);
    client.leave();

    assertEquals(List.of(second), recorded.all);
    assertEquals(40 + 56 + 28, attempt.reached());
    assertEquals(40L + 56 + 28, attempt.going().get(20, TimeUnit.SECONDS));
  }

  @Test
  void newsIsRecordedInItsOrderAndExactly() throws Exception {
    begin(0, 1);
    CoordinatorClient client = client(0, 0);
    StepRecord odd = step(1, Double.NaN, 0.1 + 0.2);
    LayerRecord layer = new LayerRecord(1, "conv", 1e-300, Double.POSITIVE_INFINITY, 1, 2, 3);
    HistogramRecord histogram =
        new HistogramRecord(
            1, "conv", Kind.GRADIENT, Histogram.of(FloatBuffer.wrap(new float[] {0.1f, -3, 3})));
    EvaluationRecord evaluation = new EvaluationRecord(1, 1.0 / 3, "swa", 0.5, 0.75, 1.5, 50);

    client.step(odd);
    client.layers(List.of(layer));
    client.histograms(List.of(histogram));
    client.evaluation(evaluation);
    for (int i = 2; i < 300; i++) {
      client.step(step(i, i, i));
    }
    client.leave();

    assertEquals(
        List.of(odd, List.of(layer), List.of(histogram), evaluation), recorded.all.subList(0, 4));
    assertEquals(302, recorded.all.size());
    assertEquals(step(299, 299, 299), recorded.all.get(301));
  }

  /** All at once they could be more than a message may be. */
  @Test
  void manyHistogramsComeInPieces() throws Exception {
    begin(0, 1);
    CoordinatorClient client = client(0, 0);
    client.join(at(0), PATIENCE); // Who is not known yet may send little.
    List<HistogramRecord> all =
        IntStream.range(0, 1201)
            .mapToObj(
                i ->
                    new HistogramRecord(
                        1,
                        "conv" + i,
                        Kind.GRADIENT,
                        Histogram.of(FloatBuffer.wrap(new float[] {i}))))
            .toList();

    client.histograms(all);
    client.leave();

    assertEquals(
        List.of(all.subList(0, 500), all.subList(500, 1000), all.subList(1000, 1201)),
        recorded.all);
  }

  @Test
  void failureToRecordComesBackToTheRank() throws Exception {
    begin(0, 1);
    recorded.refuse = true;
    CoordinatorClient client = client(0, 0);

    client.step(step(1, 1, 1));

    Throwable told = lost.poll(20, TimeUnit.SECONDS);
    assertInstanceOf(DriverLostException.class, told);
    assertThrows(IOException.class, client::leave);
    assertEquals("the disk is full", requireNonNull(events.failure()).getMessage());
  }

  @Test
  void partsOfCheckpointsTravelWhole() {
    CheckpointPart part =
        new CheckpointPart(8, 1, List.of(new WrittenFile("state-0-9.bin", 1L << 40, "ab")));
    Message message = new Message.Written(3, part);

    Envelope back = decoded(new Envelope(TOKEN, message));

    assertEquals(message, back.message());
  }

  private static Envelope decoded(Envelope envelope) {
    try {
      return Json.decode(Json.encode(envelope), Envelope.class);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
