package dev.largo.model;

import dev.largo.data.ImageShape;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * The networks that have a name: {@link LeNet}, residual ones after He et al. 2016, and those of
 * {@link SharpMinima}.
 */
enum BuiltIn {
  LENET("lenet", 16) {
    @Override
    ComputationGraphConfiguration configure(ImageShape input, int classes) {
      return LeNet.caffe(input, classes);
    }
  },
  LENET_5("lenet-5", 16) {
    @Override
    ComputationGraphConfiguration configure(ImageShape input, int classes) {
      return LeNet.five(input, classes);
    }
  },
  /** Section 4.2, n = 3, with projection shortcuts (its option B). */
  RESNET_20("resnet-20", 8) {
    @Override
    ComputationGraphConfiguration configure(ImageShape input, int classes) {
      return new ResidualGraph(input)
          .stem(3, 1, 16)
          .basicStage(1, 3, 1, 16)
          .basicStage(2, 3, 2, 32)
          .basicStage(3, 3, 2, 64)
          .classifier(classes);
    }
  },
  RESNET_18("resnet-18", 32) {
    @Override
    ComputationGraphConfiguration configure(ImageShape input, int classes) {
      return new ResidualGraph(input)
          .stem(7, 2, 64)
          .maxPool()
          .basicStage(1, 2, 1, 64)
          .basicStage(2, 2, 2, 128)
          .basicStage(3, 2, 2, 256)
          .basicStage(4, 2, 2, 512)
          .classifier(classes);
    }
  },
  RESNET_50("resnet-50", 32) {
    @Override
    ComputationGraphConfiguration configure(ImageShape input, int classes) {
      return new ResidualGraph(input)
          .stem(7, 2, 64)
          .maxPool()
          .bottleneckStage(1, 3, 1, 64)
          .bottleneckStage(2, 4, 2, 128)
          .bottleneckStage(3, 6, 2, 256)
          .bottleneckStage(4, 3, 2, 512)
          .classifier(classes);
    }
  },
  F1("f1", 1) {
    @Override
    ComputationGraphConfiguration configure(ImageShape input, int classes) {
      return SharpMinima.dense(input, 5, classes);
    }
  },
  F2("f2", 1) {
    @Override
    ComputationGraphConfiguration configure(ImageShape input, int classes) {
      return SharpMinima.dense(input, 7, classes);
    }
  },
  /** Of smaller images the second maximum would leave a single place. */
  C1("c1", 5) {
    @Override
    ComputationGraphConfiguration configure(ImageShape input, int classes) {
      return SharpMinima.shallow(input, classes);
    }
  },
  /** Of smaller images the last convolutions would see a single place. */
  C2("c2", 17) {
    @Override
    ComputationGraphConfiguration configure(ImageShape input, int classes) {
      return SharpMinima.deep(input, classes);
    }
  },
  C3("c3", C1.minimumSide) {
    @Override
    ComputationGraphConfiguration configure(ImageShape input, int classes) {
      return SharpMinima.shallow(input, classes);
    }
  },
  C4("c4", C2.minimumSide) {
    @Override
    ComputationGraphConfiguration configure(ImageShape input, int classes) {
      return SharpMinima.deep(input, classes);
    }
  };

  /** As it stands in {@code model.name}. */
  final String key;

  /** The least height and width in pixels. */
  final int minimumSide;

  BuiltIn(String key, int minimumSide) {
    this.key = key;
    this.minimumSide = minimumSide;
  }

  /** Its configuration; the fixed seed and layer names make the same JSON every time. */
  abstract ComputationGraphConfiguration configure(ImageShape input, int classes);
}
