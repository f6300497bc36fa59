package dev.largo.optim;

import static dev.largo.optim.transform.GradientTransform.chain;
import static dev.largo.optim.transform.Transforms.adaptiveClip;
import static dev.largo.optim.transform.Transforms.addDecayedWeights;
import static dev.largo.optim.transform.Transforms.clipByGlobalNorm;
import static dev.largo.optim.transform.Transforms.clipByLayerNorm;
import static dev.largo.optim.transform.Transforms.scaleByLearningRate;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.largo.optim.StepContext.Detail;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import dev.largo.optim.layout.Slice;
import dev.largo.optim.transform.GradientTransform;
import dev.largo.optim.transform.Rows;
import dev.largo.optim.transform.Stage;
import dev.largo.optim.transform.StageContext;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clipping by layer and by unit, by hand-computed numbers and over slices. */
class ClippingTest {
  private static final ParameterLayout LAYOUT =
      new ParameterLayout(
          List.of(
              new Segment("dense", "dense", Role.WEIGHT, 0, 4, List.of(2, 2)),
              new Segment("bias", "dense", Role.BIAS, 4, 2, List.of(2)),
              new Segment("top", "top", Role.WEIGHT, 6, 2, List.of(2, 1))));

  private static final float[] WEIGHTS = {6, 8, 0, 0, 0, 3, 1, 1};
  private static final float[] GRADIENT = {3, 4, 0.3f, 0.4f, 3, 4, 5, 12};

  @Test
  void layersAreClippedByThemselves() {
    assertArrayEquals(
        new float[] {3 * 2.5f / norm(0, 4), 4 * 2.5f / norm(0, 4)},
        head(step(chain(clipByLayerNorm(2.5))), 2),
        1e-6f);
    assertArrayEquals(
        new float[] {1.5f, 2, 2.5f / 13 * 5, 2.5f / 13 * 12},
        tail(step(chain(clipByLayerNorm(2.5))), 4),
        1e-6f);
    assertArrayEquals(GRADIENT, step(chain(clipByLayerNorm(13.001))));
  }

  @Test
  void clippingByLayerIsOfTheUpdateAsItStands() {
    GradientTransform clipped = chain(addDecayedWeights(1, Set.of()), clipByLayerNorm(1));

    // g + w of "top" is (6, 13).
    double norm = Math.sqrt(36 + 169);
    assertArrayEquals(
        new float[] {(float) (6 / norm), (float) (13 / norm)}, tail(step(clipped), 2), 1e-6f);
  }

  /** Rows of norms 10, 0 and, a vector being one unit, 3 and sqrt 2. */
  @Test
  void unitsAreClippedByTheirWeights() {
    float[] update = step(chain(adaptiveClip(0.1, 0.01, Set.of())));

    // 5 > 0.1 * 10; 0.5 > 0.1 * 0.01; 5 > 0.1 * 3; 13 > 0.1 * sqrt 2.
    float top = (float) (0.1 * Math.sqrt(2) / 13);
    assertArrayEquals(
        new float[] {0.6f, 0.8f, 0.0006f, 0.0008f, 3 * 0.06f, 4 * 0.06f, 5 * top, 12 * top},
        update,
        1e-7f);
  }

  @Test
  void smallUnitsAndSparedLayersAreLeft() {
    assertArrayEquals(GRADIENT, step(chain(adaptiveClip(0.1, 0.01, Set.of("dense", "top")))));
    // Only the second row of the dense layer exceeds its limit, 10 times 0.01.
    assertArrayEquals(
        new float[] {3, 4, 0.06f, 0.08f, 3, 4, 5, 12},
        step(chain(adaptiveClip(10, 0.01, Set.of()))),
        1e-7f);
  }

  @Test
  void layersThatAreSparedMustExist() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> step(chain(adaptiveClip(0.1, 0.01, Set.of("dense", "head")))));
    assertEquals("exceptLayers: no layer is named head, there are [dense, top]", e.getMessage());
  }

  /** It reads the raw gradient's norm, so anywhere else it would clip by the wrong one. */
  @Test
  void globalNormIsClippedInFrontOfTheChainOnly() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> chain(clipByLayerNorm(1), scaleByLearningRate(), clipByGlobalNorm(1)));
    assertEquals(
        "ClipByGlobalNorm[limit=1.0] must stand in front of a chain, but follows"
            + " ScaleByLearningRate[]",
        e.getMessage());
    assertEquals(
        3,
        chain(clipByLayerNorm(1), chain(clipByGlobalNorm(1), scaleByLearningRate()))
            .stages()
            .size());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 9})
  void slicesNeverChangeTheResult(int worldSize) throws Exception {
    Problem problem = new Problem(17);
    GradientTransform clipped =
        chain(
            adaptiveClip(0.9, 1e-3, Set.of("layer5")),
            addDecayedWeights(0.1, Set.of()),
            adaptiveClip(0.8, 1e-3, Set.of()),
            clipByLayerNorm(1),
            scaleByLearningRate());
    float[] alone = problem.initial();
    StepContext context = new StepContext(0.5, Detail.LAYERS);
    StepSignals expected =
        problem.optimizer(clipped).step(alone, problem.gradient(1), context, LayerSums.LOCAL);
    float[] shared = problem.initial();
    List<Slice> slices = Slice.partition(problem.layout().size(), worldSize);

    List<StepSignals> signals =
        Ranks.runAll(
            worldSize,
            (rank, sums) ->
                new Optimizer(clipped, problem.layout(), slices.get(rank))
                    .step(shared, problem.gradient(1, slices.get(rank)), context, sums));

    assertArrayEquals(alone, shared);
    signals.forEach(ofRank -> assertEquals(expected, ofRank));
    assertNotEquals(problem.initial()[0], shared[0]);
  }

  @Test
  void stageMustDeclareTheRowsThatItReads() {
    Stage undeclared =
        new Stage() {
          @Override
          public Rows rows() {
            return Rows.MEANS;
          }

          @Override
          public void apply(StageContext context, float[] update, int from, int to) {
            update[from] = (float) context.rowWeightNorms()[0];
          }
        };

    IllegalStateException e = assertThrows(IllegalStateException.class, () -> step(undeclared));
    assertEquals("a stage reads rows without declaring Rows.NORMS", e.getMessage());
  }

  /** What one step subtracts from {@link #WEIGHTS}. */
  private static float[] step(GradientTransform chain) {
    float[] parameters = WEIGHTS.clone();
    float[] update = GRADIENT.clone();
    new Optimizer(chain, LAYOUT, Slice.whole(LAYOUT))
        .step(parameters, update, new StepContext(1, Detail.GLOBAL), LayerSums.LOCAL);
    return update;
  }

  private static float norm(int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += GRADIENT[i] * GRADIENT[i];
    }
    return (float) Math.sqrt(sum);
  }

  private static float[] head(float[] values, int length) {
    return Arrays.copyOf(values, length);
  }

  private static float[] tail(float[] values, int length) {
    return Arrays.copyOfRange(values, values.length - length, values.length);
  }
}
