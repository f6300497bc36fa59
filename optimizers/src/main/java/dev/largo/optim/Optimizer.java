package dev.largo.optim;

import dev.largo.optim.StepContext.Detail;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Segment;
import dev.largo.optim.layout.Slice;
import dev.largo.optim.numeric.NamedVectors;
import dev.largo.optim.transform.GradientTransform;
import dev.largo.optim.transform.Norms;
import dev.largo.optim.transform.Rows;
import dev.largo.optim.transform.Stage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A chain of gradient transformations at work on one slice of the parameter vector, with its state.
 *
 * <pre>{@code
 * Optimizer optimizer = new Optimizer(Optimizers.lars(new LarsSpec(0.9, 1e-4, 0.001, 0)), layout);
 * optimizer.step(parameters, gradient, new StepContext(0.1, Detail.GLOBAL));
 * }</pre>
 *
 * <p>Not thread-safe; optimizers of disjoint slices may share the parameter vector.
 */
/*
 * Invariants.
 * 1. All work is done piece by piece (Pieces), the whole chain on a piece before the next one, while
 *    the piece is in cache (Sweeps). A new pass over the slice begins only where a norm of the
 *    update, or something of its rows, is needed.
 * 2. A sum over a segment is the sum of its pieces' sums in the vector's order, each rank adding all
 *    of them itself. So norms, and with them every bit of the result, do not depend on the slices.
 * 3. The gathers of a step: one of the raw norms, one for each measurement that a pass begins with,
 *    one of the final update for Detail.LAYERS. Nothing but the gradient is written before the first
 *    has been found finite; where it has not, every rank ends the step there.
 */
public final class Optimizer {
  /** Version of {@link #header} and {@link #state}; {@link #restore} refuses others. */
  public static final int STATE_VERSION = 2;

  private final ParameterLayout layout;
  private final Slice slice;
  private final Pieces pieces;
  private final RowSums rowSums;
  private final Sweeps sweeps;
  private final List<Pass> passes;
  private final String signature;
  private final NamedVectors state;
  private final Parallel parallel;
  private final NonFinitePolicy policy;
  private final boolean readsNorms;
  private final double largestGradient;
  private final double weightDecay;
  private long updates;
  private double lastRate;
  private long nonFiniteSteps;

  /** An optimizer of the whole vector, in the calling thread, that fails as the next one. */
  public Optimizer(GradientTransform chain, ParameterLayout layout) {
    this(chain, layout, Slice.whole(layout));
  }

  /** An optimizer that works in the calling thread and fails where a gradient is not finite. */
  public Optimizer(GradientTransform chain, ParameterLayout layout, Slice slice) {
    this(chain, layout, slice, Parallel.SERIAL);
  }

  /** An optimizer that fails where a gradient is not finite. */
  public Optimizer(
      GradientTransform chain, ParameterLayout layout, Slice slice, Parallel parallel) {
    this(chain, layout, slice, parallel, NonFinitePolicy.FAIL);
  }

  /**
   * An optimizer before its first step: all state is zero.
   *
   * @param slice begins at a multiple of {@link Slice#TILE} and ends at one or at the vector's end;
   *     may be empty
   * @param parallel threads of a step; the result has the same bits for any number
   * @param policy what happens where a gradient is not finite; the same on every rank
   */
  public Optimizer(
      GradientTransform chain,
      ParameterLayout layout,
      Slice slice,
      Parallel parallel,
      NonFinitePolicy policy) {
    this.layout = layout;
    this.slice = slice;
    this.parallel = parallel;
    this.policy = policy;
    chain.stages().forEach(stage -> stage.accept(layout));
    pieces = new Pieces(layout, slice);
    rowSums = new RowSums(layout, slice);
    sweeps = new Sweeps(layout, slice, pieces, parallel);
    passes = Pass.plan(chain);
    signature = chain.stages().stream().map(Stage::name).collect(Collectors.joining(", "));
    readsNorms = chain.stages().stream().anyMatch(stage -> stage.norms() != Norms.NONE);
    boolean squares = chain.stages().stream().anyMatch(Stage::squares);
    largestGradient = squares ? Stage.LARGEST_SQUARED : Double.MAX_VALUE;
    weightDecay = chain.stages().stream().mapToDouble(Stage::weightDecay).sum();
    state =
        new NamedVectors(
            "optimizer",
            chain.stages().stream().flatMap(stage -> stage.stateNames().stream()).toList(),
            slice.length());
  }

