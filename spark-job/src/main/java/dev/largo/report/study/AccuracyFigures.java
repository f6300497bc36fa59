package dev.largo.report.study;

import dev.largo.report.page.Block;
import dev.largo.study.CellResult;
import java.util.List;
import java.util.function.UnaryOperator;

/** How accurate the cells are, on the validation set and on the training set. */
final class AccuracyFigures {
  private static final String SHARE = "share that is right";

  private final StudyLayout layout;
  private final UnaryOperator<StudyChart> mark;

  /**
   * Figures over a study's x axis.
   *
   * @param mark draws into each chart of accuracies what they are to be held against
   */
  AccuracyFigures(StudyLayout layout, UnaryOperator<StudyChart> mark) {
    this.layout = layout;
    this.mark = mark;
  }

  /** Accuracies and their gap. */
  List<Block> all() {
    return List.of(
        new Block.Heading("Accuracy"),
        new Block.Row(
            List.of(
                accuracy(
                    Measure.of(SHARE, CellResult::lastTop1),
                    "Validation top-1",
                    "Of the last weights: means over the seeds, whiskers from the least to the most,"
                        + " and single seeds as faint dots."),
                accuracy(
                    Measure.of(SHARE, CellResult::bestTop1),
                    "Best validation top-1",
                    "Of the best evaluated weights, which were chosen on this very set."))),
        new Block.Row(
            List.of(
                accuracy(
                    Measure.of(SHARE, CellResult::trainTop1),
                    "Training top-1",
                    "Over the last epoch, as the network in training met its samples."),
                accuracy(
                    Measure.of("difference of shares", c -> c.trainTop1() - c.lastTop1()),
                    "Generalization gap",
                    "Training top-1 less validation top-1."))));
  }

  /** The loss of the last weights. */
  Block loss() {
    return new StudyChart(layout, Measure.of("cross-entropy, nats", CellResult::lastLoss))
        .figure("Validation loss", "Of the last weights.");
  }

  private Block accuracy(Measure measure, String title, String caption) {
    return mark.apply(new StudyChart(layout, measure)).figure(title, caption);
  }
}
