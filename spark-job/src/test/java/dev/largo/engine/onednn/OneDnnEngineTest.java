package dev.largo.engine.onednn;

import dev.largo.config.ModelConfig;
import dev.largo.config.Precision;
import dev.largo.engine.GradientEngine;
import dev.largo.engine.GradientEngineContract;
import dev.largo.engine.graph.GraphReader;
import dev.largo.model.Network;
import dev.largo.model.Networks;
import org.apache.hadoop.conf.Configuration;

final class OneDnnEngineTest extends GradientEngineContract {
  @Override
  protected GradientEngine engine() throws Exception {
    return new OneDnnEngine(GraphReader.read(network().description()), 1, Precision.FP32);
  }

  @Override
  protected float[] parameters() throws Exception {
    return network().initialParameters(1);
  }

  private static Network network() throws Exception {
    return Networks.create(new ModelConfig("resnet-20", null), SHAPE, CLASSES, new Configuration());
  }
}
