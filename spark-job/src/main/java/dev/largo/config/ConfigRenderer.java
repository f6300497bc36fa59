package dev.largo.config;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import dev.largo.optim.layout.Role;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a configuration as HOCON, in the order of {@code reference.conf}. */
final class ConfigRenderer {
  private ConfigRenderer() {}

  static String render(String root, LargoConfig config) {
    StringBuilder text = new StringBuilder();
    append(text, "", group(root, tree(config)));
    return text.toString();
  }

  private static void append(StringBuilder text, String indent, Map<?, ?> tree) {
    tree.forEach(
        (key, value) -> {
          text.append(indent).append(key);
          if (value instanceof Map<?, ?> group) {
            text.append(" {\n");
            append(text, indent + "  ", group);
            text.append(indent).append("}\n");
          } else {
            text.append(" = ").append(value).append('\n');
          }
        });
  }

  private static Map<String, Object> tree(LargoConfig config) {
    Workers workers = config.workers();
    return group(
        "name", value(config.name()),
        "seed", value(config.seed()),
        "runs", value(config.runs()),
        "data", data(config.data()),
        "model", group("name", value(config.model().name()), "file", value(config.model().file())),
        "batch", group("global", config.batch().global(), "micro", config.batch().micro()),
        "workers", workers.isAuto() ? "auto" : workers.count(),
        "optimizer", optimizer(config.optimizer()),
        "schedule", schedule(config.schedule()),
        "epochs", config.epochs(),
        "stop", group("steps", value(config.stop().steps()), "top1", value(config.stop().top1())),
        "averaging", averaging(config.averaging()),
        "distill", distill(config.distill()),
        "aggregation",
            group(
                "mode", ChoiceNames.name(config.aggregation().mode()),
                "wire", ChoiceNames.name(config.aggregation().wire()),
                "models",
                    value(
                        config.aggregation().models() == 1 ? null : config.aggregation().models()),
                "every", every(config.aggregation().every())),
        "engine", engine(config.engine()),
        "evaluation", group("every", every(config.evaluateEvery())),
        "checkpoint",
            group("every", every(config.checkpoint().every()), "keep", config.checkpoint().keep()),
        "recovery", recovery(config.recovery()),
        "metrics", metrics(config.metrics()));
  }

  private static Map<String, Object> metrics(MetricsConfig metrics) {
    return group(
        "layers-every", every(metrics.layersEvery()),
        "histograms-every", optional(metrics.histogramsEvery()),
        "tensorboard", metrics.tensorboard(),
        "mlflow", mlflow(metrics.mlflow()));
  }

  private static Map<String, Object> mlflow(@Nullable MlflowConfig mlflow) {
    return mlflow == null
        ? group("uri", value(null))
        : group("uri", value(mlflow.uri()), "experiment", value(mlflow.experiment()));
  }

  private static Map<String, Object> recovery(RecoveryConfig recovery) {
    return group(
        "retries", recovery.retries(),
        "heartbeat-timeout", value(Values.shown(recovery.heartbeatTimeout())),
        "exchange-timeout", value(Values.shown(recovery.exchangeTimeout())),
        "replacement-wait", value(Values.shown(recovery.replacementWait())));
  }

  private static Map<String, Object> engine(EngineConfig engine) {
    LossScaleConfig scale = engine.lossScale();
    return group(
        "kind", ChoiceNames.name(engine.kind()),
        "threads", engine.threads(),
        "precision", ChoiceNames.name(engine.precision()),
        "emulate", engine.emulate(),
        "loss-scale",
            group(
                "initial", scale.initial(),
                "growth", scale.growth(),
                "back-off", scale.backOff(),
                "growth-steps", scale.growthSteps()));
  }

  private static Map<String, Object> data(DataConfig data) {
    SyntheticConfig synthetic = data.synthetic();
    return group(
        "format", ChoiceNames.name(data.format()),
        "train", value(data.train()),
        "validation", value(data.validation()),
        "image-size", value(data.imageSize()),
        "resize-shorter", value(data.resizeShorter()),
        "normalize", group("mean", value(data.mean()), "std", value(data.std())),
        "shuffle", ChoiceNames.name(data.shuffle().kind()),
        "shuffle-buffer", data.shuffle().buffer(),
        "augment", augment(data.augment()),
        "threads", data.threads() == null ? "auto" : data.threads(),
        "on-bad-sample", data.badSamples().most() == 0 ? "fail" : "skip",
        "bad-samples-at-most", Math.max(1, data.badSamples().most()),
        "cache",
            group(
                "memory", value(data.cache().memoryBytes() + " B"),
                "disk", value(data.cache().diskBytes() + " B")),
        "synthetic",
            group(
                "directory", value(synthetic.directory()),
                "train-samples", synthetic.trainSamples(),
                "validation-samples", synthetic.validationSamples(),
                "image-size", synthetic.imageSize(),
                "seed", synthetic.seed()));
  }

