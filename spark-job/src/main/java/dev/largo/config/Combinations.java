package dev.largo.config;

import java.util.List;

/** Checks values that are right each by itself but impossible together. */
final class Combinations {
  private final Values values;

  Combinations(Values values) {
    this.values = values;
  }

  void check(LargoConfig config) {
    if (values.problems().clean("data.format")) {
      data(config.data());
    }
    resizing(config.data());
    normalization(config.data());
    numbers(config.data());
    if (values.isSet("model.name") == values.isSet("model.file")) {
      values.reject(
          "model.name",
          values.isSet("model.file")
              ? "set beside model.file; keep one of the two"
              : "missing, and so is model.file; set one of the two, for example model.name = lenet");
    }
    batch(config);
    growth(config);
    tail(config);
    new ParameterAveragingCheck(values).check(config);
    SwapConfig swap = config.averaging().swap();
    if (swap != null) {
      new SwapReader(values).check(swap, config);
      if (config.stop().top1() != null && values.problems().clean("stop.top1")) {
        values.reject(
            "stop.top1",
            "is not for averaging.swap, whose training ends with averaging.swap.until-accuracy; set that");
      }
    }
  }

  private void data(DataConfig data) {
    boolean synthetic = data.format() == DataFormat.SYNTHETIC;
    String format = ChoiceNames.name(data.format());
    for (String key : List.of("data.train", "data.validation")) {
      if (synthetic && values.isSet(key)) {
        values.reject(
            key, "must not be set: format = synthetic reads data.synthetic.directory; remove it");
      } else if (!synthetic && !values.isSet(key)) {
        values.reject(key, "missing; format = " + format + " needs a path or URI");
      }
    }
    if (!data.format().hasImageFiles()
        && values.isSet("data.image-size")
        && values.problems().clean("data.image-size")) {
      values.reject(
          "data.image-size", "images of format = " + format + " are not scaled; remove it");
    }
  }

  /** Records of numbers are taken as they are: nothing about them says that they are colours. */
  private void numbers(DataConfig data) {
    if (data.format() != DataFormat.FLOAT_RECORDS || !values.problems().clean("data.format")) {
      return;
    }
    AugmentConfig augment = data.augment();
    refuseOfNumbers("data.normalize.mean", !data.mean().isEmpty());
    refuseOfNumbers("data.augment.random-resized-crop.enabled", augment.crop() != null);
    refuseOfNumbers(
        "data.augment.color-jitter", !augment.jitter().equals(AugmentConfig.ColorJitter.NONE));
    refuseOfNumbers("data.augment.pca-lighting", augment.lighting() > 0);
  }

  private void refuseOfNumbers(String key, boolean set) {
    if (set && values.problems().clean(key)) {
      values.reject(key, "format = float-records holds numbers, not pixels; remove it");
    }
  }

  private void resizing(DataConfig data) {
    if (data.resizeShorter() == null || !values.problems().clean("data.resize-shorter")) {
      return;
    }
    if (data.imageSize() == null) {
      values.reject("data.resize-shorter", "is for images that are cut: set data.image-size too");
    } else if (data.resizeShorter() < data.imageSize()) {
      values.reject(
          "data.resize-shorter",
          "below data.image-size = " + data.imageSize() + "; give at least that");
    }
  }

  private void normalization(DataConfig data) {
    int means = data.mean().size();
    int stds = data.std().size();
    if (!values.problems().clean("data.normalize.mean", "data.normalize.std")) {
      return;
    }
    if (means != stds) {
      values.reject(
          "data.normalize.std",
          "has length " + stds + ", data.normalize.mean has " + means + "; give as many of both");
    } else if (means != 0 && means != 1 && means != 3) {
      values.reject(
          "data.normalize.mean", "must have one number for grey or three for colour images");
    }
  }

  private void batch(LargoConfig config) {
    int global = config.batch().global();
    int micro = config.batch().micro();
    if (!values.problems().clean("batch.global", "batch.micro")) {
      return;
    }
    if (global % micro != 0) {
      int below = global / micro * micro;
      String near = (below == 0 ? "" : below + " or ") + (below + micro);
      values.reject("batch.global", "not a multiple of batch.micro = " + micro + "; use " + near);
      return;
    }
    int parts = config.batch().microBatches();
    if (values.problems().clean("workers") && config.workers().count() > parts) {
      values.reject(
          "workers", "a step has only " + parts + " micro-batches to share; use 1 to " + parts);
    }
  }

  /** The rate stands in for weight decay: with both, weights would decay twice. */
  private void growth(LargoConfig config) {
    if (config.schedule().decay().kind() != DecayConfig.Kind.EXPONENTIAL_GROWTH
        || !values.problems().clean("schedule.decay.kind", "optimizer.name")) {
      return;
    }
    OptimizerName name = config.optimizer().name();
    if (name != OptimizerName.SGD && name != OptimizerName.MOMENTUM) {
      values.reject(
          "schedule.decay.kind",
          "holds for optimizer.name = sgd and momentum only; use one of them");
    } else if (config.optimizer().number(OptimizerNumber.WEIGHT_DECAY) != 0) {
      values.reject(
          "schedule.decay.kind", "stands in for weight decay; set optimizer.weight-decay = 0");
    }
  }

  private void tail(LargoConfig config) {
    if (config.schedule().decay().kind() != DecayConfig.Kind.SWA_TAIL
        || !values.problems().clean("schedule.decay.kind", "schedule.decay.end-lr")) {
      return;
    }
    SwaConfig swa = config.averaging().swa();
    if (swa == null || swa.rate() != SwaConfig.Rate.SCHEDULE) {
      values.reject(
          "schedule.decay.kind",
          "needs averaging.swa.enabled = true and averaging.swa.rate = schedule");
    } else if (swa.startEpoch() <= config.schedule().warmup().epochs()) {
      values.reject(
          "averaging.swa.start-epoch",
          "within the warm-up; schedule.decay.kind = swa-tail ends there");
    } else if (config.schedule().decay().endLr() == 0) {
      values.reject(
          "schedule.decay.end-lr",
          "must be above 0 for schedule.decay.kind = swa-tail: the rate of the averaging phase");
    }
  }
}
