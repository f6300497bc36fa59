package dev.largo.report.mlflow;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the files of an MLflow run go. MLflow's Java client would start MLflow's Python for each;
 * this reaches what needs none: the tracking server's own store, and directories.
 */
interface ArtifactStore {
  /** From a run's files over its own folder and its experiment's to the store's. */
  int TO_THE_STORE = 3;

  /** Puts a file there. */
  void put(String name, byte[] content) throws IOException, InterruptedException;

  /**
   * The store of a run; empty if it cannot be reached from here.
   *
   * @param artifacts URI of the run's files, as the server tells it
   * @param server address of the tracking server
   */
  static Optional<ArtifactStore> of(String artifacts, URI server, Credentials credentials) {
    URI uri;
    try {
      uri = URI.create(artifacts.replace(" ", "%20"));
    } catch (IllegalArgumentException e) { // Its message is the address, with what is secret in it.
      return Optional.empty();
    }
    String scheme = uri.getScheme();
    if ("mlflow-artifacts".equals(scheme)
        && (uri.getAuthority() == null || uri.getAuthority().equals(server.getAuthority()))) {
      return Optional.of(
          new OnServer(
              server + "/api/2.0/mlflow-artifacts/artifacts" + uri.getRawPath(), credentials));
    }
    if (scheme == null || "file".equals(scheme)) {
      Path directory = Path.of(uri.getPath());
      return directory.isAbsolute()
              && (Files.isDirectory(directory) || (isHere(server.getHost()) && isKnown(directory)))
          ? Optional.of(new InDirectory(directory))
          : Optional.empty();
    }
    return Optional.empty();
  }

  /** A server behind a tunnel looks as if it were here: something above must be there. */
  private static boolean isKnown(Path directory) {
    Path above = directory.getParent();
    for (int i = 0; i < TO_THE_STORE && above != null; i++) {
      if (above.getParent() != null && Files.isDirectory(above)) {
        return true;
      }
      above = above.getParent();
    }
    return false;
  }

  /** Whether a server's directories are those of this machine, as far as its address tells. */
  private static boolean isHere(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (IOException e) {
      return false;
    }
  }

  /** The store that a tracking server keeps, or stands before. */
  final class OnServer implements ArtifactStore {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String folder;
    private final PlainHttp http;

    OnServer(String folder, Credentials credentials) {
      this.folder = folder;
      http = new PlainHttp(credentials, PATIENCE);
    }

    @Override
    public void put(String name, byte[] content) throws IOException, InterruptedException {
      URI file = URI.create(folder + "/" + name);
      int status =
          http.send(
                  HttpRequest.newBuilder(file).PUT(HttpRequest.BodyPublishers.ofByteArray(content)))
              .statusCode();
      if (status >= 300) {
        throw new IOException("HTTP %d for %s".formatted(status, file));
      }
    }
  }

  /** A directory of this machine, as of a tracking server that runs beside Largo. */
  final class InDirectory implements ArtifactStore {
    private final Path directory;

    InDirectory(Path directory) {
      this.directory = directory;
    }

    @Override
    public void put(String name, byte[] content) throws IOException {
      Files.createDirectories(directory);
      Files.write(directory.resolve(name), content);
    }
  }
}
