package dev.largo.optim.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.largo.optim.golden.Golden;
import dev.largo.optim.golden.GoldenOptimizer;
import org.junit.jupiter.api.Test;

/** The scalar rules agree with what public implementations recorded of them. */
class GoldenRulesTest {
  private static final double RELATIVE = 1e-12;

  /** Also the continuous form, which no recorded trajectory follows: it is our default. */
  @Test
  void sharesOfTheTransitionAreTheRecordedOnes() {
    int found = 0;
    for (JsonNode golden : Golden.read("schedules.json").get("cases")) {
      JsonNode extra = golden.path("extra");
      if (!extra.has("alpha_sgd_continuous")) {
        continue;
      }
      found++;
      JsonNode c = golden.get("hyperparameters");
      double center = c.get("beta_center").asDouble();
      double period = c.get("beta_period").asDouble();
      double[] meant = Golden.numbers(extra.get("alpha_sgd_continuous"));
      double[] coded = Golden.numbers(extra.get("alpha_sgd_as_coded"));
      double[] rmsProp = Golden.numbers(extra.get("alpha_rmsprop_as_coded"));
      Transition continuous = new Transition(center, period, Transition.Slope.CONTINUOUS);
      Transition printed = new Transition(center, period, Transition.Slope.PRINTED);
      for (int e = 0; e < meant.length; e++) {
        double share = printed.shareOfSgd(e + 1);
        double adaptive =
            (1 - share) * c.get("eta_rmsprop").asDouble() / golden.get("lr").get(e).asDouble();
        assertEquals(meant[e], continuous.shareOfSgd(e + 1), RELATIVE * meant[e], "epoch " + e);
        assertEquals(coded[e], share, RELATIVE * coded[e], "epoch " + e);
        assertEquals(rmsProp[e], adaptive, RELATIVE * Math.abs(rmsProp[e]) + 1e-18, "epoch " + e);
      }
    }
    assertTrue(found > 0 || Golden.elsewhere());
  }

  /** rho is the difference of two numbers near rho_inf, of which the tolerance is. */
  @Test
  void lengthsOfTheRectificationAreTheRecordedOnes() {
    int found = 0;
    for (String name : Golden.names("optimizers")) {
      GoldenOptimizer golden = new GoldenOptimizer(name);
      double[] lengths = golden.extra("rho_t");
      if (lengths.length == 0) {
        continue;
      }
      found++;
      double beta2 = golden.hyperparameter("betas", 1);
      Rectification rectification = new Rectification(beta2, Rectification.PUBLIC_THRESHOLD);
      double tolerance = RELATIVE * 2 / (1 - beta2);
      for (int t = 1; t <= lengths.length; t++) {
        assertEquals(lengths[t - 1], rectification.length(t), tolerance, name + ", step " + t);
        assertEquals(lengths[t - 1] > 5, rectification.appliesAt(t), name + ", step " + t);
      }
    }
    assertTrue(found > 0 || Golden.elsewhere());
  }
}
