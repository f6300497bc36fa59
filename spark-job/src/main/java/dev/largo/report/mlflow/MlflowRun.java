package dev.largo.report.mlflow;

import dev.largo.config.MlflowConfig;
import dev.largo.record.RunFiles;
import dev.largo.report.ConfigValues;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.mlflow.api.proto.Service;

/**
 * The MLflow run of a directory: a new one, or the one that shows the directory already. Used by
 * one thread.
 */
final class MlflowRun {
  /**
   * What MLflow takes at once, and of one value: servers older than 2.8 take 500, the oldest 250.
   */
  private static final int PARAMS_AT_ONCE = 100;

  private static final int LONGEST_VALUE = 250;

  /** The folder of a study's runs stands between it and them. */
  private static final int FOLDERS_UP = 2;

  private final MlflowServer server;
  private final MlflowConfig config;
  private final Shown shown;
  private @Nullable MlflowFile file;
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
    Optional<MlflowFile> known = MlflowFile.read(shown.fileSystem(), shown.directory());
    if (known.isPresent()) {
      goOn(known.get());
    } else {
      make();
    }
  }

  /** Tells the configuration, unless that is told already. */
  void describe() {
    while (!params.isEmpty()) {
      List<Service.Param> next = params.subList(0, Math.min(PARAMS_AT_ONCE, params.size()));
      server.client().logBatch(id(), null, next, null);
      params = params.subList(next.size(), params.size());
    }
  }

  private void make() throws IOException {
    String experiment = server.experiment();
    Service.RunInfo made =
        server
            .client()
            .createRun(
                Service.CreateRun.newBuilder()
                    .setExperimentId(experiment)
                    .setUserId(System.getProperty("user.name", ""))
                    .setStartTime(shown.start().toEpochMilli())
                    .addAllTags(tags())
                    .build());
    artifactUri = made.getArtifactUri();
    params = params(configuration());
    MlflowFile written = new MlflowFile(config.uri(), experiment, made.getRunId());
    written.write(shown.fileSystem(), shown.directory());
    file = written;
  }

  private void goOn(MlflowFile known) {
    artifactUri =
        server.run(known.runId(), MlflowFile.in(shown.directory()).toString()).getArtifactUri();
    // No end, of which MLflow's client would send the time.
    server
        .client()
        .sendPost(
            "runs/update",
            "{\"run_id\": \"%s\", \"status\": \"%s\"}"
                .formatted(known.runId(), Service.RunStatus.RUNNING));
    file = known;
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
    for (int i = 0; i < FOLDERS_UP; i++) {
      above = above.getParent();
      if (above == null) {
        return Optional.empty();
      }
    }
    return MlflowFile.read(shown.fileSystem(), above).filter(of -> of.uri().equals(config.uri()));
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
    server.client().logBatch(id(), metrics, null, null);
  }

  /** It has ended now. */
  void end(Service.RunStatus how) {
    server.client().setTerminated(id(), how);
  }

  /** Uploads files of its directory, those that are there; says why where that cannot be done. */
  Optional<String> upload(List<String> names, Credentials credentials)
      throws IOException, InterruptedException {
    String uri = artifactUri == null ? "" : artifactUri;
    Optional<ArtifactStore> store = ArtifactStore.of(uri, URI.create(config.uri()), credentials);
    if (store.isEmpty()) {
      return Optional.of("%s cannot be reached without MLflow's Python".formatted(uri));
    }
    for (String name : names) {
      if (shown.fileSystem().exists(new Path(shown.directory(), name))) {
        store.get().put(name, read(name));
      }
    }
    return Optional.empty();
  }
}
