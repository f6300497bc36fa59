package dev.largo.engine.dl4j;

import dev.largo.data.ImageShape;
import dev.largo.model.NetworkDescription;
import java.util.OptionalLong;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.MemoryUseMode;
import org.nd4j.linalg.api.buffer.DataType;

/** Deeplearning4j's estimate of a network's memory. */
public final class Dl4jMemory {
  private Dl4jMemory() {}

  /**
   * Bytes for micro-batches of so many samples; empty where a layer has no report.
   *
   * @param training whether gradients are taken too
   */
  public static OptionalLong bytes(NetworkDescription network, int samples, boolean training) {
    ImageShape shape = network.input();
    try {
      return OptionalLong.of(
          ComputationGraphConfiguration.fromJson(network.configurationJson())
              .getMemoryReport(
                  InputType.convolutional(shape.height(), shape.width(), shape.channels()))
              .getTotalMemoryBytes(
                  samples,
                  training ? MemoryUseMode.TRAINING : MemoryUseMode.INFERENCE,
                  CacheMode.NONE,
                  DataType.FLOAT));
    } catch (RuntimeException e) {
      return OptionalLong.empty();
    }
  }
}
