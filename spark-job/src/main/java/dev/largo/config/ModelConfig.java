package dev.largo.config;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The network: exactly one of the two is set.
 *
 * @param name a built-in network: lenet, lenet-5, resnet-20, resnet-18, resnet-50, f1, f2, c1, c2,
 *     c3 or c4
 * @param file a network file: DL4J configuration JSON, ModelSerializer zip or Keras h5
 */
public record ModelConfig(@Nullable String name, @Nullable String file) {
  ModelConfig withPath(UnaryOperator<String> path) {
    return new ModelConfig(name, file == null ? null : path.apply(file));
  }
}
