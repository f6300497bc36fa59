package dev.largo.config;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How long each cell of a study is trained, whatever its global batch; of the first three one at
 * most is set, and without any it is as long as its own configuration says.
 *
 * @param steps optimizer steps
 * @param epochs passes over the training set
 * @param samples training samples
 * @param top1 share of the validation set at which a cell is done before that
 */
public record BudgetConfig(
    @Nullable Integer steps,
    @Nullable Integer epochs,
    @Nullable Long samples,
    @Nullable Double top1) {
  /** What the cells' own configurations say. */
  public static final BudgetConfig OWN = new BudgetConfig(null, null, null, null);

  /**
   * The keys of a cell that the budget sets, with their values.
   *
   * @param global samples per step of the cell
   * @param trainingSamples in its training set
   */
  public Map<String, Object> keys(int global, int trainingSamples) {
    Map<String, Object> keys = new TreeMap<>();
    if (epochs != null) {
      keys.put("epochs", epochs);
    }
    if (steps != null) {
      putSteps(keys, steps, global, trainingSamples);
    }
    if (samples != null) {
      putSteps(keys, Math.max(1, Math.round((double) samples / global)), global, trainingSamples);
    }
    if (top1 != null) {
      keys.put("stop.top1", top1);
    }
    return keys;
  }

  private static void putSteps(
      Map<String, Object> keys, long last, int global, int trainingSamples) {
    int stepsPerEpoch = Math.max(1, trainingSamples / global);
    keys.put("epochs", (last + stepsPerEpoch - 1) / stepsPerEpoch);
    if (last % stepsPerEpoch != 0) {
      keys.put("stop.steps", last);
    }
  }
}
