package dev.largo.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.config.ModelConfig;
import dev.largo.data.ImageShape;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The built-in networks: sizes of the papers, starting values, working gradients. */
final class BuiltInNetworksTest {
  private static Network network(String name, ImageShape input, int classes) throws ModelException {
    return Networks.create(new ModelConfig(name, null), input, classes, new Configuration(false));
  }

  private static Network small(String name) throws ModelException {
    return network(name, new ImageShape(3, 32, 32), 10);
  }

  @ParameterizedTest
  @CsvSource({
    // He et al. 2016 with projections: 269,722 of option A and 2,752 of the two projections.
    "resnet-20, 3, 32, 10, 272474",
    // torchvision's counts for ResNet-18 and ResNet-50.
    "resnet-18, 3, 32, 1000, 11689512",
    "resnet-50, 3, 32, 1000, 25557032",
    // 25*16+16, 16*25*48+48, 16*48*500+500, 500*10+10.
    "lenet, 1, 28, 10, 409174",
    // 25*8+8, 8*25*16+16, 16*16*120+120, 120*84+84, 84*10+10.
    "lenet-5, 1, 28, 10, 45278",
    // 784*512 + 4*512*512, 5 norms of 2*512, 512*10+10.
    "f1, 1, 28, 10, 1460234",
    // 784*512 + 6*512*512, 7 norms of 2*512, 512*10+10.
    "f2, 1, 28, 10, 1986570",
    // 25*3*64 + 25*64*64, 8*8*64*384 + 384*192, norms 2*(64+64+384+192), 192*10+10.
    "c1, 3, 32, 10, 1757130",
    // The same with 192*100+100; 28 places become 7.
    "c3, 3, 32, 100, 1774500",
    "c1, 1, 28, 10, 1385290",
    // 9*(3*64+64*64 + 64*128+128*128 + 128*256+2*256*256 + 256*512+2*512*512 + 3*512*512),
    // 1*1*512*512, norms 2*(2*64+2*128+3*256+6*512+512), 512*10+10.
    "c2, 3, 32, 10, 14987210",
    // The same with 512*100+100.
    "c4, 3, 32, 100, 15033380",
    // The same as c2 with one channel: 28 places become 1 as well.
    "c2, 1, 28, 10, 14986058",
  })
  void hasTheTrainableParametersOfItsPaper(
      String name, int channels, int side, int classes, int expected) throws ModelException {
    Network network = network(name, new ImageShape(channels, side, side), classes);

    int trainable =
        network.layout().segments().stream()
            .filter(Segment::trainable)
            .mapToInt(Segment::length)
            .sum();

    assertEquals(expected, trainable);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"lenet", "lenet-5", "resnet-20", "resnet-18", "resnet-50", "f1", "c1", "c2"})
  void layoutLiesOverTheGraphsOwnParameters(String name) throws ModelException {
    Network network = small(name);
    ComputationGraph graph = Graphs.build(network.description());

    assertEquals(graph.numParams(), network.layout().size());
    for (Segment segment : network.layout().segments()) {
      String key = segment.name().substring(segment.layer().length() + 1);
      INDArray view =
          Objects.requireNonNull(graph.getVertex(segment.layer()).paramTable(false).get(key));
      assertEquals(view.offset(), segment.offset(), segment.name());
      view.assign(segment.offset() + 1);
    }
    float[] values = FlatArrays.copy(graph.params());
    for (Segment segment : network.layout().segments()) {
      assertEquals(segment.offset() + 1, values[segment.offset()], segment.name());
      assertEquals(segment.offset() + 1, values[segment.end() - 1], segment.name());
    }
  }

  @Test
  void weightsOfAnOutputUnitAreARow() throws ModelException {
    Network network = small("lenet");
    ComputationGraph graph = Graphs.build(network.description());
    int weights = 0;
    for (Segment segment : network.layout().segments()) {
      if (segment.role() == Role.WEIGHT) {
        weights++;
        String key = segment.name().substring(segment.layer().length() + 1);
        INDArray view =
            Objects.requireNonNull(graph.getVertex(segment.layer()).paramTable(false).get(key));
        view.assign(0);
        view.slice(1, view.rank() == 4 ? 0 : 1).assign(7);
        float[] values = FlatArrays.copy(graph.params());
        for (int i = segment.offset(); i < segment.end(); i++) {
          boolean second = (i - segment.offset()) / segment.rowLength() == 1;
          assertEquals(second ? 7 : 0, values[i], segment.name());
        }
      } else {
        assertEquals(1, segment.rowLength(), segment.name());
      }
    }
    assertTrue(weights >= 4, "weights of convolutions and of dense layers: " + weights);
  }

  @Test
  void rolesFollowTheLayers() throws ModelException {
    List<Segment> segments = small("resnet-20").layout().segments();

    assertEquals(22, count(segments, Role.WEIGHT));
    assertEquals(1, count(segments, Role.BIAS));
    assertEquals(21, count(segments, Role.NORM_SCALE));
    assertEquals(21, count(segments, Role.NORM_SHIFT));
    assertEquals(42, count(segments, Role.RUNNING_STATISTIC));
    assertTrue(segments.stream().anyMatch(s -> s.name().equals("stage3-block3-conv2.W")));
    assertEquals(
        Set.of(Role.WEIGHT, Role.BIAS),
        small("lenet").layout().segments().stream().map(Segment::role).collect(Collectors.toSet()));
  }

  private static long count(List<Segment> segments, Role role) {
    return segments.stream().filter(s -> s.role() == role).count();
  }

  @ParameterizedTest
  @CsvSource({"resnet-20, 9", "resnet-18, 8", "resnet-50, 16"})
  void everyBlockStartsAsTheIdentity(String name, int blocks) throws ModelException {
    Network network = small(name);
    float[] start = network.initialParameters(1);

    int zero = 0;
    for (Segment segment : network.layout().segments()) {
      if (segment.role() == Role.NORM_SCALE) {
        String lastOfBlock = name.equals("resnet-50") ? "-norm3" : "-norm2";
        float expected = segment.layer().endsWith(lastOfBlock) ? 0 : 1;
        zero += expected == 0 ? 1 : 0;
        for (int i = segment.offset(); i < segment.end(); i++) {
          assertEquals(expected, start[i], segment.name());
        }
      } else if (segment.role() == Role.RUNNING_STATISTIC) {
        assertEquals(segment.name().endsWith(".var") ? 1 : 0, start[segment.offset()]);
      } else if (segment.role() != Role.WEIGHT) {
        assertEquals(0, start[segment.offset()], segment.name());
      }
    }
    assertEquals(blocks, zero);
  }

  @Test
  void convolutionsStartWithTheDeviationOfHe() throws ModelException {
    Network network = small("resnet-18");
    float[] start = network.initialParameters(1);

    for (Segment segment : network.layout().segments()) {
      if (segment.role() == Role.WEIGHT) {
        boolean dense = segment.layer().equals("output");
        double expected =
            dense
                ? 0.01
                : Math.sqrt(
                    2.0
                        / (segment.shape().get(0)
                            * segment.shape().get(2)
                            * segment.shape().get(3)));
        double squares = 0;
        for (int i = segment.offset(); i < segment.end(); i++) {
          squares += (double) start[i] * start[i];
        }
        // Five standard errors of a deviation estimated from n normal values, 1 / sqrt(2 n).
        double tolerance = 5 / Math.sqrt(2.0 * segment.length());
        assertEquals(
            1, Math.sqrt(squares / segment.length()) / expected, tolerance, segment.name());
      }
    }
  }

  /** Of the authors' network_zoo.py; Deeplearning4j counts what is kept. */
  @ParameterizedTest
  @CsvSource({
    "f2, ''",
    "c1, '0.5 0.5'",
    "c3, '0.5 0.5'",
    "c2, '0.7 0.6 0.6 0.6 0.6 0.6 0.6 0.6 0.5 0.5'",
    "c4, '0.7 0.6 0.6 0.6 0.6 0.6 0.6 0.6 0.5 0.5'"
  })
  void dropsAsMuchAsItsAuthors(String name, String kept) throws ModelException {
    ComputationGraph graph = Graphs.build(small(name).description());

    String found =
        Arrays.stream(graph.getLayers())
            .map(layer -> layer.conf().getLayer().getIDropout())
            .filter(Dropout.class::isInstance)
            .map(dropout -> String.valueOf(((Dropout) dropout).getP()))
            .collect(Collectors.joining(" "));

    assertEquals(kept, found);
  }

  /** Else Deeplearning4j's oneDNN layer refuses each batch, and a slow one takes its place. */
  @Test
  void normsOfVectorsHaveTheirChannelsFirst() throws ModelException {
    ComputationGraph graph = Graphs.build(small("c1").description());

    Map<String, CNN2DFormat> formats = new TreeMap<>();
    for (Layer layer : graph.getLayers()) {
      if (layer.conf().getLayer() instanceof BatchNormalization norm) {
        formats.put(norm.getLayerName(), norm.getCnn2DFormat());
      }
    }

    assertEquals(
        Map.of(
            "norm1", CNN2DFormat.NHWC,
            "norm2", CNN2DFormat.NHWC,
            "norm3", CNN2DFormat.NCHW,
            "norm4", CNN2DFormat.NCHW),
        formats);
  }

  @Test
  void seedsReproduceAndDiffer() throws ModelException {
    Network network = small("lenet");

    float[] first = network.initialParameters(7);
    float[] other = network.initialParameters(8);

    assertArrayEquals(first, network.initialParameters(7));
    assertArrayEquals(first, small("lenet").initialParameters(7));
    assertFalse(Arrays.equals(first, other));
  }

  @ParameterizedTest
  @CsvSource({
    "lenet, 8",
    "resnet-20, 8",
    "resnet-18, 2",
    "resnet-50, 2",
    "f1, 8",
    "f2, 8",
    "c1, 8",
    "c2, 2"
  })
  void gradientIsFiniteAndTheSameEveryTime(String name, int samples) throws ModelException {
    Network network = small(name);
    ComputationGraph graph = Samples.graph(network, 3);

    Samples.computeGradient(graph, network.description(), samples, 5);
    double loss = graph.score();
    float[] first = FlatArrays.copy(graph.getGradientsViewArray());
    Samples.computeGradient(graph, network.description(), samples, 5);
    float[] second = FlatArrays.copy(graph.getGradientsViewArray());

    // Weights of the classifier are so small that every class starts as likely as the others.
    assertEquals(Math.log(10), loss, 0.25);
    assertArrayEquals(first, second);
    double squares = 0;
    for (float value : first) {
      squares += (double) value * value;
    }
    assertTrue(Double.isFinite(squares) && squares > 0, "gradient norm " + Math.sqrt(squares));
  }

  @ParameterizedTest
  @CsvSource({
    "lenet, 3, 33, 29",
    "resnet-20, 3, 20, 28",
    "resnet-18, 1, 40, 32",
    "f1, 3, 3, 9",
    "c1, 1, 7, 12",
    "c2, 3, 21, 33"
  })
  void worksOnOblongImages(String name, int channels, int height, int width) throws ModelException {
    Network network = network(name, new ImageShape(channels, height, width), 7);
    ComputationGraph graph = Samples.graph(network, 3);

    INDArray output = graph.outputSingle(false, Samples.images(network.description(), 2, 1));

    assertArrayEquals(new long[] {2, 7}, output.shape());
    assertEquals(2, output.sumNumber().doubleValue(), 1e-5);
  }

  @Test
  void unknownNameNamesTheNearest() {
    ModelException e = assertThrows(ModelException.class, () -> small("resnet50"));

    assertEquals(
        "model.name: no network is called resnet50; did you mean resnet-50?"
            + " The names are lenet, lenet-5, resnet-20, resnet-18, resnet-50, f1, f2, c1, c2, c3, c4",
        e.getMessage());
  }

  @Test
  void tooSmallImagesAreRefused() {
    ModelException e =
        assertThrows(
            ModelException.class, () -> network("resnet-50", new ImageShape(3, 31, 64), 10));

    assertEquals(
        "model.name: resnet-50 needs images of at least 32x32 pixels, the data's are 31x64",
        e.getMessage());
  }

  @Test
  void smallestImagesOfEachNetworkWork() throws ModelException {
    for (BuiltIn builtIn : BuiltIn.values()) {
      ImageShape least = new ImageShape(1, builtIn.minimumSide, builtIn.minimumSide);
      Network network = network(builtIn.key, least, 3);
      ComputationGraph graph = Samples.graph(network, 3);
      assertArrayEquals(
          new long[] {2, 3},
          graph.outputSingle(false, Samples.images(network.description(), 2, 1)).shape());
    }
  }
}
