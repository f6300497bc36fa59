package dev.largo.report.run;

import dev.largo.report.page.Block;
import dev.largo.report.page.Chart;
import dev.largo.report.run.StepCurves.Measure;
import dev.largo.train.StepRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The figures of what every step and every evaluation tells. */
final class StepFigures {
  private static final int HEIGHT = 340;

  /** So many points bear marks. */
  private static final int MARKED = 60;

  private final StepCurves steps;
  private final EvaluationCurves evaluations;

  StepFigures(StepCurves steps, EvaluationCurves evaluations) {
    this.steps = steps;
    this.evaluations = evaluations;
  }

  /** Loss and accuracy. */
  List<Block> learning() {
    Chart loss = chart("cross-entropy, nats");
    line(loss, "training", Measure.LOSS);
    evaluated(loss, EvaluationCurves.Curve::loss);
    Chart accuracy = chart("share of samples that is right");
    line(accuracy, "training", Measure.TOP1);
    evaluated(accuracy, EvaluationCurves.Curve::top1);
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Row(
            List.of(
                loss.figure(
                    "Loss",
                    "Training: mean of the global batch, before its update, images augmented."
                        + " Others: on the validation set, with the weights named.",
                    HEIGHT),
                accuracy.figure("Accuracy", "Top-1, as in the figure of the loss.", HEIGHT))));
    if (!evaluations.curves().isEmpty()) {
      Chart top5 = chart("share of samples");
      evaluated(top5, EvaluationCurves.Curve::top5);
      blocks.add(
          new Block.Row(
              List.of(
                  top5.figure(
                      "Top-5 accuracy",
                      "Validation samples whose class is among the five most likely.",
                      HEIGHT),
                  rate())));
    } else {
      blocks.add(rate());
    }
    return blocks;
  }

  private Block rate() {
    Chart rate = chart("learning rate");
    line(rate, "learning rate", Measure.LEARNING_RATE);
    return rate.figure(
        "Learning rate", "The schedule's, before trust ratios and the like.", HEIGHT);
  }

  /** Norm and noise of the gradient, and the scale of the loss where it was scaled. */
  List<Block> gradients() {
    Chart norm = Chart.ofLines().steps("xAxis", steps.perEpoch()).logarithms("yAxis", "L2 norm");
    line(norm, "gradient norm", Measure.GRADIENT_NORM);
    Block gradient =
        norm.figure(
            "Gradient norm",
            "Of the gradient averaged over the global batch; where it is 0 there is a gap.",
            HEIGHT);
    List<Block> row = new ArrayList<>();
    row.add(gradient);
    if (!steps.noiseScale().all().isEmpty()) {
      row.add(noise());
    }
    if (steps.has(Measure.LOSS_SCALE)) {
      row.add(lossScale());
    }
    return List.of(new Block.Row(row));
  }

  private Block noise() {
    Chart chart = Chart.ofLines().steps("xAxis", steps.perEpoch()).logarithms("yAxis", "samples");
    List<double[]> points = steps.noiseScale().medians();
    chart.curve("noise scale", points);
    StepRecord last = steps.last();
    if (last != null) {
      chart.guide(
          "global batch",
          List.of(
              new double[] {points.get(0)[0], last.globalBatch()},
              new double[] {points.get(points.size() - 1)[0], last.globalBatch()}));
    }
    return chart.figure(
        "Gradient noise scale",
        "tr(Sigma) / |G|^2, of estimates averaged over about twenty. A batch that is much larger"
            + " gains less than its samples cost.",
        HEIGHT);
  }

  private Block lossScale() {
    Chart scale = Chart.ofLines().steps("xAxis", steps.perEpoch()).logarithms("yAxis", "factor");
    line(scale, "loss scale", Measure.LOSS_SCALE);
    return scale.figure(
        "Loss scale",
        "What the loss is multiplied by so that no gradient is lost in half precision; halved when"
            + " one has overflowed.",
        HEIGHT);
  }

  /** Where the time goes. */
  Block time() {
    Chart parts = chart("seconds a step");
    parts.area("data", steps.of(Measure.DATA).medians());
    parts.area("gradient", steps.of(Measure.GRADIENT).medians());
    parts.area("reduce", steps.of(Measure.REDUCE).medians());
    parts.area("update", steps.of(Measure.UPDATE).medians());
    parts.area("other", steps.of(Measure.OTHER).medians());
    Chart speed = chart("images a second");
    line(speed, "images/s", Measure.IMAGES_PER_SECOND);
    return new Block.Row(
        List.of(
            parts.figure(
                "Time of a step",
                "On rank 0: waiting for samples, computing gradients, exchanging them, updating."
                    + (steps.width() > 1 ? " Medians, one on the other." : ""),
                HEIGHT),
            speed.figure("Speed", "Images a second, of all workers together.", HEIGHT)));
  }

  private Chart chart(String axis) {
    return Chart.ofLines().steps("xAxis", steps.perEpoch()).numbers("yAxis", axis);
  }

  private void line(Chart chart, String name, Measure measure) {
    Buckets buckets = steps.of(measure);
    if (steps.width() > 1) {
      chart.band(name, buckets.band());
    }
    chart.curve(name, buckets.medians());
  }

  private void evaluated(Chart chart, Function<EvaluationCurves.Curve, Buckets> value) {
    evaluations
        .curves()
        .forEach(
            (weights, curve) -> {
              List<double[]> points = value.apply(curve).medians();
              if (points.size() > MARKED) {
                chart.curve(weights, points);
              } else {
                chart.line(weights, points);
              }
            });
  }
}
