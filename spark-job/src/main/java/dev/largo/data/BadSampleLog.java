package dev.largo.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The samples that could not be read in this JVM; for any number of threads. */
public final class BadSampleLog {
  private final int most;
  private final Set<String> known = new HashSet<>();
  private final List<BadSample> news = new ArrayList<>();

  /**
   * An empty log.
   *
   * @param most different ones that are put up with
   */
  public BadSampleLog(int most) {
    this.most = most;
  }

  /**
   * Notes a sample.
   *
   * @throws DataException if it is one too many
   */
  synchronized void add(BadSample sample) throws DataException {
    if (known.add(sample.sample())) {
      news.add(sample);
    }
    if (known.size() > most) {
      throw tooMany(most, sample);
    }
  }

  /** What to say when a bound is passed. */
  public static DataException tooMany(int most, BadSample last) {
    return new DataException(
        "data.bad-samples-at-most = " + most,
        "more samples than that cannot be read, the last of them because " + last.reason(),
        "mend the data, or raise the bound");
  }

  /** Those that were noted since this was asked last; each once. */
  public synchronized List<BadSample> news() {
    List<BadSample> taken = List.copyOf(news);
    news.clear();
    return taken;
  }
}
