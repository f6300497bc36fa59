package dev.largo.report.tensorboard;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Struct;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.Value;
import dev.largo.config.ConfigLoader;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import dev.largo.record.RunDirectory;
import dev.largo.report.weights.FirstFilters;
import dev.largo.report.weights.WeightHistogram;
import dev.largo.train.EvaluationRecord;
import dev.largo.train.Histogram;
import dev.largo.train.HistogramRecord;
import dev.largo.train.HistogramRecord.Kind;
import dev.largo.train.LayerRecord;
import dev.largo.train.StepRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.PureJavaCrc32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.HistogramProto;
import org.tensorflow.proto.SessionLog;
import org.tensorflow.proto.SummaryMetadata;

/** Event files are read with TensorFlow's own protocol classes. */
final class TensorBoardRecorderTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path runs;
  private RunDirectory run;

  @BeforeEach
  void makeARun() throws IOException {
    run =
        RunDirectory.create(
            ConfigLoader.load(
                "a.conf",
                "largo { name = first, data.format = synthetic, model.name = lenet, optimizer.momentum = 0.75 }",
                List.of("runs=" + runs)),
            new Configuration());
  }

  private static StepRecord step(long number) {
    return new StepRecord(
        number,
        number / 4.0,
        2.0 / number,
        0.5,
        256,
        1.5,
        1000,
        null,
        false,
        new StepRecord.Seconds(0.01, 0.2, 0.03, 0.01, 0.25),
        null,
        0.5,
        null);
  }

  /** The files in the order in which TensorBoard reads them. */
  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(runs.resolve("first/tensorboard"))) {
      return files.sorted().toList();
    }
  }

  /** The events of a file, its checksums taken anew by another implementation. */
  private static List<Event> events(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] length = new byte[Long.BYTES];
      bytes.get(length);
      assertEquals(masked(length), bytes.getInt(), "checksum of a length");
      byte[] data =
          new byte
              [Math.toIntExact(ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong())];
      bytes.get(data);
      assertEquals(masked(data), bytes.getInt(), "checksum of an event");
      events.add(Event.parseFrom(data));
    }
    return events;
  }

  private static int masked(byte[] data) {
    PureJavaCrc32C sum = new PureJavaCrc32C();
    sum.update(data, 0, data.length);
    long crc = sum.getValue();
    return (int) (((crc >>> 15 | crc << 17) & 0xffffffffL) + 0xa282ead8L);
  }

  private static float scalar(List<Event> events, long step, String tag) {
    List<Float> found =
        events.stream()
            .filter(event -> event.getStep() == step)
            .flatMap(event -> event.getSummary().getValueList().stream())
            .filter(value -> value.getTag().equals(tag))
            .map(value -> value.getSimpleValue())
            .toList();
    assertEquals(1, found.size(), tag);
    return found.get(0);
  }

  @Test
  void checkpointThatCannotBeReadCostsNothingButItsHistograms() throws IOException {
    try (TensorBoardRecorder recorder = new TensorBoardRecorder(run, START, 0)) {
      recorder.step(step(1));
      recorder.checkpoint(1);
      recorder.step(step(2));
    }

    List<Event> events = events(files().get(0));
    assertEquals(2f, scalar(events, 1, "training/loss"));
    assertEquals(1f, scalar(events, 2, "training/loss"));
  }

  @Test
  void whatIsRecordedIsReadBack() throws IOException {
    try (TensorBoardRecorder recorder = new TensorBoardRecorder(run, START, 0)) {
      recorder.step(step(1));
      recorder.layers(List.of(new LayerRecord(1, "conv.W", 2, 0.5, 0.25, 0.125, 1e-3)));
      recorder.evaluation(new EvaluationRecord(1, 0.25, "swa", 0.75, 0.9, 0.5, 100));
    }

    List<Event> events = events(files().get(0));

    assertEquals("brain.Event:2", events.get(0).getFileVersion());
    assertEquals(2f, scalar(events, 1, "training/loss"));
    assertEquals(0.5f, scalar(events, 1, "training/learning_rate"));
    assertEquals(1000f, scalar(events, 1, "time/images_per_second"));
    assertEquals(0.25f, scalar(events, 1, "trust_ratio/conv.W"));
    assertEquals(0.75f, scalar(events, 1, "validation_top1/swa"));
    assertTrue(events.stream().allMatch(event -> event.getWallTime() > 1.6e9));
  }

  /** A bin begins where the one before it ends, the first one at the least value. */
  @Test
  void histogramsHaveTheirBinsFromTheLeastToTheMost() throws IOException {
    float[] values = {-1, -1.3f, -2, 0, 0, 0.5f, 0.6f, 4, Float.NaN};
    try (TensorBoardRecorder recorder = new TensorBoardRecorder(run, START, 0)) {
      recorder.histograms(
          List.of(
              histogram(Kind.ACTIVATION, "relu", 0, 0),
              histogram(Kind.GRADIENT, "conv.W", values),
              histogram(Kind.PARAMETER, "conv.W", Float.NaN)));
    }

    Map<String, HistogramProto> found =
        events(files().get(0)).stream()
            .filter(event -> event.getStep() == 5)
            .flatMap(event -> event.getSummary().getValueList().stream())
            .filter(value -> value.hasHisto())
            .collect(Collectors.toMap(value -> value.getTag(), value -> value.getHisto()));
    assertEquals(Set.of("activations/relu", "gradients/conv.W"), found.keySet());
    HistogramProto zeros = requireNonNull(found.get("activations/relu"));
    assertEquals(List.of(0.0), zeros.getBucketLimitList());
    assertEquals(List.of(2.0), zeros.getBucketList());
    HistogramProto gradient = requireNonNull(found.get("gradients/conv.W"));
    assertEquals(-2, gradient.getMin());
    assertEquals(4, gradient.getMax());
    assertEquals(8, gradient.getNum());
    assertEquals(
        List.of(-2.0, -1.75, -1.5, -1.25, -1.0, 0.5, 0.625),
        gradient.getBucketLimitList().subList(0, 7));
    assertEquals(
        List.of(1.0, 0.0, 0.0, 1.0, 1.0, 2.0, 2.0), gradient.getBucketList().subList(0, 7));
    assertEquals(5, gradient.getBucketLimit(gradient.getBucketLimitCount() - 1));
    assertEquals(8, gradient.getBucketList().stream().mapToDouble(count -> count).sum());
    assertEquals(-2.25 - 1.375 - 1.125 + 2 * 0.5625 + 4.5, gradient.getSum(), 1e-12);
  }

  private static HistogramRecord histogram(Kind kind, String layer, float... values) {
    return new HistogramRecord(5, layer, kind, Histogram.of(FloatBuffer.wrap(values)));
  }

  /** TensorBoard takes a start of a session to void what has its step or a later one. */
  @Test
  void resumedRunHasAFileMoreThatVoidsTheStepsMadeAgain() throws IOException {
    try (TensorBoardRecorder recorder = new TensorBoardRecorder(run, START, 0)) {
      recorder.step(step(1));
      recorder.step(step(2));
      recorder.rewound(1);
      recorder.step(step(2));
    }
    new TensorBoardRecorder(run, START, 1).close();

    assertEquals(2, files().size());
    assertEquals(List.of(1L, 2L), starts(events(files().get(0))));
    assertEquals(List.of(2L), starts(events(files().get(1))));
  }

  private static List<Long> starts(List<Event> events) {
    return events.stream()
        .filter(event -> event.getSessionLog().getStatus() == SessionLog.SessionStatus.START)
        .map(Event::getStep)
        .toList();
  }

  @Test
  void hyperParametersAreThoseOfTheConfiguration() throws IOException {
    new TensorBoardRecorder(run, START, 0).close();

    SummaryMetadata metadata =
        events(files().get(0)).stream()
            .flatMap(event -> event.getSummary().getValueList().stream())
            .filter(value -> value.getTag().equals("_hparams_/session_start_info"))
            .map(value -> value.getMetadata())
            .collect(Collectors.toList())
            .get(0);
    assertEquals("hparams", metadata.getPluginData().getPluginName());
    UnknownFieldSet session =
        UnknownFieldSet.parseFrom(
            UnknownFieldSet.parseFrom(metadata.getPluginData().getContent())
                .getField(3)
                .getLengthDelimitedList()
                .get(0));
    // A map's entries are the same on the wire as those of a Struct.
    Struct.Builder values = Struct.newBuilder();
    values.mergeFrom(
        UnknownFieldSet.newBuilder().addField(1, session.getField(1)).build().toByteString());
    assertEquals(
        Value.newBuilder().setNumberValue(0.75).build(),
        values.build().getFieldsOrThrow("optimizer.momentum"));
    assertEquals("lenet", values.build().getFieldsOrThrow("model.name").getStringValue());
    assertEquals("first", session.getField(4).getLengthDelimitedList().get(0).toStringUtf8());
  }

  @Test
  void weightsAreAHistogramAndAPicture() throws IOException {
    ParameterLayout layout =
        new ParameterLayout(
            List.of(new Segment("conv.W", "conv", Role.WEIGHT, 0, 8, List.of(2, 1, 2, 2))));
    float[] parameters = {0, 1, 2, 3, -1, -1, -1, 5};
    org.apache.hadoop.fs.Path directory = new org.apache.hadoop.fs.Path(runs + "/events");
    FileSystem fileSystem = directory.getFileSystem(new Configuration());
    FirstFilters filters = FirstFilters.of(9, parameters, layout).orElseThrow();
    try (EventFile file = EventFile.create(fileSystem, directory, InstantSource.fixed(START))) {
      file.write(
          9,
          new Summary()
              .histogram("w", WeightHistogram.of(9, parameters, layout.segments().get(0)))
              .image("f", filters.image().getWidth(), filters.image().getHeight(), filters.png()));
    }
    Path written = runs.resolve("events/events.out.tfevents.1767323045.largo");
    List<Event> events = events(written);

    HistogramProto histogram = events.get(1).getSummary().getValue(0).getHisto();
    assertEquals(
        List.of(-1.0, 5.0, 8.0),
        List.of(histogram.getMin(), histogram.getMax(), histogram.getNum()));
    assertEquals(3, histogram.getBucket(0));
    assertEquals(5, histogram.getBucketLimit(histogram.getBucketLimitCount() - 1), 1e-12);
    assertEquals(histogram.getBucketLimitCount(), histogram.getBucketCount());
    byte[] png =
        events.get(1).getSummary().getValue(1).getImage().getEncodedImageString().toByteArray();
    assertArrayEquals(filters.png(), png);
    assertEquals(5, ImageIO.read(new ByteArrayInputStream(png)).getWidth());
  }
}