  private static Map<String, Object> augment(AugmentConfig augment) {
    AugmentConfig.ResizedCrop crop = augment.crop();
    AugmentConfig.ResizedCrop shown = crop == null ? AugmentConfig.ResizedCrop.IMAGENET : crop;
    Map<String, Object> cropping =
        group(
            "enabled", crop != null,
            "area", value(List.of(shown.leastArea(), shown.mostArea())),
            "ratio", value(List.of(shown.leastRatio(), shown.mostRatio())));
    AugmentConfig.ColorJitter jitter = augment.jitter();
    return group(
        "crop-padding", augment.cropPadding(),
        "flip", augment.flip(),
        "random-resized-crop", cropping,
        "color-jitter",
            group(
                "brightness", jitter.brightness(),
                "contrast", jitter.contrast(),
                "saturation", jitter.saturation(),
                "hue", jitter.hue()),
        "pca-lighting", augment.lighting(),
        "label-smoothing", augment.labelSmoothing(),
        "mixup", augment.mixup(),
        "cutmix", augment.cutmix());
  }

  /** What the optimizer does not take is null, as in the reference. */
  private static Map<String, Object> optimizer(OptimizerConfig optimizer) {
    Map<String, Object> flat = new LinkedHashMap<>();
    for (OptimizerNumber number : OptimizerNumber.values()) {
      Double set = optimizer.numbers().get(number);
      flat.merge(number.key(), value(set), (one, other) -> one.equals("null") ? other : one);
    }
    for (OptimizerChoice choice : OptimizerChoice.values()) {
      Enum<?> chosen = optimizer.choices().get(choice);
      flat.put(choice.key(), value(chosen == null ? null : ChoiceNames.name(chosen)));
    }
    if (optimizer.optional(OptimizerNumber.LOOKAHEAD_STEPS).isEmpty()) {
      flat.put(OptimizerNumber.LOOKAHEAD_ALPHA.key(), value(null));
      flat.put(OptimizerChoice.LOOKAHEAD_START.key(), value(null));
    }
    if (optimizer.optional(OptimizerNumber.ADAPTIVE_CLIP_FACTOR).isEmpty()) {
      flat.put(OptimizerNumber.ADAPTIVE_CLIP_EPSILON.key(), value(null));
    }
    flat.put(
        OptimizerReader.UNCLIPPED,
        value(
            optimizer.unclipped().isEmpty()
                ? null
                : optimizer.unclipped().stream().sorted().toList()));
    Map<String, Object> tree = group("name", value(optimizer.name().toString()));
    tree.put("exclude", value(roles(optimizer.exclude())));
    flat.forEach((key, value) -> put(tree, key, value));
    return tree;
  }

  /** Puts a dotted key of one dot at most into the group that it belongs to. */
  @SuppressWarnings("unchecked") // Only this method makes groups of the tree it is given.
  private static void put(Map<String, Object> tree, String key, Object value) {
    int dot = key.indexOf('.');
    if (dot < 0) {
      tree.put(key, value);
      return;
    }
    Map<String, Object> inner =
        (Map<String, Object>)
            tree.computeIfAbsent(key.substring(0, dot), name -> new LinkedHashMap<>());
    inner.put(key.substring(dot + 1), value);
  }

  private static Map<String, Object> schedule(ScheduleConfig schedule) {
    return group(
        "base-lr", value(schedule.baseLr()),
        "base-batch", schedule.baseBatch(),
        "scaling", ChoiceNames.name(schedule.scaling()),
        "warmup", warmup(schedule.warmup()),
        "decay", decay(schedule.decay()));
  }

  private static Map<String, Object> warmup(WarmupConfig warmup) {
    return group(
        "kind", ChoiceNames.name(warmup.kind()),
        "epochs", value(warmup.epochs()),
        "from", value(warmup.from()),
        "error", value(warmup.error()));
  }

