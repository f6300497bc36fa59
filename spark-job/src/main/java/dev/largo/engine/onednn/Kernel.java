package dev.largo.engine.onednn;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operator compiled for one plan. Called once each, {@link #forward} first. */
interface Kernel {
  /**
   * Adds the steps that make the output.
   *
   * @return the output, with one holder
   */
  Tensor forward(List<Step> load, List<Step> steps);

  /**
   * Adds the steps that make gradients: those of parameters into the flat vector.
   *
   * @param gradient of the output; changed only where no other holder is left
   * @return gradients of the inputs in their order, each with one holder; null where the input is
   *     the network's
   */
  List<@Nullable Tensor> backward(List<Step> load, List<Step> steps, Tensor gradient);
}
