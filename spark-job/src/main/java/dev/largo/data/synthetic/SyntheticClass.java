package dev.largo.data.synthetic;

import dev.largo.data.SplitMix64;
import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/**
 * The classes of the synthetic set: shapes, textures and strokes. Each draws itself in the current
 * colour into the unit disk, roughly; place, turn and size come from the transform of the graphics.
 */
enum SyntheticClass {
  CHECKER {
    @Override
    void draw(Graphics2D graphics, SplitMix64 random) {
      Patch patch = Patch.of(random);
      double cell = random.nextDouble(0.3, 0.42);
      for (int row = -4; row < 4; row++) {
        for (int column = -4; column < 4; column++) {
          if ((row + column) % 2 == 0
              && patch.contains((column + 0.5) * cell, (row + 0.5) * cell)) {
            graphics.fill(new Rectangle2D.Double(column * cell, row * cell, cell, cell));
          }
        }
      }
    }
  },

  CROSS {
    @Override
    void draw(Graphics2D graphics, SplitMix64 random) {
      double half = random.nextDouble(0.16, 0.3);
      Area cross = new Area(new Rectangle2D.Double(-1, -half, 2, 2 * half));
      cross.add(new Area(new Rectangle2D.Double(-half, -1, 2 * half, 2)));
      graphics.fill(cross);
    }
  },

  DISK {
    @Override
    void draw(Graphics2D graphics, SplitMix64 random) {
      graphics.fill(circle(0, 0, random.nextDouble(0.7, 1)));
    }
  },

  DOTS {
    @Override
    void draw(Graphics2D graphics, SplitMix64 random) {
      Patch patch = Patch.of(random);
      double spacing = random.nextDouble(0.4, 0.55);
      double radius = spacing * random.nextDouble(0.26, 0.36);
      for (int row = -3; row <= 3; row++) {
        for (int column = -3; column <= 3; column++) {
          if (patch.contains(column * spacing, row * spacing)) {
            graphics.fill(circle(column * spacing, row * spacing, radius));
          }
        }
      }
    }
  },

  RING {
    @Override
    void draw(Graphics2D graphics, SplitMix64 random) {
      Area ring = new Area(circle(0, 0, 1));
      ring.subtract(new Area(circle(0, 0, random.nextDouble(0.45, 0.75))));
      graphics.fill(ring);
    }
  },

  SPIRAL {
    @Override
    void draw(Graphics2D graphics, SplitMix64 random) {
      double turns = random.nextDouble(1.8, 2.5);
      double hand = random.nextBoolean() ? 1 : -1;
      int points = 80;
      Path2D path = new Path2D.Double();
      path.moveTo(0, 0);
      for (int i = 1; i <= points; i++) {
        double radius = (double) i / points;
        double angle = hand * radius * turns * 2 * Math.PI;
        path.lineTo(radius * StrictMath.cos(angle), radius * StrictMath.sin(angle));
      }
      stroke(graphics, path, random.nextDouble(0.14, 0.2));
    }
  },

  STAR {
    @Override
    void draw(Graphics2D graphics, SplitMix64 random) {
      graphics.fill(polygon(10, random.nextDouble(0.38, 0.5)));
    }
  },

  STRIPES {
    @Override
    void draw(Graphics2D graphics, SplitMix64 random) {
      Patch patch = Patch.of(random);
      double period = random.nextDouble(0.36, 0.56);
      double width = period * random.nextDouble(0.4, 0.6);
      double phase = random.nextDouble(0, period);
      for (double y = phase - 2 * 4 * period; y < 1; y += period) {
        double half = patch.halfWidth(y + width / 2);
        graphics.fill(new Rectangle2D.Double(-half, y, 2 * half, width));
      }
    }
  },

  TRIANGLE {
    @Override
    void draw(Graphics2D graphics, SplitMix64 random) {
      graphics.fill(polygon(3, 1));
    }
  },

  ZIGZAG {
    @Override
    void draw(Graphics2D graphics, SplitMix64 random) {
      int legs = 4 + random.nextInt(3);
      double height = random.nextDouble(0.35, 0.6);
      Path2D path = new Path2D.Double();
      path.moveTo(-1, -height);
      for (int i = 1; i <= legs; i++) {
        path.lineTo(-1 + 2.0 * i / legs, i % 2 == 0 ? -height : height);
      }
      stroke(graphics, path, random.nextDouble(0.14, 0.22));
    }
  };

  private static final double SQUARE_HALF_SIDE = 0.9;

  abstract void draw(Graphics2D graphics, SplitMix64 random);

  /** The outline that a texture is cut to: a disk or a square, so that it tells nothing. */
  private enum Patch {
    DISK,
    SQUARE;

    static Patch of(SplitMix64 random) {
      return random.nextBoolean() ? DISK : SQUARE;
    }

    /** Half the length of the patch along x at height y; 0 beyond it. */
    double halfWidth(double y) {
      return switch (this) {
        case DISK -> Math.sqrt(Math.max(0, 1 - y * y));
        case SQUARE -> Math.abs(y) <= SQUARE_HALF_SIDE ? SQUARE_HALF_SIDE : 0;
      };
    }

    boolean contains(double x, double y) {
      return Math.abs(x) < halfWidth(y);
    }
  }

  private static void stroke(Graphics2D graphics, Path2D path, double width) {
    graphics.setStroke(
        new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(path);
  }

  private static Shape circle(double x, double y, double radius) {
    return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
  }

  /** A polygon on the unit circle, every second corner drawn in to the inner radius. */
  private static Shape polygon(int corners, double inner) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < corners; i++) {
      double radius = i % 2 == 0 ? 1 : inner;
      double angle = 2 * Math.PI * i / corners;
      double x = radius * StrictMath.cos(angle);
      double y = radius * StrictMath.sin(angle);
      if (i == 0) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
    }
    path.closePath();
    return path;
  }
}
