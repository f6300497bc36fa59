package dev.largo.study;

import dev.largo.config.ConfigTemplate;
import java.util.List;

/** Templates over a small configuration. */
final class Plans {
  /** Images of the training set. */
  static final int SAMPLES = 1000;

  private Plans() {}

  static ConfigTemplate template(String... overrides) {
    String text =
        """
        largo {
          name = plan
          data { format = idx, train = "/x", validation = "/x" }
          model.name = lenet
          batch { global = 64, micro = 32 }
          epochs = 10
          schedule.warmup.epochs = 1
        }
        """;
    return ConfigTemplate.load("plan.conf", text, List.of(overrides));
  }

  static Study study(String... overrides) {
    return Study.of(template(overrides), data -> SAMPLES);
  }
}
