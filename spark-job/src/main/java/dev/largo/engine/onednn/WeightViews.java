package dev.largo.engine.onednn;

import dev.largo.engine.graph.Operator;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;

/** Weights and biases of an operator in the flat vectors, and copies of them in other formats. */
final class WeightViews {
  private final PlanBuilder plan;
  private final String layer;
  private final int offset;
  private final memory.desc plain;
  private final memory.desc any;
  private final memory.desc biasDesc;
  private final int biasOffset;

  /**
   * Names them.
   *
   * @param bias place of the biases, or {@link Operator#ABSENT}
   * @param plain how the weights lie in the flat vector
   * @param any the same dimensions without a format
   */
  WeightViews(
      PlanBuilder plan, String layer, int weights, int bias, memory.desc plain, memory.desc any) {
    this.plan = plan;
    this.layer = layer;
    this.offset = weights;
    this.plain = plain;
    this.any = any;
    this.biasOffset = bias;
    // An empty description is oneDNN's "no bias".
    this.biasDesc =
        bias == Operator.ABSENT
            ? plan.own(new memory.desc())
            : plan.format(format_tag.x, plain.dims().get(0));
  }

  memory.desc any() {
    return any;
  }

  /** The biases' format, empty where there are none. */
  memory.desc biasDesc() {
    return biasDesc;
  }

  /** Adds the biases to a primitive's arguments, where there are some. */
  void addBias(PlanBuilder.Arguments arguments) {
    if (biasOffset != Operator.ABSENT) {
      arguments.with(dnnl.DNNL_ARG_BIAS, plan.parameters(biasOffset, biasDesc));
    }
  }

  /** Adds their gradient. */
  void addBiasGradient(PlanBuilder.Arguments arguments) {
    if (biasOffset != Operator.ABSENT) {
      arguments.with(dnnl.DNNL_ARG_DIFF_BIAS, plan.gradient(biasOffset, biasDesc));
    }
  }

  /** The weights as a primitive wants them, copied once after the parameters changed. */
  Tensor prepared(List<Step> load, memory.desc wanted) {
    Tensor view = plan.parameters(offset, plain);
    if (wanted.equals(plain) && !plan.rounds()) {
      return view;
    }
    Tensor copy = plan.allocateForGood(wanted);
    load.add(plan.reorder(layer, "weights", view, copy));
    plan.round(load, layer, copy);
    return copy;
  }

  /** Where a primitive puts the gradient: the flat vector itself, or memory on the way there. */
  Tensor gradient(memory.desc made) {
    return made.equals(plain) && !plan.rounds()
        ? plan.gradient(offset, plain)
        : plan.allocate(made);
  }

  /** Brings the gradient into the flat vector. */
  void storeGradient(List<Step> steps, Tensor made) {
    if (made.storage() != null) {
      plan.round(steps, layer, made);
      steps.add(plan.reorder(layer, "weight gradient", made, plan.gradient(offset, plain)));
      plan.release(made);
    }
  }
}
