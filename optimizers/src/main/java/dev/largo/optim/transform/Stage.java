package dev.largo.optim.transform;

import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Segment;
import java.util.List;

/**
 * A single transformation of the update.
 *
 * <p>Immutable, and pure in meaning: {@link #apply} depends only on its arguments and writes only
 * the given range of the update and of the stage's own state. So the same stage serves any number
 * of slices at once, and a vector may be cut into ranges anywhere without changing a bit.
 */
public interface Stage extends GradientTransform {
  /** 2^63: norm of a gradient whose squares float32 holds, divided by their bias correction too. */
  double LARGEST_SQUARED = 0x1p63;

  /**
   * What it is, for the header of a saved state: two stages whose state means different things have
   * different names. Its constants are not part of it. By default that of the class.
   */
  default String name() {
    return getClass().getSimpleName();
  }

  /**
   * Accepts the layout that it is to work on; any, by default.
   *
   * @throws IllegalArgumentException if its constants name what the layout does not have
   */
  default void accept(ParameterLayout layout) {}

  /** Names of its state vectors, unique in a chain, such as {@code momentum}; none by default. */
  default List<String> stateNames() {
    return List.of();
  }

  /** The norms it reads. */
  default Norms norms() {
    return Norms.NONE;
  }

  /** What it reads of the segment's units; nothing by default. */
  default Rows rows() {
    return Rows.NONE;
  }

  /**
   * The factor by which it adapts a layer's learning rate, for the records; 1 by default.
   *
   * @param norms as {@link StageContext#norms} has them when the stage is applied
   * @param learningRate the schedule's rate at the step
   */
  default double trustRatio(Segment segment, LayerNorms norms, double learningRate) {
    return 1;
  }

  /** The weight decay that it adds before the learning rate, for the records; 0 by default. */
  default double weightDecay() {
    return 0;
  }

  /**
   * Whether it keeps squares of the update in float32, so that a gradient above {@link
   * #LARGEST_SQUARED} would fill its state with infinities; false by default.
   */
  default boolean squares() {
    return false;
  }

  /**
   * Whether it reads where the update leads, so that no stage may follow it in a chain; false by
   * default.
   */
  default boolean endsChain() {
    return false;
  }

  /**
   * Transforms {@code update[i]} for i in [from, to), a part of {@code context.segment()}, in
   * place. Positions are within the slice.
   */
  void apply(StageContext context, float[] update, int from, int to);

  @Override
  default List<Stage> stages() {
    return List.of(this);
  }
}
