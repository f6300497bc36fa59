package dev.largo.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.largo.model.ModelArchive;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The refined replicas of a run, in {@code RUN/swap/replica-NN/}, each there as a whole or not at
 * all: what is there need not be refined again.
 */
public final class ReplicaDirectory {
  private static final String DIRECTORY = "swap";
  private static final String RECORD = "replica.json";
  private static final String DRAFT = ".draft";
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final FileSystem fileSystem;
  private final Path directory;
  private final String attempt;
  private final ModelWriter models;
  private final ModelReader reader;

  /** Reads the parameters of a model file. */
  interface ModelReader {
    float[] read(InputStream in) throws IOException;
  }

  /**
   * The replicas of the run in a directory, of which there may be none yet.
   *
   * @param attempt a name that tells the drafts of attempts apart
   */
  public ReplicaDirectory(Path run, Configuration hadoop, ModelWriter models, String attempt)
      throws IOException {
    this(run, hadoop, models, ModelArchive::readParameters, attempt);
  }

  ReplicaDirectory(
      Path run, Configuration hadoop, ModelWriter models, ModelReader reader, String attempt)
      throws IOException {
    fileSystem = Storage.of(run, hadoop);
    directory = new Path(run, DIRECTORY);
    this.attempt = attempt;
    this.models = models;
    this.reader = reader;
  }

  /** Throws away the drafts that killed workers have left; before an attempt starts. */
  public static void clearDrafts(Path run, Configuration hadoop) throws IOException {
    FileSystem fileSystem = Storage.of(run, hadoop);
    FileStatus[] drafts = fileSystem.globStatus(new Path(run, DIRECTORY + "/.*" + DRAFT));
    for (FileStatus draft : drafts == null ? new FileStatus[0] : drafts) {
      fileSystem.delete(draft.getPath(), true);
    }
  }

  /** What is known of the replicas of a run that are there, in their order. */
  public static List<ReplicaRecord> read(Path run, Configuration hadoop, int replicas)
      throws IOException {
    ReplicaDirectory found = new ReplicaDirectory(run, hadoop, (vector, out) -> {}, "");
    List<ReplicaRecord> records = new ArrayList<>();
    for (int replica = 1; replica <= replicas; replica++) {
      found.record(replica).ifPresent(records::add);
    }
    return records;
  }

  /**
   * Whether a replica is there as it was written, and is the one that is wanted.
   *
   * @param origin as {@link ReplicaRecipe#origin} has it
   */
  boolean holds(int replica, String origin) throws IOException {
    ReplicaRecord record = record(replica).orElse(null);
    return record != null
        && record.replica() == replica
        && origin.equals(record.origin())
        && record.model() != null
        && fileSystem.exists(model(replica))
        && Storage.sha256(fileSystem, model(replica)).equals(record.model().sha256());
  }

  /** Keeps a replica; one that is there and is bad, or another one, goes. */
  void write(int rank, RefinementRecord summary, String origin, float[] parameters)
      throws IOException {
    int replica = summary.replica();
    Path draft = new Path(directory, "." + name(replica) + "." + attempt + DRAFT);
    WrittenFile model =
        Storage.writeMeasured(
            fileSystem, new Path(draft, Checkpoint.MODEL), out -> models.write(parameters, out));
    ReplicaRecord record =
        new ReplicaRecord(
            replica, origin, rank, summary.steps(), summary.seconds(), summary.top1(), model);
    byte[] json = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(record);
    Storage.write(fileSystem, new Path(draft, RECORD), out -> out.write(json));
    if (holds(replica, origin)) {
      // A worker of an older attempt had not ended yet: its bits are the same.
      fileSystem.delete(draft, true);
      return;
    }
    fileSystem.delete(of(replica), true);
    Storage.rename(fileSystem, draft, of(replica));
  }

  /** The parameters of a replica that is there. */
  float[] parameters(int replica) throws IOException {
    try (InputStream in = new BufferedInputStream(fileSystem.open(model(replica)))) {
      return reader.read(in);
    }
  }

  private Optional<ReplicaRecord> record(int replica) throws IOException {
    try (InputStream in = fileSystem.open(new Path(of(replica), RECORD))) {
      return Optional.ofNullable(JSON.readValue(in, ReplicaRecord.class));
    } catch (FileNotFoundException | JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private Path model(int replica) {
    return new Path(of(replica), Checkpoint.MODEL);
  }

  private Path of(int replica) {
    return new Path(directory, name(replica));
  }

  private static String name(int replica) {
    return String.format(Locale.ROOT, "replica-%02d", replica);
  }
}
