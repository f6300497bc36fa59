package dev.largo.spark.program;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What programs may set, in the manner of Deeplearning4j's builders. Whatever is not set here has
 * the default that {@code conf/reference.conf} gives it; {@link #set} takes any of its keys.
 *
 * @param <B> the builder itself
 */
public abstract class SettingsBuilder<B extends SettingsBuilder<B>> {
  private final Map<String, Object> keys = new HashMap<>();
  private @Nullable String exportDirectory;
  private @Nullable String useAverage;
  private @Nullable Integer epochsPerFit;

  /**
   * Settings for a global batch.
   *
   * @param globalBatch samples of a step, over all workers; a multiple of the micro-batch
   */
  protected SettingsBuilder(int globalBatch) {
    keys.put("batch.global", globalBatch);
  }

  /** This builder. */
  protected abstract B self();

  /** Samples of one gradient computation on one worker; 32 by default. */
  public B microBatchSize(int samples) {
    return set("batch.micro", samples);
  }

  /** How many workers share a step; by default as many as there are task slots. */
  public B workers(int count) {
    return set("workers", count);
  }

  /** The optimizer: lars, lamb, adamw, momentum ... */
  public B optimizer(String name) {
    return set("optimizer.name", name);
  }

  /** The optimizer's weight decay. */
  public B weightDecay(double decay) {
    return set("optimizer.weight-decay", decay);
  }

  /** The optimizer's momentum. */
  public B momentum(double momentum) {
    return set("optimizer.momentum", momentum);
  }

  /** The learning rate after warm-up, used as it is. */
  public B learningRate(double rate) {
    set("schedule.scaling", "none");
    return set("schedule.base-lr", rate);
  }

  /**
   * The learning rate at a reference batch, scaled linearly to the global batch.
   *
   * @param baseBatch samples of that batch
   */
  public B learningRate(double rate, int baseBatch) {
    set("schedule.scaling", "linear");
    set("schedule.base-batch", baseBatch);
    return set("schedule.base-lr", rate);
  }

  /** Epochs over which the learning rate rises from 0, fractions allowed; 5 by default. */
  public B warmupEpochs(double epochs) {
    return set("schedule.warmup.epochs", epochs);
  }

  /**
   * Passes over the data that the learning rate's schedule spans. One fit makes all of them, but
   * for {@link #epochsPerFit}.
   */
  public B epochs(int epochs) {
    return set("epochs", epochs);
  }

  /**
   * Passes that one fit makes: the next one goes on in the schedule, with the optimizer's state and
   * the averages, where the last one stopped. After the last of {@link #epochs} it begins anew.
   */
  public B epochsPerFit(int epochs) {
    epochsPerFit = epochs;
    return self();
  }

  /** Seeds the order of samples, augmentation and dropout. */
  public B seed(long seed) {
    return set("seed", seed);
  }

  /**
   * Keeps a stochastic weight average.
   *
   * @param startEpoch epochs trained before its phase, fractions allowed
   */
  public B swa(double startEpoch) {
    set("averaging.swa.enabled", true);
    return set("averaging.swa.start-epoch", startEpoch);
  }

  /**
   * Keeps an exponential moving average.
   *
   * @param decay what a step leaves of the average before it
   */
  public B ema(double decay) {
    set("averaging.ema.enabled", true);
    return set("averaging.ema.decay", decay);
  }

  /** The average whose parameters the network gets at the schedule's end: swa, ema ... */
  public B useAverage(String name) {
    useAverage = name;
    return self();
  }

  /**
   * Where samples are laid down for the workers, a path or any Hadoop URI. On a cluster all its
   * machines must see it. By default the JVM's temporary directory, on a cluster the user's home on
   * Hadoop's default file system.
   */
  public B exportDirectory(String uri) {
    exportDirectory = uri;
    return self();
  }

  /** Keeps the run's directory, {@code runs/name}, with its records, checkpoints and averages. */
  public B runDirectory(String runs, String name) {
    set("runs", runs);
    return set("name", name);
  }

  /**
   * Any key of {@code conf/reference.conf}, such as {@code optimizer.trust-coefficient}.
   *
   * @param value a number, boolean, text or list
   */
  public B set(String key, Object value) {
    keys.put(key, Objects.requireNonNull(value, key));
    return self();
  }

  /**
   * The settings so far, checked.
   *
   * @param caller what to call the program in messages
   * @throws dev.largo.config.ConfigException with everything that is wrong, a line each
   */
  protected final Settings settings(String caller) {
    Settings settings = new Settings(keys, exportDirectory, useAverage, epochsPerFit);
    settings.check(caller);
    return settings;
  }
}
