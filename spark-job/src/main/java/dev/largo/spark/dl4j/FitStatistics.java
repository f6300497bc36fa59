package dev.largo.spark.dl4j;

import dev.largo.spark.program.FitResult;
import dev.largo.train.RunMonitor;
import dev.largo.train.StepRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.stats.BaseEventStats;
import org.deeplearning4j.spark.stats.EventStats;
import org.deeplearning4j.spark.stats.StatsUtils;
import org.jspecify.annotations.Nullable;

/**
 * What fits took, in dl4j-spark's form: an event a fit and, for steps, as rank 0 sees them, an
 * event a step and part of it.
 */
public final class FitStatistics implements SparkTrainingStats, RunMonitor {
  private static final long serialVersionUID = 1L;

  private static final String EXPORT = "LargoExportTimesMs";
  private static final String FIT = "LargoFitTimesMs";
  private static final String STEP = "LargoStepTimesMs";
  private static final String DATA = "LargoStepDataTimesMs";
  private static final String GRADIENT = "LargoStepGradientTimesMs";
  private static final String REDUCE = "LargoStepReduceTimesMs";
  private static final String UPDATE = "LargoStepUpdateTimesMs";

  private final Map<String, List<EventStats>> events = new LinkedHashMap<>();

  /** Statistics of no fit. */
  public FitStatistics() {
    for (String key : List.of(EXPORT, FIT, STEP, DATA, GRADIENT, REDUCE, UPDATE)) {
      events.put(key, new ArrayList<>());
    }
  }

  @Override
  public synchronized void step(StepRecord step) {
    StepRecord.Seconds seconds = step.seconds();
    long begin = System.currentTimeMillis() - millis(seconds.total());
    add(STEP, begin, millis(seconds.total()));
    add(DATA, begin, millis(seconds.data()));
    add(GRADIENT, begin, millis(seconds.gradient()));
    add(REDUCE, begin, millis(seconds.reduce()));
    add(UPDATE, begin, millis(seconds.update()));
  }

  /** Takes in what a fit came to. */
  public synchronized void add(FitResult fit) {
    add(EXPORT, fit.startMillis(), fit.exportMillis());
    add(FIT, fit.startMillis() + fit.exportMillis(), fit.trainMillis());
  }

  @Override
  public Set<String> getKeySet() {
    return events.keySet();
  }

  @Override
  public synchronized List<EventStats> getValue(String key) {
    List<EventStats> values = events.get(key);
    if (values == null) {
      throw new IllegalArgumentException("unknown key: \"" + key + "\"; there are " + getKeySet());
    }
    return List.copyOf(values);
  }

  @Override
  public String getShortNameForKey(String key) {
    return key.replace("Largo", "").replace("TimesMs", "");
  }

  @Override
  public boolean defaultIncludeInPlots(String key) {
    return key.equals(EXPORT) || key.equals(FIT) || key.equals(STEP);
  }

  @Override
  public synchronized void addOtherTrainingStats(SparkTrainingStats other) {
    if (!(other instanceof FitStatistics)) {
      throw new IllegalArgumentException("statistics of another kind: " + other.getClass());
    }
    events.forEach((key, values) -> values.addAll(other.getValue(key)));
  }

  @Override
  public @Nullable SparkTrainingStats getNestedTrainingStats() {
    return null;
  }

  @Override
  public synchronized String statsAsString() {
    StringBuilder text = new StringBuilder();
    events.forEach(
        (key, values) -> {
          long sum = values.stream().mapToLong(EventStats::getDurationMs).sum();
          text.append(
              String.format(
                  Locale.ROOT,
                  "%-28s count %d, total %d ms, mean %.1f ms",
                  key,
                  values.size(),
                  sum,
                  values.isEmpty() ? 0.0 : (double) sum / values.size()));
          text.append('\n');
        });
    return text.toString();
  }

  @Override
  public synchronized void exportStatFiles(String outputPath, SparkContext spark)
      throws IOException {
    for (Map.Entry<String, List<EventStats>> entry : events.entrySet()) {
      String file = getShortNameForKey(entry.getKey()) + ".txt";
      StatsUtils.exportStats(entry.getValue(), outputPath, file, ",", spark);
    }
  }

  private void add(String key, long begin, long millis) {
    List<EventStats> values = events.get(key);
    if (values != null) {
      values.add(new BaseEventStats(begin, millis));
    }
  }

  private static long millis(double seconds) {
    return Math.round(seconds * 1000);
  }
}
