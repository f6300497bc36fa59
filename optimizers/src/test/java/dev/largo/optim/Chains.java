package dev.largo.optim;

import static dev.largo.optim.transform.GradientTransform.chain;
import static dev.largo.optim.transform.Transforms.adaptiveClip;
import static dev.largo.optim.transform.Transforms.addDecayedWeights;
import static dev.largo.optim.transform.Transforms.centralize;
import static dev.largo.optim.transform.Transforms.clipByGlobalNorm;
import static dev.largo.optim.transform.Transforms.clipByLayerNorm;
import static dev.largo.optim.transform.Transforms.heavyBall;
import static dev.largo.optim.transform.Transforms.scaleByLearningRate;
import static dev.largo.optim.transform.Transforms.scaleByTrustRatio;

import dev.largo.optim.transform.Centralized;
import dev.largo.optim.transform.GradientTransform;
import dev.largo.optim.transform.LayerNorms;
import dev.largo.optim.transform.Norms;
import dev.largo.optim.transform.Rectification;
import dev.largo.optim.transform.Transition;
import dev.largo.optim.transform.TrustRatio;
import dev.largo.optim.transform.Unrectified;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The chains that every property is tried on: all presets, clipping, and one of many passes. */
final class Chains {
  /** ||w|| / ||u||, which needs a pass of its own as in LAMB. */
  record UpdateRatio() implements TrustRatio {
    @Override
    public Norms norms() {
      return Norms.UPDATE;
    }

    @Override
    public double of(LayerNorms norms, double learningRate) {
      return norms.update() == 0 ? 1 : norms.weight() / norms.update();
    }
  }

  static final Map<String, GradientTransform> ALL = all();

  /** Chains of {@link #ALL} that are no preset: settings of one, or chains of our own. */
  static final Set<String> NO_PRESETS =
      Set.of("radam idle at first", "lamb v3", "update norms", "clipped");

  private Chains() {}

  static GradientTransform of(String name) {
    GradientTransform chain = ALL.get(name);
    if (chain == null) {
      throw new IllegalArgumentException("no chain is named " + name);
    }
    return chain;
  }

  private static Map<String, GradientTransform> all() {
    MomentumSpec momentum = new MomentumSpec(0.9, 0.01);
    LarsSpec lars = new LarsSpec(0.9, 0.01, 0.1, 1e-8);
    AdamSpec adam = new AdamSpec(0.01);
    LambSpec lamb = new LambSpec(0.01);
    RAdamSpec rAdam = rAdam(Unrectified.MOMENTUM);
    RalambSpec ralamb = new RalambSpec(rAdam);
    LookaheadSpec lookahead = new LookaheadSpec(2, 0.5);
    Centralized everywhere = Centralized.CONVOLUTIONS_AND_DENSE;
    Map<String, GradientTransform> all = new TreeMap<>();
    all.put("sgd", Optimizers.sgd(new SgdSpec(0.01)));
    all.put("momentum", Optimizers.momentum(momentum));
    all.put("momentum rate inside", PublicVariants.momentumRateInside(momentum));
    all.put("momentum corrected", PublicVariants.momentumCorrected(momentum));
    all.put("momentum centralized", Optimizers.momentumCentralized(momentum, everywhere));
    all.put("nesterov", Optimizers.nesterov(momentum));
    all.put("adagrad", Optimizers.adagrad(new AdagradSpec(0.01)));
    all.put("rmsprop", Optimizers.rmsProp(new RmsPropSpec(0.01)));
    all.put(
        "rmsprop to momentum",
        Optimizers.rmsPropToMomentum(
            new HybridSpec(0.01, new Transition(2, 3, Transition.Slope.CONTINUOUS))));
    all.put("adam", Optimizers.adam(adam));
    all.put("adam centralized", Optimizers.adamCentralized(adam, everywhere));
    all.put("adamw", Optimizers.adamW(adam));
    all.put("centralized radam", Optimizers.centralizedRAdam(rAdam, everywhere));
    all.put("radam", Optimizers.rAdam(rAdam));
    all.put("radam idle at first", Optimizers.rAdam(rAdam(Unrectified.NOTHING)));
    all.put("radam coupled", PublicVariants.rAdamCoupled(rAdam));
    all.put("lars", Optimizers.lars(lars));
    all.put("lars nesterov", Optimizers.larsNesterov(lars));
    all.put("lars mlperf", PublicVariants.larsMlperf(lars));
    all.put("lars optax", PublicVariants.larsOptax(lars));
    all.put("lars barlow twins", PublicVariants.larsBarlowTwins(lars));
    all.put("larc", Optimizers.larc(lars));
    all.put("larc scale", PublicVariants.larcScale(lars));
    all.put("lamb", Optimizers.lamb(lamb));
    all.put("lamb v3", Optimizers.lamb(LambSpec.version3(0.01)));
    all.put("lamb apex", PublicVariants.lambApex(lamb, 1));
    all.put("ralamb", Optimizers.ralamb(ralamb));
    all.put("ralamb over9000", PublicVariants.ralambOver9000(ralamb));
    all.put("lookahead", Optimizers.lookahead(Optimizers.adamW(adam), lookahead));
    all.put("ranger", Optimizers.ranger(new RangerSpec(rAdam, lookahead, everywhere)));
    all.put("ranger lars", Optimizers.rangerLars(ralamb, lookahead));
    all.put("ranger lars over9000", PublicVariants.rangerLarsOver9000(ralamb, lookahead));
    all.put(
        "clipped",
        chain(
            adaptiveClip(0.9, 1e-3, Set.of("layer5")),
            clipByLayerNorm(20),
            clipByGlobalNorm(30),
            Optimizers.momentum(momentum)));
    all.put(
        "update norms",
        chain(
            scaleByTrustRatio(new UpdateRatio(), Set.of()),
            addDecayedWeights(0.01, Set.of()),
            heavyBall(0.9),
            scaleByTrustRatio(new UpdateRatio(), Set.of()),
            scaleByLearningRate(),
            centralize(everywhere),
            scaleByTrustRatio(new UpdateRatio(), Set.of())));
    return Map.copyOf(all);
  }

  /** Rectified from step 5 on, within the few steps of a test. */
  private static RAdamSpec rAdam(Unrectified unrectified) {
    return new RAdamSpec(
        0.9,
        1e-8,
        0.01,
        new Rectification(0.9, Rectification.PAPER_THRESHOLD),
        unrectified,
        Optimizers.EXCLUDED_BY_DEFAULT);
  }
}
