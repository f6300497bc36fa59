package dev.largo.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.Precision;
import dev.largo.data.ImageShape;
import dev.largo.data.MicroBatch;
import dev.largo.engine.NoiseSource;
import dev.largo.engine.Reference;
import dev.largo.engine.RunningStatistics;
import dev.largo.engine.TestNetworks;
import dev.largo.engine.graph.GraphReader;
import dev.largo.engine.graph.LayerGraph;
import dev.largo.model.NetworkDescription;
import dev.largo.optim.layout.Segment;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Recomputed batch-norm statistics against one pass in float64 through Deeplearning4j's layers. */
final class StatisticsTest {
  private static final int BATCHES = 5;
  private static final int SAMPLES = 8;

  @Test
  void pooledMomentsAreThoseOfASinglePassInFloat64() throws Exception {
    NetworkDescription network = TestNetworks.builtIn("resnet-20", new ImageShape(3, 16, 16));
    LayerGraph graph = GraphReader.read(network);
    float[] parameters = TestNetworks.parameters(graph.layout(), 3);
    float[] recomputed = parameters.clone();
    RunningStatistics statistics;
    try (OneDnnEngine engine = new OneDnnEngine(graph, 1, Precision.FP32)) {
      statistics = engine.runningStatistics();
      engine.setParameters(parameters);
      double[] total = new double[statistics.count()];
      for (int i = 0; i < BATCHES; i++) {
        double[] moments = engine.moments(batch(network, i));
        for (int j = 0; j < total.length; j++) {
          total[j] += moments[j];
        }
      }
      statistics.put(total, BATCHES * SAMPLES, recomputed);
    }
    assertTrue(statistics.norms().size() > 10);
    for (RunningStatistics.Norm norm : statistics.norms()) {
      String layer = layerAt(graph, norm.mean());
      double[] sums = new double[norm.channels()];
      double[] squares = new double[norm.channels()];
      long count = 0;
      for (int i = 0; i < BATCHES; i++) {
        INDArray input =
            new Reference(network, batch(network, i))
                .inputOf(layer, Reference.widen(parameters))
                // Built-in networks have channels last.
                .permute(3, 0, 1, 2)
                .reshape(norm.channels(), -1);
        for (int c = 0; c < norm.channels(); c++) {
          for (double x : input.getRow(c).toDoubleVector()) {
            sums[c] += x;
            squares[c] += x * x;
          }
        }
        count += input.columns();
      }
      for (int c = 0; c < norm.channels(); c++) {
        double mean = sums[c] / count;
        double variance = squares[c] / count - mean * mean;
        assertEquals(mean, recomputed[norm.mean() + c], 1e-5 * Math.max(1, Math.abs(mean)), layer);
        double found = recomputed[norm.variance() + c];
        assertEquals(
            norm.logStd() ? 0.5 * Math.log10(variance) : variance,
            found,
            1e-5 * Math.max(1, Math.abs(found)),
            layer);
      }
    }
  }

  private static MicroBatch batch(NetworkDescription network, int number) throws IOException {
    return NoiseSource.batch(SAMPLES, network.input(), network.classes(), number);
  }

  private static String layerAt(LayerGraph graph, int offset) {
    return graph.layout().segments().stream()
        .filter(segment -> segment.offset() == offset)
        .map(Segment::layer)
        .findFirst()
        .orElseThrow();
  }
}
