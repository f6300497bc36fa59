package dev.largo.spark;

import dev.largo.data.image.ImageDecoder;
import dev.largo.model.Network;
import dev.largo.train.TrainingData;
import java.util.Map;

/** What workers of a test's run are told. */
final class Specs {
  private Specs() {}

  /** A run from its first step to its end. */
  static RunSpec of(String id, String config, Network network, TrainingData data, int workers) {
    return new RunSpec(
        id,
        config,
        network.description(),
        data.normalization(),
        data.fingerprint(),
        ImageDecoder.description(),
        "test",
        data.training().size(),
        workers,
        0,
        RunSpec.ITS_END,
        0,
        null,
        null,
        Map.of());
  }
}
