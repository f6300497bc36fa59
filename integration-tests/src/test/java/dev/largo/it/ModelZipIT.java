package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.Raster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.DataNormalization;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** A checkpoint's model.zip is a plain DL4J model that gives the evaluation that was logged. */
final class ModelZipIT {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"lenet", "resnet-20"})
  void dl4jAloneRepeatsTheLoggedEvaluations(String model) throws Exception {
    TinySet set = new TinySet(directory);
    Cli.Result result = Cli.run(set.train("zip", "workers=2", "model.name=" + model, "epochs=2"));
    assertEquals(0, result.status(), result.err());

    Path run = set.run("zip");
    assertRepeats(set, "checkpoint", run.resolve("checkpoints/step-00000008/model.zip"));
    assertRepeats(set, "swa", run.resolve("averages/swa/model.zip"));
  }

  private static void assertRepeats(TinySet set, String weights, Path zip) throws Exception {
    DataSet validation = images(set.data().resolve("validation"));
    ComputationGraph network = ModelSerializer.restoreComputationGraph(zip.toFile());
    DataNormalization normalization = ModelSerializer.restoreNormalizerFromFile(zip.toFile());
    normalization.transform(validation);
    INDArray probabilities = network.outputSingle(validation.getFeatures());
    Evaluation evaluation = new Evaluation(10);
    evaluation.eval(validation.getLabels(), probabilities);
    INDArray likelihoods = probabilities.mul(validation.getLabels()).sum(1);

    JsonNode logged =
        set.lines("zip", "evaluations.jsonl").stream()
            .filter(e -> e.path("step").asInt() == 8)
            .filter(e -> e.path("weights").asText().equals(weights))
            .findFirst()
            .orElseThrow();
    assertEquals(logged.path("top1").asDouble(), evaluation.accuracy(), 1e-9, weights);
    double loss = -Transforms.log(likelihoods).meanNumber().doubleValue();
    assertEquals(logged.path("loss").asDouble(), loss, 1e-4 * loss, weights);
  }

  /** Pixels from 0 to 255, [n, 3, 32, 32], classes in the order of their folders' names. */
  private static DataSet images(Path folder) throws Exception {
    INDArray features = Nd4j.create(TinySet.VALIDATION, 3, 32, 32);
    INDArray labels = Nd4j.create(TinySet.VALIDATION, 10);
    int n = 0;
    List<Path> classes = sorted(folder);
    for (int label = 0; label < classes.size(); label++) {
      for (Path image : sorted(classes.get(label))) {
        Raster raster = ImageIO.read(image.toFile()).getRaster();
        for (int y = 0; y < 32; y++) {
          for (int x = 0; x < 32; x++) {
            int[] bgr = raster.getPixel(x, y, (int[]) null);
            for (int c = 0; c < 3; c++) {
              features.putScalar(new int[] {n, c, y, x}, bgr[c]);
            }
          }
        }
        labels.putScalar(n++, label, 1);
      }
    }
    assertEquals(TinySet.VALIDATION, n);
    return new DataSet(features, labels);
  }

  private static List<Path> sorted(Path folder) throws Exception {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(p -> !p.getFileName().toString().startsWith(".")).sorted().toList();
    }
  }
}
