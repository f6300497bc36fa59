package dev.largo.compare;

import dev.largo.data.Split;
import dev.largo.engine.Score;
import dev.largo.evaluate.ScorePass;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.train.StatisticsRefresher;
import dev.largo.train.Workforce;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Takes losses on lines and planes through weights, batch-norm statistics recomputed at each. */
public final class Surveyor {
  /** A line reaches this far beyond its ends, in its length; Keskar et al. 2017 go as far as 1. */
  private static final double BEYOND_LINE = 0.5;

  private static final int LINE_POINTS = 21;

  /** A plane reaches this far beyond its corners, in its width. */
  private static final double BEYOND_PLANE = 0.25;

  private static final int PLANE_POINTS = 13;

  private final Workforce workforce;
  private final ParameterLayout layout;
  private final StatisticsRefresher refresher;
  private final int trainingSamples;

  /**
   * A surveyor.
   *
   * @param trainingSamples training samples of the training loss and of batch-norm statistics
   */
  public Surveyor(
      Workforce workforce,
      ParameterLayout layout,
      StatisticsRefresher refresher,
      int trainingSamples) {
    this.workforce = workforce;
    this.layout = layout;
    this.refresher = refresher;
    this.trainingSamples = trainingSamples;
  }

  /**
   * What losses are to be taken on.
   *
   * @param corners the weights that it goes through
   */
  public record Ground(List<Candidate> corners, WeightPlane plane) {
    public Ground {
      corners = List.copyOf(corners);
    }

    /** Points of it on which losses are taken. */
    public int points() {
      return isLine() ? LINE_POINTS : PLANE_POINTS * PLANE_POINTS;
    }

    private boolean isLine() {
      return corners.size() == 2;
    }
  }

  /**
   * Reads two or three weights.
   *
   * @throws ComparisonException if they are the same, or three of them in line
   */
  public Ground ground(List<Entrant> corners) throws IOException {
    List<float[]> weights = new ArrayList<>();
    for (Entrant corner : corners) {
      weights.add(corner.weights().load());
    }
    return new Ground(
        corners.stream().map(Entrant::candidate).toList(), new WeightPlane(layout, weights));
  }

  /**
   * Takes the losses on a line or a plane.
   *
   * @param done told of each further point
   */
  public Surface survey(Ground ground, IntConsumer done) throws IOException, InterruptedException {
    WeightPlane plane = ground.plane();
    boolean line = ground.isLine();
    List<Surface.Corner> places = new ArrayList<>();
    for (int i = 0; i < ground.corners().size(); i++) {
      Candidate candidate = ground.corners().get(i);
      double[] place = plane.place(i);
      String name = candidate.run() + " " + candidate.weights() + " " + candidate.step();
      places.add(new Surface.Corner(name, line ? i : place[0], place[1]));
    }
    List<Surface.Point> points = new ArrayList<>();
    long trained = 0;
    for (double[] place : line ? line() : grid(plane)) {
      float[] weights = plane.at(line ? place[0] * plane.length() : place[0], place[1]);
      refresher.refresh(workforce, weights, trainingSamples);
      Score train =
          ScorePass.total(workforce.run(new ScorePass(Split.TRAIN, trainingSamples), weights));
      Score validation = ScorePass.total(workforce.run(ScorePass.ofValidation(), weights));
      trained = train.samples();
      points.add(
          new Surface.Point(
              place[0], place[1], loss(train), error(train), loss(validation), error(validation)));
      done.accept(points.size());
    }
    String runs =
        String.join(", ", ground.corners().stream().map(Candidate::run).distinct().toList());
    return new Surface(runs, places, trained, points);
  }

  private static List<double[]> line() {
    List<double[]> places = new ArrayList<>();
    for (int i = 0; i < LINE_POINTS; i++) {
      places.add(new double[] {between(-BEYOND_LINE, 1 + BEYOND_LINE, i, LINE_POINTS), 0});
    }
    return places;
  }

  private static List<double[]> grid(WeightPlane plane) {
    double left = Math.min(0, plane.place(2)[0]);
    double right = Math.max(plane.place(1)[0], plane.place(2)[0]);
    double top = plane.place(2)[1];
    double marginX = BEYOND_PLANE * (right - left);
    double marginY = BEYOND_PLANE * top;
    List<double[]> places = new ArrayList<>();
    for (int row = 0; row < PLANE_POINTS; row++) {
      double y = between(-marginY, top + marginY, row, PLANE_POINTS);
      for (int column = 0; column < PLANE_POINTS; column++) {
        places.add(
            new double[] {between(left - marginX, right + marginX, column, PLANE_POINTS), y});
      }
    }
    return places;
  }

  private static double between(double from, double to, int i, int count) {
    return from + (to - from) * i / (count - 1);
  }

  private static double loss(Score score) {
    return score.loss() / score.samples();
  }

  private static double error(Score score) {
    return 1 - (double) score.top1() / score.samples();
  }
}
