package dev.largo.config;

import dev.largo.optim.layout.Role;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the optimizer: a key that is not set has the default of the optimizer's name, and one that
 * the optimizer does not take must not be set.
 */
final class OptimizerReader {
  private static final String GROUP = "optimizer.";
  static final String UNCLIPPED = "adaptive-clip.except-layers";
  private static final List<Role> EXCLUDABLE =
      List.of(Role.WEIGHT, Role.BIAS, Role.NORM_SCALE, Role.NORM_SHIFT);

  private final Values values;

  OptimizerReader(Values values) {
    this.values = values;
  }

  OptimizerConfig read() {
    OptimizerName name = name();
    OptimizerConfig config =
        new OptimizerConfig(name, numbers(name), choices(name), exclude(name), unclipped());
    if (values.problems().clean(GROUP + "name")) {
      refuseUnused(name.defaults());
      combinations(config);
    }
    return config;
  }

  private OptimizerName name() {
    String key = GROUP + "name";
    List<String> names = OptimizerName.names();
    String text = values.text(key, Values.oneOf(names));
    if (!names.contains(text) && values.problems().clean(key)) {
      String nearest =
          names.stream()
              .min(Comparator.comparingInt(known -> EditDistance.between(text, known)))
              .orElseThrow();
      values.reject(key, "unknown; did you mean " + nearest + "? Must be " + Values.oneOf(names));
    }
    return ChoiceNames.find(OptimizerName.class, text).orElse(OptimizerName.LARS);
  }

  private Map<OptimizerNumber, Double> numbers(OptimizerName name) {
    Map<OptimizerNumber, Double> numbers = new EnumMap<>(OptimizerNumber.class);
    numbers.putAll(name.defaults().numbers());
    for (OptimizerNumber number : OptimizerNumber.values()) {
      String key = GROUP + number.key();
      if (name.defaults().uses(number) && values.isSet(key)) {
        numbers.put(
            number,
            number == OptimizerNumber.LOOKAHEAD_STEPS
                ? values.integer(key, 1, 1_000_000)
                : values.number(key, number.range()));
      }
    }
    return numbers;
  }

  private Map<OptimizerChoice, Enum<?>> choices(OptimizerName name) {
    Map<OptimizerChoice, Enum<?>> choices = new EnumMap<>(OptimizerChoice.class);
    name.defaults()
        .choices()
        .forEach(
            (choice, byDefault) -> {
              String key = GROUP + choice.key();
              choices.put(choice, values.isSet(key) ? chosen(choice, key, byDefault) : byDefault);
            });
    return choices;
  }

  private Enum<?> chosen(OptimizerChoice choice, String key, Enum<?> byDefault) {
    List<String> names = ChoiceNames.names(choice.type());
    int index = names.indexOf(values.text(key, Values.oneOf(names)));
    if (index < 0) {
      if (values.problems().clean(key)) {
        values.reject(key, "must be " + Values.oneOf(names));
      }
      return byDefault;
    }
    return choice.type().getEnumConstants()[index];
  }

  private Set<Role> exclude(OptimizerName name) {
    String key = GROUP + "exclude";
    if (!values.isSet(key)) {
      return name.defaults().exclude();
    }
    List<String> names = EXCLUDABLE.stream().map(ChoiceNames::name).toList();
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String text : values.texts(key, "roles")) {
      int index = names.indexOf(text);
      if (index >= 0) {
        roles.add(EXCLUDABLE.get(index));
      } else if (values.problems().clean(key)) {
        values.reject(key, "every element must be " + Values.oneOf(names));
      }
    }
    return roles;
  }

  private Set<String> unclipped() {
    return values.isSet(GROUP + UNCLIPPED)
        ? new LinkedHashSet<>(values.texts(GROUP + UNCLIPPED, "layer names"))
        : Set.of();
  }

  private void refuseUnused(OptimizerDefaults defaults) {
    Set<String> used = new HashSet<>();
    Set<String> known = new HashSet<>();
    for (OptimizerNumber number : OptimizerNumber.values()) {
      known.add(number.key());
      if (defaults.uses(number)) {
        used.add(number.key());
      }
    }
    for (OptimizerChoice choice : OptimizerChoice.values()) {
      known.add(choice.key());
      if (defaults.choices().containsKey(choice)) {
        used.add(choice.key());
      }
    }
    known.stream()
        .filter(key -> !used.contains(key) && values.isSet(GROUP + key))
        .sorted()
        .forEach(
            key ->
                values.reject(
                    GROUP + key,
                    "not used by optimizer.name = "
                        + values.text(GROUP + "name", "a name")
                        + "; remove it, or set it to null on the command line"));
  }

  private void combinations(OptimizerConfig config) {
    requireFor(config, OptimizerNumber.LOOKAHEAD_STEPS, "lookahead.alpha", "lookahead.start");
    requireFor(
        config,
        OptimizerNumber.ADAPTIVE_CLIP_FACTOR,
        OptimizerNumber.ADAPTIVE_CLIP_EPSILON.key(),
        UNCLIPPED);
    double least = config.optional(OptimizerNumber.PHI_MIN).orElse(0.0);
    double most = config.optional(OptimizerNumber.PHI_MAX).orElse(Double.POSITIVE_INFINITY);
    if (least > most && values.problems().clean(GROUP + "phi-min", GROUP + "phi-max")) {
      values.reject(GROUP + "phi-min", "must be at most optimizer.phi-max = " + most);
    }
  }

  /** Refuses keys that say how, where the number that says whether is not set. */
  private void requireFor(OptimizerConfig config, OptimizerNumber switched, String... keys) {
    if (config.optional(switched).isPresent()) {
      return;
    }
    for (String key : keys) {
      if (values.isSet(GROUP + key) && values.problems().clean(GROUP + key)) {
        values.reject(
            GROUP + key, "has no effect without " + GROUP + switched.key() + "; set that too");
      }
    }
  }
}
