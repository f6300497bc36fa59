package dev.largo.train;

import dev.largo.config.ConfigLoader;
import dev.largo.config.LargoConfig;
import dev.largo.config.SwapConfig;
import dev.largo.data.Seeds;
import dev.largo.optim.schedule.Schedule;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** How a replica is refined: whoever does it, by the same steps. */
final class ReplicaRecipe {
  /** Tells the replicas' seeds from those of epochs. */
  private static final long REPLICAS = 0x53574150; // "SWAP"

  private ReplicaRecipe() {}

  /**
   * The steps of a replica, with random numbers of its own.
   *
   * @param plan of the training before
   * @param replica from 1
   */
  static TrainingPlan plan(TrainingPlan plan, SwapConfig swap, int replica) {
    LargoConfig config = plan.config();
    long seed = Seeds.mix(config.seed(), REPLICAS, replica);
    return TrainingPlan.of(config.refining(swap, seed), plan.samples());
  }

  /**
   * What tells a replica from one that was refined from other weights, or otherwise.
   *
   * @param start the step that it starts from
   * @param startSha256 of the parameters after that step
   * @return a checksum
   */
  static String origin(
      TrainingPlan plan, SwapConfig swap, int replica, long start, String startSha256) {
    LargoConfig own = plan(plan, swap, replica).config();
    String text =
        String.join(
            "\n",
            startSha256,
            String.valueOf(start),
            String.valueOf(own.seed()),
            String.valueOf(swap.lr()),
            String.valueOf(swap.endLr()),
            ConfigLoader.render(own.recipe()));
    byte[] digest = MeasuredOutput.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }

  /** A line from the first step's rate to what it comes to at the end. */
  static LearningRate learningRate(TrainingPlan own, SwapConfig swap) {
    return LearningRate.of(Schedule.polynomial(swap.lr(), swap.endLr(), 1, own.steps()));
  }
}
