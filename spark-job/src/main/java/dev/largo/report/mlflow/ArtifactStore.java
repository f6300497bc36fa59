package dev.largo.report.mlflow;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the files of an MLflow run go. MLflow's Java client would start MLflow's Python for each;
 * this reaches what needs none: the tracking server's own store, and directories.
 */
interface ArtifactStore {
  /** Puts a file there. */
  void put(String name, byte[] content) throws IOException, InterruptedException;

  /**
   * The store of a run; empty if it cannot be reached from here.
   *
   * @param artifacts URI of the run's files, as the server tells it
   * @param server address of the tracking server
   */
  static Optional<ArtifactStore> of(String artifacts, URI server, Credentials credentials) {
    URI uri = URI.create(artifacts.replace(" ", "%20"));
    String scheme = uri.getScheme();
    if ("mlflow-artifacts".equals(scheme)
        && (uri.getAuthority() == null || uri.getAuthority().equals(server.getAuthority()))) {
      return Optional.of(
          new OnServer(
              server + "/api/2.0/mlflow-artifacts/artifacts" + uri.getRawPath(), credentials));
    }
    if (scheme == null || "file".equals(scheme)) {
      Path directory = Path.of(uri.getPath());
      return directory.isAbsolute() && (Files.isDirectory(directory) || isHere(server.getHost()))
          ? Optional.of(new InDirectory(directory))
          : Optional.empty();
    }
    return Optional.empty();
  }

  /** Whether a server's directories are those of this machine. */
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
    private final Credentials credentials;
    private final HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1) // Python's servers know no other.
            .connectTimeout(PATIENCE)
            .build();

    OnServer(String folder, Credentials credentials) {
      this.folder = folder;
      this.credentials = credentials;
    }

    @Override
    public void put(String name, byte[] content) throws IOException, InterruptedException {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(folder + "/" + name))
              .timeout(PATIENCE)
              .PUT(HttpRequest.BodyPublishers.ofByteArray(content));
      credentials.header().ifPresent(header -> request.header("Authorization", header));
      int status = http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status >= 300) {
        throw new IOException("HTTP %d for %s".formatted(status, request.build().uri()));
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