  /** What the kind does not use must not be set. */
  private static Map<String, Object> decay(DecayConfig decay) {
    Map<String, Object> tree =
        group(
            "kind",
            ChoiceNames.name(decay.kind()),
            DecayConfig.POWER,
            value(decay.power()),
            DecayConfig.END_LR,
            value(decay.endLr()),
            DecayConfig.MILESTONES,
            value(decay.milestones()),
            DecayConfig.RATES,
            value(decay.rates()),
            DecayConfig.FACTOR,
            value(decay.factor()),
            DecayConfig.EVERY,
            every(decay.every()),
            DecayConfig.SLOPE,
            value(decay.slope()),
            DecayConfig.WEIGHT_DECAY,
            value(decay.weightDecay()),
            DecayConfig.PATIENCE,
            decay.patience(),
            DecayConfig.THRESHOLD,
            value(decay.threshold()),
            DecayConfig.COOLDOWN,
            decay.cooldown());
    tree.keySet().removeIf(key -> DecayConfig.KEYS.contains(key) && !decay.kind().uses(key));
    return tree;
  }

  private static Map<String, Object> averaging(AveragingConfig averaging) {
    return group(
        "swa", swa(averaging.swa()),
        "ema", ema(averaging.ema()),
        "last-k", last(averaging.last()),
        "polyak", polyak(averaging.polyak()),
        "swap", swap(averaging.swap()));
  }

  private static Map<String, Object> ema(@Nullable EmaConfig ema) {
    if (ema == null) {
      return group("enabled", false);
    }
    return group(
        "enabled", true,
        "decay", ema.decays().stream().map(ConfigRenderer::value).toList(),
        "every", every(ema.every()),
        "batch-norm-samples", ema.batchNormSamples());
  }

  private static Map<String, Object> polyak(@Nullable PolyakConfig polyak) {
    if (polyak == null) {
      return group("enabled", false);
    }
    return group(
        "enabled", true,
        "every", every(polyak.every()),
        "batch-norm-samples", polyak.batchNormSamples());
  }

  private static Map<String, Object> last(@Nullable LastAverageConfig last) {
    if (last == null) {
      return group("enabled", false);
    }
    return group(
        "enabled", true,
        "k", last.k(),
        "every", every(last.every()),
        "batch-norm-samples", last.batchNormSamples());
  }

  private static Map<String, Object> swap(@Nullable SwapConfig swap) {
    if (swap == null) {
      return group("enabled", false);
    }
    return group(
        "enabled", true,
        "until-accuracy", value(swap.untilAccuracy()),
        "replicas", swap.replicas(),
        "epochs", swap.epochs(),
        "batch", swap.batch(),
        "lr", value(swap.lr()),
        "end-lr", value(swap.endLr()),
        "batch-norm-samples", swap.batchNormSamples());
  }

  private static Map<String, Object> distill(@Nullable DistillConfig distill) {
    if (distill == null) {
      return group("teachers", value(List.of()));
    }
    return group(
        "teachers", value(distill.teachers()),
        "temperature", value(distill.temperature()),
        "weight", value(distill.weight()));
  }

  private static Map<String, Object> swa(@Nullable SwaConfig swa) {
    if (swa == null) {
      return group("enabled", false);
    }
    return group(
        "enabled", true,
        "start-epoch", value(swa.startEpoch()),
        "every", every(swa.every()),
        "rate", ChoiceNames.name(swa.rate()),
        "lr", value(unset(swa.lr())),
        "max-lr", value(unset(swa.maxLr())),
        "batch-norm-samples", swa.batchNormSamples());
  }

  /** A rate that is not used is 0 in the record and null in the file, where 0 is out of range. */
  private static @Nullable Double unset(double rate) {
    return rate == 0 ? null : rate;
  }

  private static List<String> roles(Set<Role> roles) {
    return Arrays.stream(Role.values()).filter(roles::contains).map(ChoiceNames::name).toList();
  }

  private static String every(Every every) {
    return value(every.text());
  }

  private static String optional(@Nullable Every every) {
    return every == null ? value(null) : every(every);
  }

  private static String value(@Nullable Object value) {
    return ConfigValueFactory.fromAnyRef(value).render(ConfigRenderOptions.concise());
  }

  /** Keys and values in turn. */
  private static Map<String, Object> group(Object... entries) {
    Map<String, Object> group = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      group.put((String) entries[i], entries[i + 1]);
    }
    return group;
  }
}
