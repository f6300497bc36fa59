package dev.largo.bench;

import dev.largo.config.AugmentConfig;
import dev.largo.data.DataException;
import dev.largo.data.Framing;
import dev.largo.data.ImageShape;
import dev.largo.data.MicroBatch;
import dev.largo.data.MicroBatchReader;
import dev.largo.data.Window;
import dev.largo.data.image.ImageDecoder;
import dev.largo.data.image.JpegDecoder;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;

/** Largo, parts of it, and what Java has alone: ways that need nothing but Largo's own jar. */
public enum BuiltInContender implements ImageContender {
  LARGO("Largo") {
    @Override
    void read(byte[] file, Framing framing, ImageShape shape, byte[] into) throws IOException {
      ImageDecoder.read(file, NAME, framing, shape, into);
    }
  },
  LARGO_ON_JDK("Largo on the JDK's decoder") {
    @Override
    void read(byte[] file, Framing framing, ImageShape shape, byte[] into) throws IOException {
      ImageDecoder.read(file, NAME, framing, shape, into, JpegDecoder.JDK);
    }
  },
  /** As people write it: nothing keeps fine texture from turning into moire. */
  PLAIN_JAVA("ImageIO and Graphics2D") {
    @Override
    void read(byte[] file, Framing framing, ImageShape shape, byte[] into) throws IOException {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
      if (image == null) {
        throw new DataException(NAME, "is no image that ImageIO reads", "leave it out");
      }
      Window w = framing.of(image.getWidth(), image.getHeight());
      BufferedImage sample =
          new BufferedImage(shape.width(), shape.height(), BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = sample.createGraphics();
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(
          image,
          0,
          0,
          shape.width(),
          shape.height(),
          w.left(),
          w.top(),
          w.left() + w.width(),
          w.top() + w.height(),
          null);
      graphics.dispose();
      int plane = shape.width() * shape.height();
      int[] pixels = sample.getRGB(0, 0, shape.width(), shape.height(), null, 0, shape.width());
      for (int i = 0; i < plane; i++) {
        into[i] = (byte) (pixels[i] >> 16);
        into[plane + i] = (byte) (pixels[i] >> 8);
        into[2 * plane + i] = (byte) pixels[i];
      }
    }
  },
  /** All rows of the file, and the sample of its last pixel. */
  DECODING_ALONE("decoding alone, of whole files") {
    @Override
    void read(byte[] file, Framing framing, ImageShape shape, byte[] into) throws IOException {
      ImageDecoder.read(
          file,
          NAME,
          (width, height) -> new Window(width - 1, height - 1, 1, 1, 1, 1, 0, 0),
          ONE_PIXEL,
          into);
    }
  };

  private static final String NAME = "image";
  private static final ImageShape ONE_PIXEL = new ImageShape(3, 1, 1);

  private final String title;

  BuiltInContender(String title) {
    this.title = title;
  }

  abstract void read(byte[] file, Framing framing, ImageShape shape, byte[] into)
      throws IOException;

  @Override
  public String title() {
    return title;
  }

  @Override
  public void pass(List<byte[]> files, int round) throws IOException {
    FileSource source = new FileSource(files, this, Recipe.SHAPE, round);
    if (this == DECODING_ALONE) {
      decode(source);
    } else {
      makeSamples(source, round);
    }
  }

  private static void makeSamples(FileSource source, int round) throws IOException {
    MicroBatch batch = new MicroBatch(1, Recipe.SHAPE);
    int[] order = new int[1];
    try (MicroBatchReader reader =
        new MicroBatchReader(
            source, Recipe.NORMALIZATION, AugmentConfig.of(0, true), Recipe.SEED, 1)) {
      for (int i = 0; i < source.size(); i++) {
        order[0] = i;
        reader.readTraining(round, order, 0, 1, batch);
      }
    }
  }

  private static void decode(FileSource source) throws IOException {
    byte[] pixels = new byte[Recipe.SHAPE.values()];
    for (int i = 0; i < source.size(); i++) {
      int unused = source.read(i, pixels);
    }
  }
}
