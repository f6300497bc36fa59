package dev.largo.train;

import dev.largo.config.ConfigLoader;
import java.util.List;

/** Plans of small runs. */
final class Plans {
  private Plans() {}

  /**
   * A plan.
   *
   * @param global samples of a step
   * @param micro of a gradient computation
   * @param samples in the training set
   * @param overrides of the rest of the configuration
   */
  static TrainingPlan of(int global, int micro, int samples, String... overrides) {
    String text =
        """
        largo {
          name = test
          data { format = idx, train = x, validation = x }
          model.name = lenet
          batch { global = %d, micro = %d }
        }
        """
            .formatted(global, micro);
    return TrainingPlan.of(ConfigLoader.load("test", text, List.of(overrides)), samples);
  }
}
