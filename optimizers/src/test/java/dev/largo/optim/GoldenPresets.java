package dev.largo.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.optim.golden.GoldenOptimizer;
import dev.largo.optim.transform.BiasCorrection;
import dev.largo.optim.transform.Centralized;
import dev.largo.optim.transform.GradientTransform;
import dev.largo.optim.transform.LambRatio;
import dev.largo.optim.transform.Rectification;
import dev.largo.optim.transform.SlowStart;
import dev.largo.optim.transform.Transition;
import dev.largo.optim.transform.Unrectified;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which preset a recorded trajectory is of, with its constants as the file has them. */
final class GoldenPresets {
  /** By what {@link GoldenRecipes} finds the case to be. */
  static final Map<String, Function<GoldenOptimizer, GradientTransform>> ALL = all();

  private GoldenPresets() {}

  static Optional<GradientTransform> of(GoldenOptimizer golden) {
    return GoldenRecipes.preset(golden)
        .flatMap(recipe -> Optional.ofNullable(ALL.get(recipe)))
        .map(preset -> preset.apply(golden));
  }

  private static Map<String, Function<GoldenOptimizer, GradientTransform>> all() {
    Map<String, Function<GoldenOptimizer, GradientTransform>> all = new TreeMap<>();
    all.put("sgd_plain", c -> Optimizers.sgd(new SgdSpec(decay(c), c.excludedFromDecay())));
    all.put("sgd_momentum_l2", c -> Optimizers.momentum(momentum(c)));
    all.put("sgd_nesterov_l2", c -> Optimizers.nesterov(momentum(c)));
    all.put("momentum_goyal_corrected", c -> PublicVariants.momentumCorrected(momentum(c)));
    all.put("momentum_lr_inside_uncorrected", c -> PublicVariants.momentumRateInside(momentum(c)));
    all.put("adagrad", c -> Optimizers.adagrad(adagrad(c)));
    all.put("rmsprop", c -> Optimizers.rmsProp(rmsProp(c)));
    all.put("adam_l2", c -> Optimizers.adam(adam(c)));
    all.put("adamw", c -> Optimizers.adamW(adam(c)));
    all.put("radam_torch", c -> PublicVariants.rAdamCoupled(rAdam(c)));
    all.put("radam_liu", c -> Optimizers.rAdam(rAdam(c)));
    all.put("lars_paper_tf", c -> larsTf(c));
    all.put("lars_paper_tf_nesterov", c -> larsTf(c));
    all.put("lars_optax", c -> PublicVariants.larsOptax(lars(c, "trust_coefficient")));
    all.put("lars_barlowtwins", c -> PublicVariants.larsBarlowTwins(lars(c, "eta")));
    all.put("lars_mxnet_mlperf", c -> PublicVariants.larsMlperf(lars(c, "eta")));
    all.put("larc_apex_clip", c -> larc(c));
    all.put("larc_apex_scale", c -> larc(c));
    all.put("lamb_paper_v3_cybertronai", c -> Optimizers.lamb(lamb(c, clamped(c))));
    all.put(
        "lamb_phi_clamp1",
        c -> Optimizers.lamb(lamb(c, new LambRatio(0, c.hyperparameter("clamp_value")))));
    all.put("lamb_tf_mlperf", c -> Optimizers.lamb(lamb(c, LambRatio.UNBOUNDED)));
    all.put("lamb_apex_default", c -> lambApex(c));
    all.put("lamb_apex_nvlamb", c -> lambApex(c));
    all.put(
        "lookahead_lonepatient_sgdm",
        c -> Optimizers.lookahead(Optimizers.momentum(momentum(c)), lookahead(c)));
    all.put("lookahead_paper_adam", c -> Optimizers.lookahead(innerAdam(c), lookahead(c)));
    all.put("sgd_gc", c -> Optimizers.momentumCentralized(momentum(c), centralized(c)));
    all.put("adam_gc", c -> adamCentralized(c));
    all.put("ranger_lessw2020", c -> ranger(c));
    all.put("ralamb_over9000", c -> PublicVariants.ralambOver9000(ralamb(c)));
    all.put(
        "rangerlars_over9000",
        c ->
            PublicVariants.rangerLarsOver9000(
                ralamb(c),
                new LookaheadSpec(
                    (int) c.hyperparameter("k"),
                    c.hyperparameter("alpha"),
                    SlowStart.FIRST_SYNCHRONIZATION)));
    all.put("akiba_hybrid", c -> Optimizers.rmsPropToMomentum(hybrid(c)));
    return all;
  }

  static double decay(GoldenOptimizer c) {
    return c.optional("weight_decay").or(() -> c.optional("wd")).orElse(0.0);
  }

  static MomentumSpec momentum(GoldenOptimizer c) {
    assertEquals(0, c.optional("dampening").orElse(0.0));
    return new MomentumSpec(c.hyperparameter("momentum"), decay(c), c.excludedFromDecay());
  }

  static LarsSpec lars(GoldenOptimizer c, String coefficient) {
    assertEquals(c.excludedFromDecay(), c.excludedFromAdaptation());
    return new LarsSpec(
        c.hyperparameter("momentum"),
        decay(c),
        c.hyperparameter(coefficient),
        c.optional("epsilon").or(() -> c.optional("eps")).orElse(0.0),
        c.excludedFromDecay());
  }

