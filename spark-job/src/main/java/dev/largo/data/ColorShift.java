package dev.largo.data;

import dev.largo.config.AugmentConfig.ColorJitter;

/**
 * Random changes of brightness, contrast, saturation and hue, in random order, by the definitions
 * of torchvision's {@code ColorJitter}: an image is blended with black, with its mean grey, with
 * its own grey values, and its colours are turned on the circle. Levels are rounded and clamped
 * after each change.
 */
final class ColorShift {
  private static final int CHANNELS = 3;
  private static final float RED = 0.299f;
  private static final float GREEN = 0.587f;
  private static final float BLUE = 0.114f;

  private ColorShift() {}

  /**
   * Changes an image.
   *
   * @param pixels unsigned bytes, 3 x plane
   */
  static void apply(ColorJitter jitter, SplitMix64 random, byte[] pixels) {
    int[] order = {0, 1, 2, 3};
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    float brightness = factor(jitter.brightness(), random);
    float contrast = factor(jitter.contrast(), random);
    float saturation = factor(jitter.saturation(), random);
    float hue = (float) (jitter.hue() == 0 ? 0 : random.nextDouble(-jitter.hue(), jitter.hue()));
    for (int change : order) {
      switch (change) {
        case 0 -> blend(pixels, brightness, 0);
        case 1 -> blend(pixels, contrast, meanGrey(pixels));
        case 2 -> saturate(pixels, saturation);
        default -> turn(pixels, hue);
      }
    }
  }

  private static float factor(double strength, SplitMix64 random) {
    return strength == 0 ? 1 : (float) random.nextDouble(Math.max(0, 1 - strength), 1 + strength);
  }

  private static void blend(byte[] pixels, float factor, float with) {
    if (factor != 1) {
      float constant = (1 - factor) * with;
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = level(factor * (pixels[i] & 0xFF) + constant);
      }
    }
  }

  private static float meanGrey(byte[] pixels) {
    int plane = pixels.length / CHANNELS;
    double sum = 0;
    for (int i = 0; i < plane; i++) {
      sum += grey(pixels, i, plane);
    }
    return (float) Math.rint(sum / plane);
  }

  private static void saturate(byte[] pixels, float factor) {
    if (factor != 1) {
      int plane = pixels.length / CHANNELS;
      for (int i = 0; i < plane; i++) {
        float constant = (1 - factor) * grey(pixels, i, plane);
        for (int at = i; at < pixels.length; at += plane) {
          pixels[at] = level(factor * (pixels[at] & 0xFF) + constant);
        }
      }
    }
  }

  private static float grey(byte[] pixels, int i, int plane) {
    return RED * (pixels[i] & 0xFF)
        + GREEN * (pixels[plane + i] & 0xFF)
        + BLUE * (pixels[2 * plane + i] & 0xFF);
  }

  /** Turns each colour by a share of the circle, keeping its largest and smallest level. */
  private static void turn(byte[] pixels, float share) {
    if (share != 0) {
      int plane = pixels.length / CHANNELS;
      for (int i = 0; i < plane; i++) {
        int red = pixels[i] & 0xFF;
        int green = pixels[plane + i] & 0xFF;
        int blue = pixels[2 * plane + i] & 0xFF;
        int most = Math.max(red, Math.max(green, blue));
        int least = Math.min(red, Math.min(green, blue));
        if (most > least) {
          float hue = hue(red, green, blue, most, most - least) + 6 * share;
          pixels[i] = channel(hue, 0, most, least);
          pixels[plane + i] = channel(hue, 4, most, least);
          pixels[2 * plane + i] = channel(hue, 2, most, least);
        }
      }
    }
  }

  /** In sixths of the circle, from red over green and blue. */
  private static float hue(int red, int green, int blue, int most, float span) {
    if (most == red) {
      return (green - blue) / span;
    }
    return most == green ? 2 + (blue - red) / span : 4 + (red - green) / span;
  }

  /** A trapezoid over the circle: largest around the channel's own place, smallest opposite. */
  private static byte channel(float hue, int offset, int most, int least) {
    float place = hue + offset;
    place -= 6 * (float) Math.floor(place / 6);
    float share = Math.max(0, Math.min(1, Math.abs(place - 3) - 1));
    return level(least + (most - least) * share);
  }

  private static byte level(float value) {
    return (byte) Math.max(0, Math.min(255, (int) (value + 0.5f)));
  }
}
