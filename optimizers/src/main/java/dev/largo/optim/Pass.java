package dev.largo.optim;

import dev.largo.optim.transform.GradientTransform;
import dev.largo.optim.transform.Norms;
import dev.largo.optim.transform.Stage;
import java.util.ArrayList;
import java.util.List;

/** Stages that one sweep over the vector applies together, tile by tile. */
record Pass(List<Stage> stages) {
  Pass {
    stages = List.copyOf(stages);
  }

  /**
   * Cuts a chain before every stage that needs the norm of the update, except where the update is
   * still the raw gradient. At least one pass, which may have no stages.
   */
  static List<Pass> plan(GradientTransform chain) {
    List<Pass> passes = new ArrayList<>();
    List<Stage> current = new ArrayList<>();
    boolean raw = true;
    for (Stage stage : chain.stages()) {
      if (stage.norms() == Norms.UPDATE && !raw) {
        passes.add(new Pass(current));
        current = new ArrayList<>();
      }
      current.add(stage);
      raw = false;
    }
    passes.add(new Pass(current));
    return List.copyOf(passes);
  }
}
