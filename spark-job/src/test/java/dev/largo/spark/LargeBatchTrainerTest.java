package dev.largo.spark;

import static dev.largo.spark.Fits.floats;
import static dev.largo.spark.Fits.trainer;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.spark.program.TrainingFailedException;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Fits without a cluster, on what Deeplearning4j's users have. */
final class LargeBatchTrainerTest {
  private static MultiLayerNetwork dense() {
    MultiLayerNetwork network = new MultiLayerNetwork(Blobs.dense());
    network.init();
    return network;
  }

  /** Mini-batches of 20, the last of them smaller where that does not fit. */
  private static DataSetIterator iterator(List<DataSet> sets) {
    return new ListDataSetIterator<>(DataSet.merge(sets).asList(), 20);
  }

  @Test
  void anIteratorGivesWhatTheListOfItsSetsGives() {
    List<DataSet> sets = Blobs.vectors(330, 1);
    MultiLayerNetwork ofList = dense();
    LargeBatchTrainer.Result<MultiLayerNetwork> list = trainer().build().fit(ofList, sets);
    MultiLayerNetwork ofIterator = dense();
    DataSetIterator training = iterator(sets);
    training.next(); // Somebody has read from it.

    LargeBatchTrainer.Result<MultiLayerNetwork> result =
        trainer().build().fit(ofIterator, training);

    assertSame(ofIterator, result.model());
    assertEquals(40, result.steps());
    assertEquals(list.parametersSha256(), result.parametersSha256());
    assertArrayEquals(floats(ofList.params()), floats(ofIterator.params()));
    assertEquals(List.of(), result.evaluations());
    assertFalse(training.hasNext());
  }

  @Test
  void aListOfLayersLearnsAndIsWhatTheEvaluationsWereMadeOf() {
    MultiLayerNetwork network = dense();
    List<DataSet> validation = Blobs.vectors(200, 2);

    LargeBatchTrainer.Result<MultiLayerNetwork> result =
        trainer().build().fit(network, iterator(Blobs.vectors(320, 1)), iterator(validation));

    assertEquals(4, result.evaluations().size());
    Evaluation own = network.evaluate(iterator(validation));
    assertTrue(own.accuracy() > 0.9, own.stats());
    assertEquals(own.accuracy(), result.evaluations().get(3).top1(), 1e-12);
    assertEquals(40, network.getIterationCount());
    assertEquals(4, network.getEpochCount());
  }

  @Test
  void anIteratorWithoutSetsIsRefusedAndTheNetworkStaysAsItWas() {
    MultiLayerNetwork network = dense();
    float[] before = floats(network.params());

    TrainingFailedException e =
        assertThrows(
            TrainingFailedException.class,
            () -> trainer().build().fit(network, new ListDataSetIterator<>(List.of(), 20)));

    assertEquals(1, String.valueOf(e.getMessage()).lines().count(), e.getMessage());
    assertTrue(Arrays.equals(before, floats(network.params())));
  }
}
