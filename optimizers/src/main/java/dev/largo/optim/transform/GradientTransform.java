package dev.largo.optim.transform;

import java.util.List;
import java.util.stream.Stream;

/**
 * What turns a gradient into the update that is subtracted from the weights: one {@link Stage} or a
 * chain of them.
 *
 * <p>An optimizer is composed as its paper reads, from the factories of {@link Transforms}:
 *
 * <pre>{@code
 * chain(
 *     addDecayedWeights(weightDecay, excluded),
 *     scaleByTrustRatio(new LarsRatio(eta, weightDecay, epsilon), excluded),
 *     scaleByLearningRate(),
 *     heavyBall(m))
 * }</pre>
 */
@FunctionalInterface
public interface GradientTransform {
  /** The stages in the order of their application. */
  List<Stage> stages();

  /**
   * Applies {@code transforms} one after the other. Nothing at all is plain gradient descent at
   * rate 1.
   *
   * @throws IllegalArgumentException if something follows a stage that must be the last, such as
   *     that of {@link Transforms#lookahead}, or {@link Transforms#clipByGlobalNorm}, which reads
   *     the raw gradient's norm, follows anything but clipping
   */
  static GradientTransform chain(GradientTransform... transforms) {
    List<Stage> stages = Stream.of(transforms).flatMap(t -> t.stages().stream()).toList();
    for (int i = 0; i + 1 < stages.size(); i++) {
      if (stages.get(i).endsChain()) {
        throw new IllegalArgumentException(
            stages.get(i)
                + " must be the last of a chain, but is followed by "
                + stages.get(i + 1));
      }
    }
    requireRaw(stages);
    return () -> stages;
  }

  private static void requireRaw(List<Stage> stages) {
    for (int i = 0; i < stages.size(); i++) {
      if (!(stages.get(i) instanceof ClipByGlobalNorm)) {
        continue;
      }
      for (Stage before : stages.subList(0, i)) {
        if (!(before instanceof Clipper)) {
          throw new IllegalArgumentException(
              stages.get(i) + " must stand in front of a chain, but follows " + before);
        }
      }
    }
  }
}
