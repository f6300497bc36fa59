package dev.largo.report.study;

import dev.largo.study.CellResult;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * A figure of a cell.
 *
 * @param axis its name and unit
 * @param logarithmic whether it is drawn by its logarithm
 * @param lost what became of cells that have no such figure, in a word or two
 * @param isLost whether a cell is one of these
 */
record Measure(
    String axis,
    boolean logarithmic,
    ToDoubleFunction<CellResult> figure,
    String lost,
    Predicate<CellResult> isLost) {

  /** A figure that all cells have but those that diverged. */
  static Measure of(String axis, ToDoubleFunction<CellResult> figure) {
    return new Measure(
        axis, false, figure, "diverged", cell -> cell.status() == CellResult.Status.DIVERGED);
  }

  /** The steps to the study's target, which not all cells have reached. */
  static Measure stepsToTarget() {
    return new Measure(
        "steps",
        true,
        cell -> Objects.requireNonNullElse(cell.stepsToTarget(), Double.NaN).doubleValue(),
        "did not get there",
        cell -> cell.status() != CellResult.Status.FAILED && cell.stepsToTarget() == null);
  }

  /** The same, drawn by its logarithm. */
  Measure byLogarithm() {
    return new Measure(axis, true, figure, lost, isLost);
  }
}
