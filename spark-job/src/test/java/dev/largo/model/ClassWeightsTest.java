package dev.largo.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.largo.data.ImageShape;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

final class ClassWeightsTest {
  @BeforeEach
  void prepare() {
    NativeRuntime.prepare();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void areFoundInBothKindsOfOutput(boolean weighted) {
    LossMCXENT loss =
        weighted ? new LossMCXENT(Nd4j.createFromArray(1f, 2f, 3f)) : new LossMCXENT();

    assertEquals(
        weighted,
        ClassWeights.areIn(
            network(
                new OutputLayer.Builder(loss)
                    .nIn(3)
                    .nOut(3)
                    .activation(Activation.SOFTMAX)
                    .build())));
    assertEquals(
        weighted,
        ClassWeights.areIn(
            network(new LossLayer.Builder(loss).activation(Activation.SOFTMAX).build())));
  }

  private static NetworkDescription network(Layer output) {
    String json =
        new NeuralNetConfiguration.Builder()
            .graphBuilder()
            .addInputs("in")
            .setInputTypes(InputType.feedForward(3))
            .addLayer("out", output, "in")
            .setOutputs("out")
            .build()
            .toJson();
    return new NetworkDescription("test", json, new ImageShape(1, 1, 3), 3);
  }
}
