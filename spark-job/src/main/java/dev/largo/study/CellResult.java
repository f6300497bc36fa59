package dev.largo.study;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.largo.train.StepRecord;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of a cell: a line of {@code study.jsonl} or {@code search.jsonl}. Figures that there
 * are not, as of a cell that failed at once, are NaN.
 *
 * @param stage of a search, from 1; null in a study
 * @param trial number of a draw of a search, from 1; null in a study
 * @param atOnce how many runs shared the machines with it, itself among them; null: it was alone
 * @param values of the keys that vary, by dotted key
 * @param tuned what a search has found for the cell, by dotted key; empty: nothing was searched
 * @param samples training samples seen
 * @param seconds wall time of all steps, without evaluations and checkpoints
 * @param lastTop1 share of the validation set that the last weights get right
 * @param bestTop1 the same of the best evaluated weights, averages left out
 * @param lastLoss validation loss of the last weights
 * @param trainTop1 share of the last epoch's samples that the network in training got right
 * @param trainLoss mean loss over the last epoch
 * @param averages last top-1 of each average, by its name
 * @param imagesPerSecond median over the steps
 * @param stepSeconds medians over the steps, each by itself
 * @param noiseScale the simple gradient noise scale over the run, in samples: the mean variance of
 *     a sample's gradient by the mean squared norm of the true one
 * @param stepsToTarget the step of the first evaluation that reached the study's target; null: none
 *     did, or there is no target
 * @param directory of the run, relative to that of the study
 * @param error what ended it; null if it was completed
 */
public record CellResult(
    String cell,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer stage,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer trial,
    Status status,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer atOnce,
    SortedMap<String, @Nullable Object> values,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
        SortedMap<String, @Nullable Object> tuned,
    long steps,
    double epochs,
    long samples,
    double seconds,
    double lastTop1,
    double bestTop1,
    long bestStep,
    double lastLoss,
    double trainTop1,
    double trainLoss,
    Map<String, Double> averages,
    double imagesPerSecond,
    StepRecord.Seconds stepSeconds,
    double noiseScale,
    @Nullable Long stepsToTarget,
    @Nullable String finalParamsSha256,
    String directory,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String error) {
  public CellResult {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    tuned = Collections.unmodifiableSortedMap(new TreeMap<>(tuned));
    averages = Collections.unmodifiableMap(new LinkedHashMap<>(averages));
  }

  /** How a cell ended. */
  public enum Status {
    /** It was trained to its end. */
    @JsonProperty("completed")
    COMPLETED,
    /** Its loss, a gradient or a parameter was no longer finite. */
    @JsonProperty("diverged")
    DIVERGED,
    /** Something else ended it. */
    @JsonProperty("failed")
    FAILED
  }

  /** The same as a trial of a search. */
  public CellResult of(int ofStage, int number) {
    return with(ofStage, number, atOnce);
  }

  /**
   * The same as one of several runs at the same time.
   *
   * @param runs at least 1
   */
  public CellResult among(int runs) {
    return with(stage, trial, runs == 1 ? null : runs);
  }

  private CellResult with(
      @Nullable Integer ofStage, @Nullable Integer number, @Nullable Integer runs) {
    return new CellResult(
        cell,
        ofStage,
        number,
        status,
        runs,
        values,
        tuned,
        steps,
        epochs,
        samples,
        seconds,
        lastTop1,
        bestTop1,
        bestStep,
        lastLoss,
        trainTop1,
        trainLoss,
        averages,
        imagesPerSecond,
        stepSeconds,
        noiseScale,
        stepsToTarget,
        finalParamsSha256,
        directory,
        error);
  }
}
