package dev.largo.engine.choice;

import dev.largo.config.EngineConfig;
import dev.largo.config.EngineKind;
import dev.largo.engine.GradientEngine;
import dev.largo.engine.dl4j.Dl4jEngine;
import dev.largo.engine.dl4j.Dl4jMemory;
import dev.largo.engine.graph.GraphReader;
import dev.largo.engine.graph.LayerGraph;
import dev.largo.engine.graph.UnsupportedLayerException;
import dev.largo.engine.onednn.OneDnnEngine;
import dev.largo.model.CudaBackend;
import dev.largo.model.ModelException;
import dev.largo.model.NetworkDescription;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The engine of a network. It follows from network and configuration alone, so that driver and
 * workers choose the same one, and a resumed run the one it started with.
 */
public final class EngineChoice {
  private final NetworkDescription network;
  private final EngineConfig config;
  private final @Nullable LayerGraph graph;
  private final @Nullable String obstacle;

  private EngineChoice(
      NetworkDescription network,
      EngineConfig config,
      @Nullable LayerGraph graph,
      @Nullable String obstacle) {
    this.network = network;
    this.config = config;
    this.graph = graph;
    this.obstacle = obstacle;
  }

  /**
   * Chooses.
   *
   * @throws ModelException if the configuration asks for the compiled engine and a layer of the
   *     network is not known to it
   */
  public static EngineChoice of(NetworkDescription network, EngineConfig config)
      throws ModelException {
    return of(network, config, CudaBackend.isPresent());
  }

  static EngineChoice of(NetworkDescription network, EngineConfig config, boolean gpu)
      throws ModelException {
    if (config.kind() == EngineKind.AUTO && gpu) {
      refuseMixed(config, "auto is dl4j, on the GPU");
      return new EngineChoice(network, config, null, null);
    }
    if (config.kind() == EngineKind.DL4J) {
      refuseMixed(config, "engine.kind is dl4j");
      return new EngineChoice(network, config, null, null);
    }
    try {
      return new EngineChoice(network, config, GraphReader.read(network), null);
    } catch (UnsupportedLayerException e) {
      if (config.kind() == EngineKind.ONEDNN) {
        throw new ModelException(
            "engine.kind: onednn does not know %s; use auto or dl4j".formatted(e.getMessage()));
      }
      refuseMixed(config, "it does not know " + e.getMessage());
      return new EngineChoice(network, config, null, e.getMessage());
    }
  }

  private static void refuseMixed(EngineConfig config, String why) throws ModelException {
    if (config.isMixed()) {
      throw new ModelException(
          "engine.precision: only the onednn engine has others than fp32, and " + why);
    }
  }

  /** The engine's name, as {@code engine.kind} has it. */
  public EngineKind kind() {
    return graph == null ? EngineKind.DL4J : EngineKind.ONEDNN;
  }

  /** What kept the faster engine from being chosen; null if nothing did. */
  public @Nullable String obstacle() {
    return obstacle;
  }

  /**
   * Native memory that a replica takes for micro-batches of so many samples: parameters, gradient,
   * activations and scratch. Laid out exactly for the compiled engine, Deeplearning4j's own
   * estimate for its layers; empty where that knows none.
   */
  public OptionalLong replicaBytes(int samples) {
    return graph == null
        ? Dl4jMemory.bytes(network, samples, true)
        : OptionalLong.of(OneDnnEngine.bytes(graph, samples, config.threads(), config.precision()));
  }

  /** The same for a replica that is only asked for probabilities. */
  public OptionalLong scoringBytes(int samples) {
    return graph == null
        ? Dl4jMemory.bytes(network, samples, false)
        : OptionalLong.of(
            OneDnnEngine.scoringBytes(graph, samples, config.threads(), config.precision()));
  }

  /** Makes a replica. */
  public GradientEngine open() {
    return graph == null
        ? new Dl4jEngine(network, config.threads())
        : new OneDnnEngine(graph, config.threads(), config.precision());
  }
}
