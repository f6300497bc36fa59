package dev.largo.spark.program;

import dev.largo.train.EvaluationRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a fit came to; the parameters are in the network.
 *
 * @param complete whether the schedule is at its end
 * @param steps of the schedule made so far
 * @param skipped how many of them changed nothing, since their loss or gradient was not finite
 * @param parametersSha256 of the last step's parameters, as {@code run.json} has it
 * @param evaluations of this fit, on the validation data; none without such
 * @param runDirectory URI of the run's directory, if it stays
 * @param samples of the training data
 * @param workers that shared the steps
 * @param startMillis when the fit began, in milliseconds since 1970
 * @param exportMillis what laying down the data took
 * @param trainMillis what the training took, with what comes before its first and after its last
 *     step
 */
public record FitResult(
    boolean complete,
    long steps,
    long skipped,
    String parametersSha256,
    List<EvaluationRecord> evaluations,
    @Nullable String runDirectory,
    int samples,
    int workers,
    long startMillis,
    long exportMillis,
    long trainMillis) {
  public FitResult {
    evaluations = List.copyOf(evaluations);
  }
}
