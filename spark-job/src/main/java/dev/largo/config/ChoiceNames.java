package dev.largo.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the constants of an enum are written in a configuration: {@code ALL_REDUCE} as all-reduce.
 */
final class ChoiceNames {
  private ChoiceNames() {}

  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static List<String> names(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants()).map(ChoiceNames::name).toList();
  }

  static <E extends Enum<E>> Optional<E> find(Class<E> type, String name) {
    return Arrays.stream(type.getEnumConstants()).filter(c -> name(c).equals(name)).findFirst();
  }
}
