package dev.largo.engine.distill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.largo.data.ImageShape;
import dev.largo.data.MicroBatch;
import dev.largo.data.SoftBatches;
import dev.largo.data.TeacherTargets;
import dev.largo.engine.ActivationObserver;
import dev.largo.engine.GradientEngine;
import dev.largo.engine.RunningStatistics;
import dev.largo.engine.Score;
import dev.largo.optim.layout.ParameterLayout;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TeachersTest {
  private static final float[] FIRST = {0.64f, 0.36f, 0};
  private static final float[] SECOND = {0.04f, 0.16f, 0.8f};

  private final List<Parrot> opened = new ArrayList<>();

  @Test
  void meanIsOfWhatEachSaysAtTheTemperature() {
    Teachers teachers = teachers(List.of("a", "b"), List.of(() -> FIRST, () -> SECOND));

    assertArrayEquals(new float[] {0.34f, 0.26f, 0.4f}, teachers.probabilities(batch(1), 1), 1e-7f);
    // Square roots: 0.8, 0.6, 0 of 1.4; 0.2, 0.4, 0.894427 of 1.494427.
    float[] softened = {
      (0.8f / 1.4f + 0.2f / 1.494427f) / 2,
      (0.6f / 1.4f + 0.4f / 1.494427f) / 2,
      0.894427f / 1.494427f / 2
    };
    assertArrayEquals(softened, teachers.probabilities(batch(1), 2), 1e-6f);
  }

  @Test
  void teachersOfTheSameNetworkShareAReplicaThatIsClosedOnce() {
    Teachers teachers = teachers(List.of("a", "a"), List.of(() -> FIRST, () -> SECOND));

    float[] first = teachers.probabilities(batch(2), 1);

    assertEquals(1, opened.size());
    assertArrayEquals(new float[] {0.34f, 0.26f, 0.4f, 0.34f, 0.26f, 0.4f}, first, 1e-7f);
    assertArrayEquals(first, teachers.probabilities(batch(2), 1));
    assertEquals(4, opened.get(0).set);
    teachers.close();
    assertEquals(1, opened.get(0).closed);
  }

  @Test
  void parametersOfALoneTeacherAreSetOnce() {
    Teachers teachers = teachers(List.of("a"), List.of(() -> FIRST));

    teachers.probabilities(batch(1), 1);
    teachers.probabilities(batch(1), 4);

    assertEquals(1, opened.get(0).set);
  }

  @Test
  void studentIsTaughtOnlyWhileItsGradientIsTaken() {
    Parrot student = new Parrot();
    MicroBatch batch = batch(1);
    DistillingEngine engine =
        new DistillingEngine(student, teachers(List.of("a"), List.of(() -> FIRST)), 2, 0.5);
    student.setParameters(SECOND);

    assertArrayEquals(SECOND, engine.probabilities(batch));
    assertNull(batch.taught());
    engine.computeGradient(batch, 1, 1);

    assertNull(batch.taught());
    TeacherTargets taught = student.taught;
    assertNotNull(taught);
    assertEquals(0.6 / 1.4, taught.target(0, 1, 3), 1e-6);
    assertEquals(2, taught.temperature());
    assertEquals(0.5, taught.weight());
    engine.close();
    assertEquals(1, student.closed);
    assertEquals(1, opened.get(0).closed);
  }

  @Test
  void parametersThatCouldNotBeReadAreReadAgain() {
    int[] asked = {0};
    Supplier<float[]> failing =
        () -> {
          if (asked[0]++ == 2) {
            throw new IllegalStateException("lost");
          }
          return FIRST;
        };
    Teachers teachers = teachers(List.of("a", "a"), List.of(() -> SECOND, failing));
    float[] expected = teachers.probabilities(batch(1), 1);
    teachers.probabilities(batch(1), 1);

    assertThrows(IllegalStateException.class, () -> teachers.probabilities(batch(1), 1));

    assertArrayEquals(expected, teachers.probabilities(batch(1), 1));
  }

  @Test
  void aTemperatureNearZeroLeavesTheLikeliestClass() {
    Teachers teachers = teachers(List.of("a"), List.of(() -> FIRST));

    assertArrayEquals(new float[] {1, 0, 0}, teachers.probabilities(batch(1), 1e-4));
  }

  @Test
  void whatWasOpenedIsClosedWhereTheNextCannotBe() {
    Function<String, GradientEngine> open =
        network -> {
          if (network.equals("b")) {
            throw new IllegalStateException("no memory");
          }
          opened.add(new Parrot());
          return opened.get(0);
        };

    assertThrows(
        IllegalStateException.class,
        () -> Teachers.open(List.of("a", "b"), List.of(() -> FIRST, () -> FIRST), open));

    assertEquals(1, opened.get(0).closed);
  }

  @Test
  void noneAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Teachers(List.of()));
  }

  private Teachers teachers(List<String> networks, List<Supplier<float[]>> parameters) {
    return Teachers.open(
        networks,
        parameters,
        network -> {
          opened.add(new Parrot());
          return opened.get(opened.size() - 1);
        });
  }

  private static MicroBatch batch(int samples) {
    MicroBatch batch = new MicroBatch(samples, new ImageShape(1, 1, 1));
    SoftBatches.fill(batch, samples);
    return batch;
  }

  /** Says of every sample what its parameters are. */
  private static final class Parrot implements GradientEngine {
    private float[] parameters = {};
    private @Nullable TeacherTargets taught;
    private int set;
    private int closed;

    @Override
    public void setParameters(float[] values) {
      parameters = values;
      set++;
    }

    @Override
    public float[] probabilities(MicroBatch batch) {
      float[] all = new float[batch.count() * parameters.length];
      for (int i = 0; i < all.length; i++) {
        all[i] = parameters[i % parameters.length];
      }
      return all;
    }

    @Override
    public Score computeGradient(
        MicroBatch batch, long seed, double lossScale, ActivationObserver activations) {
      taught = batch.taught();
      return Score.NONE;
    }

    @Override
    public void close() {
      closed++;
    }

    @Override
    public ParameterLayout layout() {
      throw new UnsupportedOperationException();
    }

    @Override
    public FloatBuffer gradientVector() {
      throw new UnsupportedOperationException();
    }

    @Override
    public RunningStatistics runningStatistics() {
      throw new UnsupportedOperationException();
    }

    @Override
    public double[] moments(MicroBatch batch) {
      throw new UnsupportedOperationException();
    }
  }
}
