package dev.largo.train;

import dev.largo.config.OptimizerChoice;
import dev.largo.config.OptimizerConfig;
import dev.largo.config.OptimizerNumber;
import dev.largo.optim.AdagradSpec;
import dev.largo.optim.AdamSpec;
import dev.largo.optim.HybridSpec;
import dev.largo.optim.LambSpec;
import dev.largo.optim.LarsSpec;
import dev.largo.optim.LookaheadSpec;
import dev.largo.optim.MomentumSpec;
import dev.largo.optim.Optimizers;
import dev.largo.optim.PublicVariants;
import dev.largo.optim.RAdamSpec;
import dev.largo.optim.RalambSpec;
import dev.largo.optim.RmsPropSpec;
import dev.largo.optim.SgdSpec;
import dev.largo.optim.layout.Role;
import dev.largo.optim.transform.BiasCorrection;
import dev.largo.optim.transform.Centralized;
import dev.largo.optim.transform.GradientTransform;
import dev.largo.optim.transform.LambRatio;
import dev.largo.optim.transform.Rectification;
import dev.largo.optim.transform.SlowStart;
import dev.largo.optim.transform.Transforms;
import dev.largo.optim.transform.Transition;
import dev.largo.optim.transform.Unrectified;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** From the configuration of an optimizer to its chain. */
final class OptimizerRecipe {
  private final OptimizerConfig config;
  private final int stepsPerEpoch;

  OptimizerRecipe(OptimizerConfig config, int stepsPerEpoch) {
    this.config = config;
    this.stepsPerEpoch = stepsPerEpoch;
  }

  /** The named optimizer, behind clipping and within Lookahead where those are asked for. */
  GradientTransform chain() {
    List<GradientTransform> stages = new ArrayList<>(clipping());
    stages.add(named());
    GradientTransform inner = GradientTransform.chain(stages.toArray(GradientTransform[]::new));
    return config
        .optional(OptimizerNumber.LOOKAHEAD_STEPS)
        .map(steps -> Optimizers.lookahead(inner, lookahead(steps.intValue())))
        .orElse(inner);
  }

  /** The whole gradient's norm is the raw one, so that its clipping has to come first. */
  private List<GradientTransform> clipping() {
    List<GradientTransform> clipping = new ArrayList<>();
    config
        .optional(OptimizerNumber.MAX_GRADIENT_NORM)
        .ifPresent(norm -> clipping.add(Transforms.clipByGlobalNorm(norm)));
    config
        .optional(OptimizerNumber.MAX_LAYER_GRADIENT_NORM)
        .ifPresent(norm -> clipping.add(Transforms.clipByLayerNorm(norm)));
    config
        .optional(OptimizerNumber.ADAPTIVE_CLIP_FACTOR)
        .ifPresent(
            factor ->
                clipping.add(
                    Transforms.adaptiveClip(
                        factor,
                        number(OptimizerNumber.ADAPTIVE_CLIP_EPSILON),
                        config.unclipped())));
    return clipping;
  }

  private GradientTransform named() {
    return switch (config.name()) {
      case SGD -> Optimizers.sgd(new SgdSpec(decay(), config.exclude()));
      case MOMENTUM -> Optimizers.momentum(momentum());
      case MOMENTUM_RATE_INSIDE -> PublicVariants.momentumRateInside(momentum());
      case MOMENTUM_CORRECTED -> PublicVariants.momentumCorrected(momentum());
      case MOMENTUM_CENTRALIZED -> Optimizers.momentumCentralized(momentum(), centralized());
      case NESTEROV -> Optimizers.nesterov(momentum());
      case ADAGRAD -> Optimizers.adagrad(new AdagradSpec(epsilon(), decay(), config.exclude()));
      case RMSPROP ->
          Optimizers.rmsProp(new RmsPropSpec(beta2(), epsilon(), decay(), config.exclude()));
      case RMSPROP_TO_MOMENTUM -> Optimizers.rmsPropToMomentum(hybrid());
      case ADAM -> Optimizers.adam(adam());
      case ADAM_CENTRALIZED -> Optimizers.adamCentralized(adam(), centralized());
      case ADAMW -> Optimizers.adamW(adam());
      case RADAM -> Optimizers.rAdam(rAdam(unrectified()));
      case RADAM_COUPLED -> PublicVariants.rAdamCoupled(rAdam(unrectified()));
      case LARS -> Optimizers.lars(lars());
      case LARS_NESTEROV -> Optimizers.larsNesterov(lars());
      case LARS_MLPERF -> PublicVariants.larsMlperf(lars());
      case LARS_OPTAX -> PublicVariants.larsOptax(lars());
      case LARS_BARLOW_TWINS -> PublicVariants.larsBarlowTwins(lars());
      case LARC -> Optimizers.larc(lars());
      case LARC_SCALE -> PublicVariants.larcScale(lars());
      case LAMB, LAMB_APEX -> Optimizers.lamb(lamb(config.exclude()));
      case LAMB_V3, LAMB_NVLAMB -> Optimizers.lamb(lamb(Set.of()));
      // Its Lookahead is put around it like that of every other.
      case RANGER -> Optimizers.centralizedRAdam(rAdam(Unrectified.MOMENTUM), centralized());
      case RALAMB, RANGER_LARS -> Optimizers.ralamb(ralamb(config.exclude()));
      case RALAMB_OVER9000, RANGER_LARS_OVER9000 -> PublicVariants.ralambOver9000(ralamb(Set.of()));
    };
  }

