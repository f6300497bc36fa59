package dev.largo.report.mlflow;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Requests for which MLflow's client has no words. They follow no redirect, which could take
 * credentials to another host, and wait for no answer for ever.
 */
final class PlainHttp {
  /** One for all: it has threads, and nothing closes it. */
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1) // Python's servers know no other.
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private final Credentials credentials;
  private final Duration patience;

  /**
   * Asks in somebody's name.
   *
   * @param patience for the whole of an answer
   */
  PlainHttp(Credentials credentials, Duration patience) {
    this.credentials = credentials;
    this.patience = patience;
  }

  /** Sends it, and reads past the answer's content. */
  HttpResponse<Void> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    credentials.header().ifPresent(header -> request.header("Authorization", header));
    CompletableFuture<HttpResponse<Void>> answer =
        HTTP.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding());
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException why ? why : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException(noAnswer(patience), e);
    } finally {
      answer.cancel(true);
    }
  }

  /** What there was to tell of a server that took too long. */
  static String noAnswer(Duration patience) {
    return "no answer within %d s".formatted(patience.toSeconds());
  }
}
