package dev.largo.optim.bench;

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
import dev.largo.optim.RangerSpec;
import dev.largo.optim.RmsPropSpec;
import dev.largo.optim.SgdSpec;
import dev.largo.optim.transform.Centralized;
import dev.largo.optim.transform.GradientTransform;
import dev.largo.optim.transform.Transition;
import java.util.Set;

/** All presets, by the names of the configuration, with its defaults. */
final class Presets {
  private static final MomentumSpec MOMENTUM = new MomentumSpec(0.9, 1e-4);
  private static final LarsSpec LARS = new LarsSpec(0.9, 1e-4, 0.001, 0);
  private static final LarsSpec LARC = new LarsSpec(0.9, 1e-4, 0.02, 1e-8);
  private static final LambSpec LAMB = new LambSpec(0.01);
  private static final LambSpec LAMB_OF_ALL_LAYERS =
      new LambSpec(
          LAMB.beta1(),
          LAMB.beta2(),
          LAMB.epsilon(),
          LAMB.weightDecay(),
          LAMB.ratio(),
          LAMB.correction(),
          LAMB.notDecayed(),
          Set.of());
  private static final RAdamSpec RADAM = new RAdamSpec(0);
  private static final RalambSpec RALAMB = new RalambSpec(RADAM);
  private static final LookaheadSpec LOOKAHEAD = new LookaheadSpec(6, 0.5);
  private static final Centralized CENTRALIZED = Centralized.CONVOLUTIONS_AND_DENSE;

  private Presets() {}

  static GradientTransform of(String name) {
    return switch (name) {
      case "sgd" -> Optimizers.sgd(new SgdSpec(1e-4));
      case "momentum" -> Optimizers.momentum(MOMENTUM);
      case "momentum-rate-inside" -> PublicVariants.momentumRateInside(MOMENTUM);
      case "momentum-corrected" -> PublicVariants.momentumCorrected(MOMENTUM);
      case "momentum-centralized" -> Optimizers.momentumCentralized(MOMENTUM, CENTRALIZED);
      case "nesterov" -> Optimizers.nesterov(MOMENTUM);
      case "adagrad" -> Optimizers.adagrad(new AdagradSpec(0));
      case "rmsprop" -> Optimizers.rmsProp(new RmsPropSpec(0));
      case "rmsprop-to-momentum" -> Optimizers.rmsPropToMomentum(hybrid());
      case "adam" -> Optimizers.adam(new AdamSpec(0));
      case "adam-centralized" -> Optimizers.adamCentralized(new AdamSpec(0), CENTRALIZED);
      case "adamw" -> Optimizers.adamW(new AdamSpec(0.01));
      case "radam" -> Optimizers.rAdam(RADAM);
      case "radam-coupled" -> PublicVariants.rAdamCoupled(RADAM);
      case "lars" -> Optimizers.lars(LARS);
      case "lars-nesterov" -> Optimizers.larsNesterov(LARS);
      case "lars-mlperf" -> PublicVariants.larsMlperf(LARS);
      case "lars-optax" -> PublicVariants.larsOptax(LARS);
      case "lars-barlow-twins" -> PublicVariants.larsBarlowTwins(LARS);
      case "larc" -> Optimizers.larc(LARC);
      case "larc-scale" -> PublicVariants.larcScale(LARC);
      case "lamb" -> Optimizers.lamb(LAMB);
      case "lamb-v3" -> Optimizers.lamb(LambSpec.version3(0.01));
      case "lamb-apex" -> PublicVariants.lambApex(LAMB, 1);
      case "lamb-nvlamb" -> PublicVariants.lambApex(LAMB_OF_ALL_LAYERS, 1);
      case "ralamb" -> Optimizers.ralamb(RALAMB);
      case "ralamb-over9000" -> PublicVariants.ralambOver9000(RALAMB);
      case "lookahead" -> Optimizers.lookahead(Optimizers.momentum(MOMENTUM), LOOKAHEAD);
      case "ranger" -> Optimizers.ranger(new RangerSpec(0));
      case "ranger-lars" -> Optimizers.rangerLars(RALAMB, LOOKAHEAD);
      case "ranger-lars-over9000" -> PublicVariants.rangerLarsOver9000(RALAMB, LOOKAHEAD);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** In the midst of its transition during the whole measurement. */
  private static HybridSpec hybrid() {
    return new HybridSpec(1e-4, new Transition(1e6, 1e6, Transition.Slope.CONTINUOUS));
  }
}