  /**
   * Makes one update: parameters -= chain(gradient), and counts it. Running statistics are not
   * optimized: there {@code gradient} holds how far they fall (old less new value, averaged):
   * parameters -= gradient.
   *
   * @param parameters {@code float[layout.size()]}; only the slice's range is read and written
   * @param gradient {@code float[slice.length()]}: the mean over the global batch, times the loss
   *     scale; overwritten
   * @throws NonFiniteGradientException on every rank, with nothing changed: also for a gradient
   *     whose squares float32 does not hold, where the chain keeps them; for weights only where the
   *     chain or the detail has their norms measured
   * @throws IllegalArgumentException if an array has the wrong length
   */
  public StepSignals step(
      float[] parameters, float[] gradient, StepContext context, LayerSums sums) {
    requireLength("parameters", parameters, layout.size());
    requireLength("gradient", gradient, slice.length());
    boolean layers = context.detail() == Detail.LAYERS;
    Measurements measured = measure(parameters, gradient, context, sums);
    Optional<NonFinite> skipped = nonFinite(measured);
    if (skipped.isPresent()) {
      return signals(measured, context, List.of(), skipped.orElse(null));
    }
    double[] partialSums = {};
    for (int p = 0; p < passes.size(); p++) {
      Pass pass = passes.get(p);
      if (pass.measuresNorms()) {
        measured.updateSquares(pieces.bySegment(sums.gather(partialSums), 1, 0));
      }
      if (pass.rows() != Rows.NONE) {
        measured.rows(
            pass.rows(), rowSums.measure(pass.rows(), parameters, gradient, sums, parallel));
      }
      if (layers) {
        measured.noteTrustRatios(pass.stages(), context.learningRate());
      }
      List<SegmentView> views = views(context, parameters, measured);
      partialSums = sweeps.apply(pass.stages(), views, parameters, gradient, ending(p, layers));
    }
    updates++;
    lastRate = context.learningRate();
    if (!layers) {
      return signals(measured, context, List.of(), null);
    }
    double[] all = sums.gather(partialSums);
    measured.finalUpdate(pieces.bySegment(all, 2, 0), pieces.bySegment(all, 2, 1));
    return signals(measured, context, measured.signals(context.learningRate()), null);
  }

  /** A step of an optimizer that has the whole vector. */
  public StepSignals step(float[] parameters, float[] gradient, StepContext context) {
    return step(parameters, gradient, context, LayerSums.LOCAL);
  }

  /**
   * Updates made, of resumed runs too. Skipped steps are none: the bias correction of moments and
   * the start of slow weights hang on the count.
   */
  public long updates() {
    return updates;
  }

  /** Steps that met a gradient or weights that are not finite, failed or skipped. */
  public long nonFiniteSteps() {
    return nonFiniteSteps;
  }

  /** The counts and names that belong to {@link #state}. */
  public StateHeader header() {
    return new StateHeader(STATE_VERSION, signature, updates, lastRate, nonFiniteSteps);
  }

  /**
   * The state vectors by name, each {@code float[slice.length()]}; {@link #header} belongs to them.
   * Live and read-only to the caller: copy what is to survive the next step.
   */
  public Map<String, float[]> state() {
    return state.view();
  }

  /**
   * Copies a saved state in; what follows has the same bits as without the interruption.
   *
   * @throws IllegalArgumentException if version or chain is another, a name is missing or unknown,
   *     or a length is wrong; nothing is changed then
   */
  public void restore(StateHeader header, Map<String, float[]> saved) {
    if (header.version() != STATE_VERSION) {
      throw new IllegalArgumentException(
          "optimizer state: version " + header.version() + ", expected " + STATE_VERSION);
    }
    if (!header.chain().equals(signature)) {
      throw new IllegalArgumentException(
          "optimizer state: of chain [%s], expected [%s]".formatted(header.chain(), signature));
    }
    state.restore(saved);
    updates = header.updates();
    lastRate = header.lastRate();
    nonFiniteSteps = header.nonFiniteSteps();
  }

  private Measurements measure(
      float[] parameters, float[] gradient, StepContext context, LayerSums sums) {
    double scale = context.lossScale();
    List<Segment> segments = layout.segments();
    if (readsNorms || context.detail() == Detail.LAYERS) {
      double[] all = sums.gather(sweeps.weightAndGradientSquares(parameters, gradient, scale));
      return new Measurements(segments, pieces.bySegment(all, 2, 0), pieces.bySegment(all, 2, 1));
    }
    // Nobody asks for the weights' norms: they are left unread, and 0.
    double[] all = sums.gather(sweeps.gradientSquares(gradient, scale));
    return new Measurements(segments, new double[segments.size()], pieces.bySegment(all, 1, 0));
  }

  /** Counts what is not finite, and throws unless the step may be skipped for it. */
  private Optional<NonFinite> nonFinite(Measurements measured) {
    Optional<NonFinite> weight = measured.nonFiniteWeight();
    Optional<NonFinite> gradient = measured.nonFiniteGradient(largestGradient);
    if (weight.isEmpty() && gradient.isEmpty()) {
      return gradient;
    }
    nonFiniteSteps++;
    if (weight.isPresent() || policy == NonFinitePolicy.FAIL) {
      throw new NonFiniteGradientException(weight.or(() -> gradient).orElseThrow(), updates + 1);
    }
    return gradient;
  }

  private Sweeps.Ending ending(int pass, boolean layers) {
    if (pass == passes.size() - 1) {
      return layers ? Sweeps.Ending.MEASURE_AND_SUBTRACT : Sweeps.Ending.SUBTRACT;
    }
    return passes.get(pass + 1).measuresNorms() ? Sweeps.Ending.SQUARES : Sweeps.Ending.NOTHING;
  }

  private List<SegmentView> views(StepContext context, float[] parameters, Measurements measured) {
    double rate = context.learningRate();
    StepNumbers numbers = new StepNumbers(updates + 1, rate, updates == 0 ? rate : lastRate);
    return IntStream.range(0, layout.segments().size())
        .mapToObj(s -> new SegmentView(numbers, slice, parameters, state, measured, s))
        .toList();
  }

  private StepSignals signals(
      Measurements measured,
      StepContext context,
      List<LayerSignal> layers,
      @Nullable NonFinite skipped) {
    return new StepSignals(
        measured.globalGradientNorm(), context.learningRate() * weightDecay, layers, skipped);
  }

  private static void requireLength(String name, float[] array, int expected) {
    if (array.length != expected) {
      throw new IllegalArgumentException(
          name + " has length " + array.length + ", expected " + expected);
    }
  }
}
