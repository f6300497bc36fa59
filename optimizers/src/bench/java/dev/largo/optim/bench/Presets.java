package dev.largo.optim.bench;

import dev.largo.optim.AdamSpec;
import dev.largo.optim.LambSpec;
import dev.largo.optim.LarsSpec;
import dev.largo.optim.MomentumSpec;
import dev.largo.optim.Optimizers;
import dev.largo.optim.AdagradSpec;
import dev.largo.optim.RAdamSpec;
import dev.largo.optim.RalambSpec;
import dev.largo.optim.RangerSpec;
import dev.largo.optim.RmsPropSpec;
import dev.largo.optim.SgdSpec;
import dev.largo.optim.transform.GradientTransform;

/** The presets that are measured, by the names of the configuration. */
final class Presets {
  private Presets() {}

  static GradientTransform of(String name) {
    return switch (name) {
      case "momentum" -> Optimizers.momentum(new MomentumSpec(0.9, 1e-4));
      case "nesterov" -> Optimizers.nesterov(new MomentumSpec(0.9, 1e-4));
      case "lars" -> Optimizers.lars(new LarsSpec(0.9, 1e-4, 0.001, 0));
      case "adam" -> Optimizers.adam(new AdamSpec(0));
      case "adamw" -> Optimizers.adamW(new AdamSpec(0.01));
      case "lamb" -> Optimizers.lamb(new LambSpec(0.01));
      case "sgd" -> Optimizers.sgd(new SgdSpec(1e-4));
      case "adagrad" -> Optimizers.adagrad(new AdagradSpec(0));
      case "rmsprop" -> Optimizers.rmsProp(new RmsPropSpec(0));
      case "radam" -> Optimizers.rAdam(new RAdamSpec(0));
      case "larc" -> Optimizers.larc(new LarsSpec(0.9, 1e-4, 0.02, 1e-8));
      case "ralamb" -> Optimizers.ralamb(new RalambSpec(new RAdamSpec(0)));
      case "ranger" -> Optimizers.ranger(new RangerSpec(0));
      default -> throw new IllegalArgumentException(name);
    };
  }
}
