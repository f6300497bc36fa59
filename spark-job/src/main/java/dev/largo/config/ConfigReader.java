package dev.largo.config;

import dev.largo.config.Range.Bound;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns resolved values into records; each key's type and range stands here and nowhere else. */
final class ConfigReader {
  /** What names a directory. */
  static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

  private static final int MAX_BATCH = 1 << 24;
  private static final int MAX_SAMPLES = 10_000_000;
  private static final int MAX_EPOCHS = 100_000;
  private static final int MAX_WORKERS = 4096;
  private static final List<String> MODELS =
      List.of(
          "lenet",
          "lenet-5",
          "resnet-20",
          "resnet-18",
          "resnet-50",
          "f1",
          "f2",
          "c1",
          "c2",
          "c3",
          "c4");

  private static final Range LOSS_SCALES = new Range(1, Bound.INCLUDED, 1 << 24, Bound.INCLUDED);

  private final Values values;
  private final Combinations combinations;

  ConfigReader(Values values) {
    this.values = values;
    this.combinations = new Combinations(values);
  }

  /** Reports what is wrong to the values' problems; the result counts only when there are none. */
  LargoConfig read() {
    String name = values.text("name", "the run's name, for example name = \"first-run\"");
    if (!name.matches(NAME) && values.problems().clean("name")) {
      values.reject(
          "name", "must be letters, digits, dots, hyphens and underscores; it names a directory");
    }
    long seed = values.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE);
    String runs = values.path("runs", "the directory of run directories");
    DataConfig data = data();
    ModelConfig model = model();
    BatchConfig batch = batch();
    Workers workers = workers();
    OptimizerConfig optimizer = new OptimizerReader(values).read();
    int epochs = values.integer("epochs", 1, MAX_EPOCHS);
    LargoConfig config =
        new LargoConfig(
            name,
            seed,
            runs,
            data,
            model,
            batch,
            workers,
            optimizer,
            new ScheduleReader(values).read(MAX_BATCH, epochs),
            epochs,
            stop(),
            new AveragingReader(values).read(epochs),
            distill(),
            aggregation(),
            engine(),
            values.every("evaluation.every"),
            new CheckpointConfig(
                values.every("checkpoint.every"), values.integer("checkpoint.keep", 1, 100_000)),
            recovery(),
            new MetricsConfig(
                values.every("metrics.layers-every"),
                values.isSet("metrics.histograms-every")
                    ? values.every("metrics.histograms-every")
                    : null,
                values.flag("metrics.tensorboard")));
    combinations.check(config);
    return config;
  }

  private DataConfig data() {
    DataFormat format = values.choice("data.format", DataFormat.class);
    return new DataConfig(
        format,
        values.optionalPath("data.train", "a path or URI").orElse(null),
        values.optionalPath("data.validation", "a path or URI").orElse(null),
        values.isSet("data.image-size") ? values.integer("data.image-size", 8, 4096) : null,
        values.isSet("data.resize-shorter") ? values.integer("data.resize-shorter", 8, 4096) : null,
        values.numbers("data.normalize.mean", new Range(0, Bound.INCLUDED, 255, Bound.INCLUDED)),
        values.numbers("data.normalize.std", new Range(0, Bound.EXCLUDED, 255, Bound.INCLUDED)),
        new ShuffleConfig(
            values.choice("data.shuffle", ShuffleConfig.Kind.class),
            values.integer("data.shuffle-buffer", 1, MAX_SAMPLES)),
        augment(),
        threads(),
        badSamples(),
        new CacheConfig(values.bytes("data.cache.memory"), values.bytes("data.cache.disk")),
        new SyntheticConfig(
            values.path("data.synthetic.directory", "a path or URI"),
            values.integer("data.synthetic.train-samples", 10, MAX_SAMPLES),
            values.integer("data.synthetic.validation-samples", 10, MAX_SAMPLES),
            values.integer("data.synthetic.image-size", 16, 1024),
            values.whole("data.synthetic.seed", Long.MIN_VALUE, Long.MAX_VALUE)));
  }

  private AugmentConfig augment() {
    String jitter = "data.augment.color-jitter.";
    return new AugmentConfig(
        values.integer("data.augment.crop-padding", 0, 512),
        values.flag("data.augment.flip"),
        resizedCrop(),
        new AugmentConfig.ColorJitter(
            values.number(jitter + "brightness", Range.AT_LEAST_0),
            values.number(jitter + "contrast", Range.AT_LEAST_0),
            values.number(jitter + "saturation", Range.AT_LEAST_0),
            values.number(jitter + "hue", new Range(0, Bound.INCLUDED, 0.5, Bound.INCLUDED))),
        values.number("data.augment.pca-lighting", Range.AT_LEAST_0),
        values.number("data.augment.label-smoothing", Range.FRACTION),
        values.number("data.augment.mixup", Range.AT_LEAST_0),
        values.number("data.augment.cutmix", Range.AT_LEAST_0));
  }

  private AugmentConfig.@Nullable ResizedCrop resizedCrop() {
    String key = "data.augment.random-resized-crop.";
    if (!values.flag(key + "enabled")) {
      return null;
    }
    List<Double> area = interval(key + "area", new Range(0, Bound.EXCLUDED, 1, Bound.INCLUDED));
    List<Double> ratio = interval(key + "ratio", Range.ABOVE_0);
    return new AugmentConfig.ResizedCrop(area.get(0), area.get(1), ratio.get(0), ratio.get(1));
  }

  /** A pair of numbers of which the second is not below the first. */
  private List<Double> interval(String key, Range range) {
    List<Double> numbers = values.numbers(key, range);
    boolean read = values.problems().clean(key);
    if (read && (numbers.size() != 2 || numbers.get(0) > numbers.get(1))) {
      values.reject(key, "must be two numbers, the smaller one first");
      read = false;
    }
    return read ? numbers : List.of(1.0, 1.0);
  }

  private @Nullable Integer threads() {
    String key = "data.threads";
    return values.text(key, "auto or a whole number").equals("auto")
        ? null
        : Integer.valueOf(values.integer(key, 1, 1024));
  }

  private BadSamples badSamples() {
    String policy = values.text("data.on-bad-sample", "fail or skip");
    int most = values.integer("data.bad-samples-at-most", 1, MAX_SAMPLES);
    if (!List.of("fail", "skip").contains(policy)) {
      values.reject("data.on-bad-sample", "must be fail or skip");
    }
    return policy.equals("skip") ? new BadSamples(most) : BadSamples.FAIL;
  }

  private ModelConfig model() {
    String meaning = Values.oneOf(MODELS);
    String name = values.optionalText("model.name", meaning).orElse(null);
    if (name != null && !MODELS.contains(name)) {
      values.reject("model.name", "must be " + meaning);
    }
    return new ModelConfig(
        name, values.optionalPath("model.file", "a .json, .zip or .h5 file").orElse(null));
  }

  private BatchConfig batch() {
    return new BatchConfig(
        values.integer("batch.global", 1, MAX_BATCH), values.integer("batch.micro", 1, 1 << 16));
  }

  private Workers workers() {
    if (values.text("workers", "auto or a whole number").equals("auto")) {
      return Workers.AUTO;
    }
    return new Workers(values.integer("workers", 1, MAX_WORKERS));
  }

  /** Null where there are no teachers; the other keys are checked all the same. */
  private @Nullable DistillConfig distill() {
    String key = "distill.teachers";
    List<String> teachers = values.texts(key, "paths or URIs");
    if (teachers.stream().anyMatch(String::isBlank) && values.problems().clean(key)) {
      values.reject(key, "every element must be a path or URI");
    }
    double temperature = values.number("distill.temperature", Range.ABOVE_0);
    double weight =
        values.number("distill.weight", new Range(0, Bound.EXCLUDED, 1, Bound.INCLUDED));
    return teachers.isEmpty() ? null : new DistillConfig(teachers, temperature, weight);
  }

  private StopConfig stop() {
    return new StopConfig(
        values.isSet("stop.steps") ? values.integer("stop.steps", 1, Integer.MAX_VALUE) : null,
        values
            .optionalNumber("stop.top1", new Range(0, Bound.EXCLUDED, 1, Bound.INCLUDED))
            .orElse(null));
  }

  private AggregationConfig aggregation() {
    return new AggregationConfig(
        values.choice("aggregation.mode", AggregationMode.class),
        values.choice("aggregation.wire", WireFormat.class),
        values.isSet("aggregation.models")
            ? values.integer("aggregation.models", 2, MAX_WORKERS)
            : 1,
        values.every("aggregation.every"));
  }

  private RecoveryConfig recovery() {
    return new RecoveryConfig(
        values.integer("recovery.retries", 0, 1000),
        values.duration("recovery.heartbeat-timeout", Duration.ofSeconds(2), Duration.ofDays(1)),
        values.duration("recovery.exchange-timeout", Duration.ofSeconds(2), Duration.ofDays(1)),
        values.duration("recovery.replacement-wait", Duration.ZERO, Duration.ofDays(1)));
  }

  private EngineConfig engine() {
    Precision precision = values.choice("engine.precision", Precision.class);
    boolean emulate = values.flag("engine.emulate");
    if (precision != Precision.FP32 && !emulate) {
      values.reject(
          "engine.precision",
          "is not computed natively on this processor; set engine.emulate = true to study its"
              + " rounding, slower than fp32");
    }
    if (precision == Precision.FP32 && emulate) {
      values.reject("engine.emulate", "has a meaning with engine.precision = bf16 or fp16 alone");
    }
    return new EngineConfig(
        values.choice("engine.kind", EngineKind.class),
        values.integer("engine.threads", 1, 256),
        precision,
        emulate,
        new LossScaleConfig(
            values.number("engine.loss-scale.initial", LOSS_SCALES),
            values.number(
                "engine.loss-scale.growth", new Range(1, Bound.EXCLUDED, 1024, Bound.INCLUDED)),
            values.number(
                "engine.loss-scale.back-off", new Range(0, Bound.EXCLUDED, 1, Bound.EXCLUDED)),
            values.integer("engine.loss-scale.growth-steps", 1, Integer.MAX_VALUE)));
  }
}
