package dev.largo.bench;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.opencv.global.opencv_core;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.image.loader.NativeImageLoader;
import org.datavec.image.recordreader.ImageRecordReader;
import org.datavec.image.transform.CropImageTransform;
import org.datavec.image.transform.FlipImageTransform;
import org.datavec.image.transform.ImageTransform;
import org.datavec.image.transform.PipelineImageTransform;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;

/**
 * DataVec's ways from files to arrays. It knows no random resized crop and does not keep fine
 * texture from turning into moire; its bytes are blue, green, red.
 */
public enum DataVecContender implements ImageContender {
  /** Scaled as a whole, neither mirrored nor normalized. */
  LOADER_ALONE("NativeImageLoader alone") {
    @Override
    Reading open(int round) {
      NativeImageLoader loader = new NativeImageLoader(SIDE, SIDE, CHANNELS);
      return file -> loader.asMatrix(new ByteArrayInputStream(file));
    }
  },
  /** The whole image, mirrored at random. */
  WHOLE("ImageRecordReader, whole images") {
    @Override
    Reading open(int round) {
      return samples(List.of(MIRROR), round);
    }
  },
  /** Nearest to the recipe: a random part, where the recipe takes a random share of the area. */
  CROPPED("ImageRecordReader, cropped") {
    @Override
    Reading open(int round) {
      return samples(
          List.of(Pair.of(new CropImageTransform(new Random(round), MARGIN), 1.0), MIRROR), round);
    }
  };

  private static final int SIDE = Recipe.SHAPE.width();
  private static final int CHANNELS = Recipe.SHAPE.channels();

  /** The most that is cut off each side, in pixels. */
  private static final int MARGIN = 64;

  private static final Pair<ImageTransform, Double> MIRROR =
      Pair.of(new FlipImageTransform(1), 0.5);
  private static final URI NAME = URI.create("file:///image");

  static {
    opencv_core.setNumThreads(1);
  }

  private final String title;

  DataVecContender(String title) {
    this.title = title;
  }

  /** From a file to an array. */
  @FunctionalInterface
  interface Reading {
    INDArray read(byte[] file) throws IOException;
  }

  abstract Reading open(int round);

  @Override
  public String title() {
    return title;
  }

  @Override
  public void pass(List<byte[]> files, int round) throws IOException {
    Reading reading = open(round);
    long[] shape = {1, CHANNELS, SIDE, SIDE};
    for (byte[] file : files) {
      INDArray sample = reading.read(file);
      if (!Arrays.equals(sample.shape(), shape)) {
        throw new IOException(title + " made a sample of " + sample.shapeInfoToString());
      }
    }
  }

  private static Reading samples(List<Pair<ImageTransform, Double>> transforms, int seed) {
    ImageRecordReader reader =
        new ImageRecordReader(
            SIDE, SIDE, CHANNELS, new PipelineImageTransform(seed, transforms, false));
    NormalizerStandardize normalizer =
        new NormalizerStandardize(
            reversed(Recipe.NORMALIZATION.mean()), reversed(Recipe.NORMALIZATION.std()));
    return file -> {
      var record = reader.record(NAME, new DataInputStream(new ByteArrayInputStream(file)));
      INDArray sample = ((NDArrayWritable) record.get(0)).get();
      normalizer.transform(sample);
      return sample;
    };
  }

  private static INDArray reversed(List<Double> values) {
    return Nd4j.createFromArray(
            values.get(2).floatValue(), values.get(1).floatValue(), values.get(0).floatValue())
        .reshape(1, CHANNELS);
  }
}
