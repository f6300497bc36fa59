package dev.largo.bench;

import dev.largo.data.ImageShape;
import dev.largo.data.Normalization;
import dev.largo.data.RandomArea;
import java.util.List;

/** ImageNet's training transform. */
final class Recipe {
  static final ImageShape SHAPE = new ImageShape(3, 224, 224);

  /** From 8 % of the area on, from 3:4 to 4:3. */
  static final RandomArea AREA = new RandomArea(0.08, 1, 3 / 4.0, 4 / 3.0);

  static final Normalization NORMALIZATION =
      new Normalization(List.of(123.675, 116.28, 103.53), List.of(58.395, 57.12, 57.375));

  static final int SEED = 1;

  private Recipe() {}
}
