package dev.largo.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The samples that could not be read in this JVM; for any number of threads. */
public final class BadSampleLog {
  private final int most;
  private final Set<String> known = new HashSet<>();
  private final List<BadSample> noted = new ArrayList<>();

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
      noted.add(sample);
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

  /**
   * Those noted so far, each once, in the order in which they were met.
   *
   * @param known how many of them to leave out, from the first on
   */
  public synchronized List<BadSample> after(int known) {
    return List.copyOf(noted.subList(known, noted.size()));
  }
}
