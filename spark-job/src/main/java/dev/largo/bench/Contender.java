package dev.largo.bench;

import dev.largo.config.Precision;
import dev.largo.engine.GradientEngine;
import dev.largo.engine.dl4j.Dl4jEngine;
import dev.largo.engine.graph.GraphReader;
import dev.largo.engine.graph.UnsupportedLayerException;
import dev.largo.engine.onednn.OneDnnEngine;
import dev.largo.model.NetworkDescription;

/** An engine that takes part in a comparison. */
public enum Contender {
  /** Deeplearning4j as it comes: its oneDNN layers are there, and off. */
  DL4J_AS_IT_COMES("DL4J as it comes") {
    @Override
    GradientEngine open(NetworkDescription network, int threads) {
      String before = System.getProperty(HELPERS_OFF);
      System.setProperty(HELPERS_OFF, "true");
      try {
        return new Dl4jEngine(network, threads);
      } finally {
        if (before == null) {
          System.clearProperty(HELPERS_OFF);
        } else {
          System.setProperty(HELPERS_OFF, before);
        }
      }
    }
  },
  DL4J("dl4j") {
    @Override
    GradientEngine open(NetworkDescription network, int threads) {
      return new Dl4jEngine(network, threads);
    }
  },
  ONEDNN("onednn") {
    @Override
    GradientEngine open(NetworkDescription network, int threads) {
      try {
        return new OneDnnEngine(GraphReader.read(network), threads, Precision.FP32);
      } catch (UnsupportedLayerException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
    }
  };

  /** Deeplearning4j reads it whenever it makes a layer. */
  private static final String HELPERS_OFF = "org.eclipse.deeplearning4j.helpers.disable";

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  /** Makes a replica. To be called by one thread at a time. */
  abstract GradientEngine open(NetworkDescription network, int threads);

  @Override
  public String toString() {
    return title;
  }
}