  static LambSpec lamb(GoldenOptimizer c, LambRatio ratio) {
    boolean corrected = c.flag("bias_correction").or(() -> c.flag("debias")).orElse(true);
    return new LambSpec(
        c.optional("beta_1").orElseGet(() -> c.hyperparameter("betas", 0)),
        c.optional("beta_2").orElseGet(() -> c.hyperparameter("betas", 1)),
        c.optional("epsilon").orElseGet(() -> c.hyperparameter("eps")),
        c.optional("weight_decay_rate").orElseGet(() -> decay(c)),
        ratio,
        corrected ? BiasCorrection.ON : BiasCorrection.OFF,
        c.excludedFromDecay(),
        c.excludedFromAdaptation());
  }

  static LookaheadSpec lookahead(GoldenOptimizer c) {
    return new LookaheadSpec((int) c.hyperparameter("k"), c.hyperparameter("alpha"));
  }

  /** The file has the inner optimizer in words. */
  static GradientTransform innerAdam(GoldenOptimizer c) {
    double[] n = numbers("Adam\\(betas=\\((.*),(.*)\\), eps=(.*)\\)", c.text("inner"));
    return Optimizers.adam(new AdamSpec(n[0], n[1], n[2], 0, Set.of()));
  }

  /** So it has the bounds of phi. */
  private static LambRatio clamped(GoldenOptimizer c) {
    double[] n = numbers("clamp\\(\\|\\|w\\|\\|,(.*),(.*)\\)", c.text("phi"));
    return new LambRatio(n[0], n[1]);
  }

  private static double[] numbers(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertTrue(matcher.matches(), text);
    return IntStream.rangeClosed(1, matcher.groupCount())
        .mapToDouble(group -> Double.parseDouble(matcher.group(group).trim()))
        .toArray();
  }

  static HybridSpec hybrid(GoldenOptimizer c) {
    return new HybridSpec(
        c.hyperparameter("mu1"),
        c.hyperparameter("mu2"),
        c.hyperparameter("eps"),
        c.hyperparameter("lr_rmsprop"),
        decay(c),
        transition(c),
        c.excludedFromDecay());
  }

  /** The slope is the one that gives the shares that the file has. */
  private static Transition transition(GoldenOptimizer c) {
    double[] shares = c.extra("alpha_sgd");
    return Stream.of(Transition.Slope.values())
        .map(
            slope ->
                new Transition(
                    c.hyperparameter("beta_center"), c.hyperparameter("beta_period"), slope))
        .filter(
            transition ->
                IntStream.range(0, shares.length)
                    .allMatch(i -> Math.abs(transition.shareOfSgd(i + 1) - shares[i]) < 1e-12))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(c.name() + " has shares of no slope"));
  }

  private static GradientTransform larsTf(GoldenOptimizer c) {
    LarsSpec spec = lars(c, "eeta");
    return c.flag("use_nesterov").orElse(false)
        ? Optimizers.larsNesterov(spec)
        : Optimizers.lars(spec);
  }

  private static GradientTransform larc(GoldenOptimizer c) {
    LarsSpec spec = lars(c, "trust_coefficient");
    return c.flag("clip").orElse(true) ? Optimizers.larc(spec) : PublicVariants.larcScale(spec);
  }

  private static GradientTransform lambApex(GoldenOptimizer c) {
    return PublicVariants.lambApex(lamb(c, LambRatio.UNBOUNDED), c.hyperparameter("max_grad_norm"));
  }

  private static AdagradSpec adagrad(GoldenOptimizer c) {
    assertEquals(0, c.optional("lr_decay").orElse(0.0));
    assertEquals(0, c.optional("initial_accumulator_value").orElse(0.0));
    return new AdagradSpec(c.hyperparameter("eps"), decay(c), c.excludedFromDecay());
  }

  private static RmsPropSpec rmsProp(GoldenOptimizer c) {
    assertEquals(0, c.optional("momentum").orElse(0.0));
    return new RmsPropSpec(
        c.hyperparameter("alpha"), c.hyperparameter("eps"), decay(c), c.excludedFromDecay());
  }

  private static AdamSpec adam(GoldenOptimizer c) {
    return new AdamSpec(
        c.hyperparameter("betas", 0),
        c.hyperparameter("betas", 1),
        c.hyperparameter("eps"),
        decay(c),
        c.excludedFromDecay());
  }

  private static Centralized centralized(GoldenOptimizer c) {
    assertEquals(Optional.of(true), c.flag("use_gc"));
    return c.flag("gc_conv_only").orElse(false)
        ? Centralized.CONVOLUTIONS
        : Centralized.CONVOLUTIONS_AND_DENSE;
  }

  private static GradientTransform adamCentralized(GoldenOptimizer c) {
    assertEquals(Optional.of(true), c.flag("gc_loc"));
    return Optimizers.adamCentralized(adam(c), centralized(c));
  }

  private static GradientTransform ranger(GoldenOptimizer c) {
    return Optimizers.ranger(new RangerSpec(rAdam(c), lookahead(c), centralized(c)));
  }

  private static RAdamSpec rAdam(GoldenOptimizer c) {
    boolean degenerates = c.flag("degenerated_to_sgd").orElse(true);
    return new RAdamSpec(
        c.hyperparameter("betas", 0),
        c.hyperparameter("eps"),
        decay(c),
        new Rectification(
            c.hyperparameter("betas", 1),
            c.optional("N_sma_threshhold").orElse(Rectification.PUBLIC_THRESHOLD)),
        degenerates ? Unrectified.MOMENTUM : Unrectified.NOTHING,
        c.excludedFromDecay());
  }

  private static RalambSpec ralamb(GoldenOptimizer c) {
    assertEquals(Set.of(), c.excludedFromAdaptation());
    return new RalambSpec(rAdam(c), new LambRatio(0, 10), Set.of());
  }
}
