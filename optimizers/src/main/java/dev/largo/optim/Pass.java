package dev.largo.optim;

import dev.largo.optim.transform.GradientTransform;
import dev.largo.optim.transform.Norms;
import dev.largo.optim.transform.Rows;
import dev.largo.optim.transform.Stage;
import java.util.ArrayList;
import java.util.List;

/**
 * Stages that one sweep over the vector applies together, tile by tile.
 *
 * @param measuresNorms whether the norms of the update are to be taken before it
 * @param rows what of the units is to be taken before it
 */
record Pass(List<Stage> stages, boolean measuresNorms, Rows rows) {
  Pass {
    stages = List.copyOf(stages);
  }

  /**
   * Cuts a chain before every stage that reads what has to be measured of the update: its norms,
   * except where it is still the raw gradient, or something of its rows. At least one pass, which
   * may have no stages.
   */
  static List<Pass> plan(GradientTransform chain) {
    List<Pass> passes = new ArrayList<>();
    Pass current = new Pass(List.of(), false, Rows.NONE);
    boolean raw = true;
    for (Stage stage : chain.stages()) {
      boolean norms = stage.norms() == Norms.UPDATE && !raw;
      Rows rows = stage.rows();
      if (norms || rows != Rows.NONE) {
        if (!raw) {
          passes.add(current);
        }
        current = new Pass(List.of(), norms, rows);
      }
      current = current.and(stage);
      raw = false;
    }
    passes.add(current);
    return List.copyOf(passes);
  }

  private Pass and(Stage stage) {
    List<Stage> more = new ArrayList<>(stages);
    more.add(stage);
    return new Pass(more, measuresNorms, rows);
  }
}
