package dev.largo.study.scaling;

import dev.largo.record.RecordJson;
import dev.largo.study.StudyDirectory;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a group of a study's cells says about more workers: an element of {@code scaling.json}.
 *
 * @param values of the keys, by dotted key, that vary between groups
 * @param error the largest of a step's time among the fitted cells, as a share of the measured one;
 *     NaN without a model
 * @param heldOutError the same for the largest number of workers, predicted from the smaller ones;
 *     NaN where those are too few
 * @param model null where there are too few numbers of workers for one
 */
public record ScalingResult(
    SortedMap<String, @Nullable Object> values,
    double error,
    double heldOutError,
    @Nullable ScalingModel model,
    List<ScalingCurve> curves) {
  private static final String FILE = "scaling.json";

  public ScalingResult {
    curves = List.copyOf(curves);
  }

  /** Replaces the file in a study's directory; there is none where there are no groups. */
  public static void write(StudyDirectory directory, List<ScalingStudy> groups) throws IOException {
    if (groups.isEmpty()) {
      directory.remove(FILE);
    } else {
      directory.write(FILE, RecordJson.pretty(groups.stream().map(ScalingResult::of).toList()));
    }
  }

  private static ScalingResult of(ScalingStudy group) {
    ScalingFit fit = group.fit();
    return new ScalingResult(
        group.values(), fit.error(), fit.heldOutError(), fit.model(), ScalingCurves.of(fit));
  }
}
