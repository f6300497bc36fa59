package dev.largo.report;

import dev.largo.train.EvaluationRecord;
import dev.largo.train.StepRecord;
import java.util.LinkedHashMap;
import java.util.Map;

/** The numbers of a record by the names under which trackers show them. */
public final class Scalars {
  private Scalars() {}

  /** Of a step. */
  public static Map<String, Double> of(StepRecord step) {
    Map<String, Double> scalars = new LinkedHashMap<>();
    scalars.put("training/loss", step.loss());
    scalars.put("training/top1", step.top1());
    scalars.put("training/learning_rate", step.learningRate());
    scalars.put("training/gradient_norm", step.gradientNorm());
    scalars.put("training/epoch", step.epoch());
    scalars.put("time/images_per_second", step.imagesPerSecond());
    scalars.put("time/step_seconds", step.seconds().total());
    if (step.lossScale() != null) {
      scalars.put("training/loss_scale", step.lossScale());
    }
    return scalars;
  }

  /** Of an evaluation; the names tell whose. */
  public static Map<String, Double> of(EvaluationRecord evaluation) {
    Map<String, Double> scalars = new LinkedHashMap<>();
    scalars.put("validation_top1/" + evaluation.weights(), evaluation.top1());
    scalars.put("validation_top5/" + evaluation.weights(), evaluation.top5());
    scalars.put("validation_loss/" + evaluation.weights(), evaluation.loss());
    return scalars;
  }
}
