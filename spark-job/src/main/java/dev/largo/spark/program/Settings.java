package dev.largo.spark.program;

import dev.largo.config.AggregationMode;
import dev.largo.config.ConfigException;
import dev.largo.config.ConfigLoader;
import dev.largo.config.DecayConfig;
import dev.largo.config.LargoConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a program wants its networks trained.
 *
 * @param keys values by key of {@code conf/reference.conf}
 * @param exportDirectory where samples are laid down, a path or any Hadoop URI; null: a default
 * @param useAverage the average whose parameters are the result; null: the last step's
 * @param epochsPerFit passes that one fit makes of the schedule's; null: all of them
 */
public record Settings(
    Map<String, Object> keys,
    @Nullable String exportDirectory,
    @Nullable String useAverage,
    @Nullable Integer epochsPerFit) {
  private static final String NAME = "name";
  private static final String RUNS = "runs";

  /** What a program cannot set: the data and the network are its own. */
  private static final List<String> OWN = List.of("data.format", "data.train", "data.validation");

  private static final List<String> OTHERS = List.of("model.", "distill.", "data.synthetic.");

  public Settings {
    keys = Map.copyOf(keys);
  }

  /**
   * Checks all that needs no data.
   *
   * @param caller what to call the program in messages
   * @throws ConfigException with everything that is wrong
   */
  public void check(String caller) {
    List<String> problems = new ArrayList<>();
    for (String key : new TreeMap<>(keys).keySet()) {
      if (OWN.contains(key) || OTHERS.stream().anyMatch(key::startsWith)) {
        problems.add(
            "%s: %s: data and network are those that fit is given; remove it"
                .formatted(caller, key));
      }
    }
    if (!keys.containsKey("epochs")) {
      problems.add(
          caller
              + ": epochs: missing; say over how many passes the learning rate's schedule goes, epochs(n): fit makes them all, or epochsPerFit(k) of them");
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    LargoConfig config = config(caller, "runs", "train", "validation", "network.zip", true, true);
    if (epochsPerFit != null && (epochsPerFit < 1 || epochsPerFit > config.epochs())) {
      throw new ConfigException(
          List.of(
              "%s: epochsPerFit = %d: must be 1 to epochs = %d"
                  .formatted(caller, epochsPerFit, config.epochs())));
    }
    requireMeetingsAtEndsOfFits(caller, config);
  }

  private void requireMeetingsAtEndsOfFits(String caller, LargoConfig config) {
    if (epochsPerFit != null
        && config.aggregation().mode() == AggregationMode.PARAMETER_AVERAGING) {
      throw new ConfigException(
          List.of(
              caller
                  + ": epochsPerFit: models of aggregation.mode = parameter-averaging do not meet at a fit's end; leave one of them out"));
    }
  }

  /** Whether the run's directory is to stay. */
  boolean keepsRun() {
    return keys.containsKey(NAME);
  }

  /** Passes that one fit makes. */
  int epochsOf(LargoConfig config) {
    return epochsPerFit == null ? config.epochs() : epochsPerFit;
  }

  /**
   * The configuration of a run.
   *
   * @param runs where its directory is made, if it is not to stay
   * @param evaluates whether there is validation data; else nothing is evaluated before the end
   * @param local whether all workers are in the driver's JVM: there is nothing to go on from after
   *     a loss
   */
  LargoConfig config(
      String caller,
      String runs,
      String train,
      String validation,
      String network,
      boolean local,
      boolean evaluates) {
    Map<String, Object> all = new TreeMap<>();
    String whole = keys.getOrDefault("epochs", 1) + " epochs";
    if (local) {
      all.put("checkpoint.every", whole);
    }
    if (!evaluates) {
      all.put("evaluation.every", whole);
    }
    all.put("data.threads", 1); // There is nothing to decode.
    all.put(NAME, "fit");
    all.put(RUNS, runs);
    all.putAll(keys);
    all.put("data.format", "float-records");
    all.put("data.train", train);
    all.put("data.validation", validation);
    all.put("model.file", network);
    LargoConfig config = ConfigLoader.load(caller, all);
    if (!evaluates && config.schedule().decay().kind() == DecayConfig.Kind.PLATEAU) {
      throw new ConfigException(
          List.of(
              caller
                  + ": schedule.decay.kind = plateau: looks at the validation loss, and there is no validation data"));
    }
    return config;
  }
}
