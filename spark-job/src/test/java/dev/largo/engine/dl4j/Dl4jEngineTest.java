package dev.largo.engine.dl4j;

import dev.largo.config.ModelConfig;
import dev.largo.engine.GradientEngine;
import dev.largo.engine.GradientEngineContract;
import dev.largo.model.Network;
import dev.largo.model.Networks;
import org.apache.hadoop.conf.Configuration;

final class Dl4jEngineTest extends GradientEngineContract {
  @Override
  protected GradientEngine engine() throws Exception {
    return new Dl4jEngine(network().description(), 1);
  }

  @Override
  protected float[] parameters() throws Exception {
    return network().initialParameters(1);
  }

  private static Network network() throws Exception {
    return Networks.create(new ModelConfig("resnet-20", null), SHAPE, CLASSES, new Configuration());
  }
}
