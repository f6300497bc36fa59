package dev.largo.report.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.largo.config.ConfigException;
import dev.largo.config.MlflowConfig;
import dev.largo.record.RunFiles;
import dev.largo.report.ConfigValues;
import dev.largo.study.StudyDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.mlflow.api.proto.Service;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MLflow run of a directory: a new one, or the one that shows the directory already. Used by
 * one thread.
 */
final class MlflowRun {
  private static final Logger LOG = LoggerFactory.getLogger(MlflowRun.class);

  /**
   * What MLflow takes at once, and of one value: servers older than 2.8 take 500, the oldest 250.
   */
  private static final int PARAMS_AT_ONCE = 100;

  private static final int LONGEST_VALUE = 250;

  /** The folder of a study's runs stands between it and them. */
  private static final int TO_THE_STUDY = 2;

  private final MlflowServer server;
  private final MlflowConfig config;
  private final Shown shown;
  private @Nullable MlflowFile made;
  private volatile @Nullable MlflowFile file;
  private @Nullable String artifactUri;
  private List<Service.Param> params = List.of();

  MlflowRun(MlflowServer server, MlflowConfig config, Shown shown) {
    this.server = server;
    this.config = config;
    this.shown = shown;
  }

  /** Makes it, or goes on with it. */
  void open() throws IOException {
    if (file != null) {
      return;
    }
    Optional<MlflowFile> known =
        made == null
            ? MlflowFile.read(shown.fileSystem(), shown.directory(), config.uri())
            : Optional.empty();
    if (known.isPresent()) {
      goOn(known.get());
    } else {
      make();
    }
  }

  /**
   * Tells what it does not know yet of the configuration.
   *
   * @throws Outbox.RefusedException at the end, if some was refused
   */
  void describe() {
    Outbox.@Nullable RefusedException refused = null;
    while (!params.isEmpty()) {
      List<Service.Param> next = params.subList(0, Math.min(PARAMS_AT_ONCE, params.size()));
      try {
        log(Service.LogBatch.newBuilder().addAllParams(next));
      } catch (Outbox.RefusedException e) {
        refused = e;
      }
      params = params.subList(next.size(), params.size());
    }
    if (refused != null) {
      throw refused;
    }
  }

  /** What can fail comes before it is made or, as the file does, is all that is tried again. */
  private void make() throws IOException {
    MlflowFile written = made;
    if (written == null) {
      params = params(configuration());
      List<Service.RunTag> tags = tags();
      String experiment = server.experiment();
      JsonNode info =
          server
              .post(
                  "runs/create",
                  Service.CreateRun.newBuilder()
                      .setExperimentId(experiment)
                      .setUserId(System.getProperty("user.name", ""))
                      .setStartTime(shown.start().toEpochMilli())
                      .addAllTags(tags))
              .path("run")
              .path("info");
      artifactUri = info.path("artifact_uri").asText();
      written = new MlflowFile(config.uri(), experiment, info.path("run_id").asText());
      made = written;
    }
    written.write(shown.fileSystem(), shown.directory());
    file = written;
  }

  private void goOn(MlflowFile known) throws IOException {
    Service.Run run = server.run(known.runId(), MlflowFile.in(shown.directory()).toString());
    artifactUri = run.getInfo().getArtifactUri();
    Set<String> told = new HashSet<>();
    run.getData().getParamsList().forEach(param -> told.add(param.getKey()));
    params =
        params(configuration()).stream().filter(param -> !told.contains(param.getKey())).toList();
    update(Service.UpdateRun.newBuilder().setStatus(Service.RunStatus.RUNNING), known.runId());
    file = known;
  }

  private void update(Service.UpdateRun.Builder how, String id) {
    JsonNode unused = server.post("runs/update", how.setRunId(id));
  }

  private List<Service.RunTag> tags() throws IOException {
    List<Service.RunTag> tags = new ArrayList<>();
    tags.add(tag("mlflow.runName", shown.directory().getName()));
    tags.add(tag("mlflow.user", System.getProperty("user.name", "")));
    tags.add(tag("mlflow.source.name", "largo " + shown.largo()));
    tags.add(tag("mlflow.source.type", "JOB"));
    tags.add(tag("mlflow.source.git.commit", shown.gitCommit()));
    tags.add(tag("largo.directory", shown.directory().toString()));
    Optional<MlflowFile> parent = parent();
    parent.ifPresent(of -> tags.add(tag("mlflow.parentRunId", of.runId())));
    return tags;
  }

  private Optional<MlflowFile> parent() throws IOException {
    Path above = shown.directory();
    for (int i = 0; i < TO_THE_STUDY; i++) {
      above = above.getParent();
      if (above == null) {
        return Optional.empty();
      }
    }
    if (StudyDirectory.find(above.toString(), shown.fileSystem().getConf()).isEmpty()) {
      return Optional.empty();
    }
    try {
      return MlflowFile.read(shown.fileSystem(), above, config.uri());
    } catch (ConfigException e) {
      LOG.debug("stands below none", e);
      return Optional.empty();
    }
  }

  private static Service.RunTag tag(String key, String value) {
    return Service.RunTag.newBuilder().setKey(key).setValue(value).build();
  }

  /** The configuration, a parameter a key. */
  static List<Service.Param> params(String configuration) {
    List<Service.Param> params = new ArrayList<>();
    ConfigValues.of(configuration)
        .forEach(
            (key, value) ->
                params.add(
                    Service.Param.newBuilder()
                        .setKey(key.replaceAll("[^\\w./ -]", "_"))
                        .setValue(shortened(String.valueOf(value)))
                        .build()));
    return params;
  }

  private static String shortened(String value) {
    return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE - 3) + "...";
  }

  private String configuration() throws IOException {
    return new String(read("config.conf"), StandardCharsets.UTF_8);
  }

  private byte[] read(String name) throws IOException {
    return RunFiles.read(shown.fileSystem(), new Path(shown.directory(), name));
  }

  private String id() {
    return opened().runId();
  }

  boolean isOpen() {
    return file != null;
  }

  private MlflowFile opened() {
    if (file == null) {
      throw new IllegalStateException("not opened yet");
    }
    return file;
  }

  /** Where a browser shows it. */
  String page() {
    return "%s/#/experiments/%s/runs/%s"
        .formatted(config.uri(), opened().experimentId(), opened().runId());
  }

  void log(List<Service.Metric> metrics) {
    log(Service.LogBatch.newBuilder().addAllMetrics(metrics));
  }

  private void log(Service.LogBatch.Builder batch) {
    JsonNode unused = server.post("runs/log-batch", batch.setRunId(id()));
  }

  /** It has ended now. */
  void end(Service.RunStatus how) {
    update(
        Service.UpdateRun.newBuilder().setStatus(how).setEndTime(System.currentTimeMillis()), id());
  }

  /**
   * Uploads a file of its directory, if it is there.
   *
   * @throws IOException if it cannot be; it says why
   */
  void upload(String name, Credentials credentials) throws IOException, InterruptedException {
    String uri = artifactUri == null ? "" : artifactUri;
    ArtifactStore store =
        ArtifactStore.of(uri, URI.create(config.uri()), credentials)
            .orElseThrow(
                () ->
                    // No more of the address: a password may stand in it.
                    new IOException(
                        "the server's store, %s, is none that Largo writes to"
                            .formatted(uri.replaceFirst("(?s):.*", ":"))));
    if (shown.fileSystem().exists(new Path(shown.directory(), name))) {
      store.put(name, read(name));
    }
  }
}