  private MomentumSpec momentum() {
    return new MomentumSpec(number(OptimizerNumber.MOMENTUM), decay(), config.exclude());
  }

  private LarsSpec lars() {
    return new LarsSpec(
        number(OptimizerNumber.MOMENTUM),
        decay(),
        number(OptimizerNumber.TRUST_COEFFICIENT),
        number(OptimizerNumber.RATIO_EPSILON),
        config.exclude());
  }

  private AdamSpec adam() {
    return new AdamSpec(beta1(), beta2(), epsilon(), decay(), config.exclude());
  }

  private LambSpec lamb(Set<Role> notAdapted) {
    return new LambSpec(
        beta1(),
        beta2(),
        epsilon(),
        decay(),
        phi(),
        config.choice(OptimizerChoice.BIAS_CORRECTION, BiasCorrection.class),
        config.exclude(),
        notAdapted);
  }

  private Centralized centralized() {
    return config.choice(OptimizerChoice.CENTRALIZE, Centralized.class);
  }

  private Unrectified unrectified() {
    return config.choice(OptimizerChoice.UNRECTIFIED, Unrectified.class);
  }

  private RAdamSpec rAdam(Unrectified unrectified) {
    return new RAdamSpec(
        beta1(),
        epsilon(),
        decay(),
        new Rectification(beta2(), number(OptimizerNumber.RECTIFY_ABOVE)),
        unrectified,
        config.exclude());
  }

  private RalambSpec ralamb(Set<Role> notAdapted) {
    return new RalambSpec(rAdam(Unrectified.MOMENTUM), phi(), notAdapted);
  }

  private HybridSpec hybrid() {
    Transition transition =
        new Transition(
            number(OptimizerNumber.CENTER_EPOCHS) * stepsPerEpoch,
            number(OptimizerNumber.PERIOD_EPOCHS) * stepsPerEpoch,
            config.choice(OptimizerChoice.TRANSITION_SLOPE, Transition.Slope.class));
    return new HybridSpec(
        number(OptimizerNumber.MOMENTUM),
        beta2(),
        epsilon(),
        number(OptimizerNumber.RMSPROP_LR),
        decay(),
        transition,
        config.exclude());
  }

  private LookaheadSpec lookahead(int steps) {
    return new LookaheadSpec(
        steps,
        number(OptimizerNumber.LOOKAHEAD_ALPHA),
        config.choice(OptimizerChoice.LOOKAHEAD_START, SlowStart.class));
  }

  private LambRatio phi() {
    return new LambRatio(
        number(OptimizerNumber.PHI_MIN),
        config.optional(OptimizerNumber.PHI_MAX).orElse(Double.POSITIVE_INFINITY));
  }

  private double decay() {
    return number(OptimizerNumber.WEIGHT_DECAY);
  }

  private double beta1() {
    return number(OptimizerNumber.BETA1);
  }

  private double beta2() {
    return number(OptimizerNumber.BETA2);
  }

  private double epsilon() {
    return number(OptimizerNumber.EPSILON);
  }

  private double number(OptimizerNumber number) {
    return config.number(number);
  }
}
