package dev.largo.optim;

import dev.largo.optim.golden.GoldenOptimizer;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Which recorded code a golden file is of: by its own name, which is one of the known ones or
 * begins with it; else by its family and the constants that only one of the family has. The name of
 * the file does not matter.
 */
final class GoldenRecipes {
  private GoldenRecipes() {}

  /** The longest of the known names that the case's own begins with. */
  static Optional<String> named(GoldenOptimizer golden, Collection<String> known) {
    return known.stream()
        .filter(recipe -> (golden.name() + "_").startsWith(recipe + "_"))
        .max(Comparator.comparingInt(String::length));
  }

  /** The preset that a case is followed with; empty if none is known. */
  static Optional<String> preset(GoldenOptimizer golden) {
    return named(golden, GoldenPresets.ALL.keySet())
        .or(() -> Optional.of(ofFamily(golden)).filter(GoldenPresets.ALL::containsKey));
  }

  private static String ofFamily(GoldenOptimizer c) {
    return switch (c.family()) {
      case "sgd" -> "sgd_plain";
      case "momentum" -> momentum(c);
      case "nesterov" -> "sgd_nesterov_l2";
      case "adam" -> "adam_l2";
      case "gc" -> c.has("betas") ? "adam_gc" : "sgd_gc";
      case "radam" -> c.has("degenerated_to_sgd") ? "radam_liu" : "radam_torch";
      case "lars" -> lars(c);
      case "lamb" -> lamb(c);
      case "lookahead" -> c.has("inner") ? "lookahead_paper_adam" : "lookahead_lonepatient_sgdm";
      case "ranger" -> "ranger_lessw2020";
      case "rangerlars" -> c.has("k") ? "rangerlars_over9000" : "ralamb_over9000";
      case "akiba" -> "akiba_hybrid";
      default -> c.family();
    };
  }

  private static String momentum(GoldenOptimizer c) {
    if (c.variant().contains("correction") && !c.variant().contains("without correction")) {
      return "momentum_goyal_corrected";
    }
    return c.variant().contains("INSIDE") ? "momentum_lr_inside_uncorrected" : "sgd_momentum_l2";
  }

  private static String lars(GoldenOptimizer c) {
    if (c.has("clip")) {
      return "larc_apex_clip";
    }
    if (c.has("momentum_correction")) {
      return "lars_mxnet_mlperf";
    }
    if (c.has("lars_adaptation_filter")) {
      return "lars_barlowtwins";
    }
    return c.has("eeta") ? "lars_paper_tf" : "lars_optax";
  }

  private static String lamb(GoldenOptimizer c) {
    if (c.has("max_grad_norm")) {
      return "lamb_apex_default";
    }
    if (c.has("clamp_value")) {
      return "lamb_phi_clamp1";
    }
    return c.has("beta_1") ? "lamb_tf_mlperf" : "lamb_paper_v3_cybertronai";
  }
}
