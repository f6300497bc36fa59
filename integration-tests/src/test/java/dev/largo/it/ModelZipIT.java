package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.Raster;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.DataNormalization;
import org.nd4j.linalg.factory.Nd4j;

/** A checkpoint's model.zip is a plain DL4J model that gives the evaluation that was logged. */
final class ModelZipIT {
  @TempDir Path directory;

  @Test
  void dl4jAloneRepeatsTheLoggedEvaluation() throws Exception {
    TinySet set = new TinySet(directory);
    Cli.Result result = Cli.run(set.train("zip", "workers=2"));
    assertEquals(0, result.status(), result.err());
    DataSet validation = images(set.data().resolve("validation"));

    File zip = set.run("zip").resolve("checkpoints/step-00000012/model.zip").toFile();
    ComputationGraph network = ModelSerializer.restoreComputationGraph(zip);
    DataNormalization normalization = ModelSerializer.restoreNormalizerFromFile(zip);
    normalization.transform(validation);
    Evaluation evaluation = new Evaluation(10);
    evaluation.eval(validation.getLabels(), network.outputSingle(validation.getFeatures()));

    JsonNode logged =
        set.lines("zip", "evaluations.jsonl").stream()
            .filter(e -> e.path("step").asInt() == 12)
            .filter(e -> e.path("weights").asText().equals("checkpoint"))
            .findFirst()
            .orElseThrow();
    assertEquals(logged.path("top1").asDouble(), evaluation.accuracy(), 1e-9);
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
