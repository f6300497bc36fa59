package dev.largo.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads typed values from a resolved configuration and reports those that cannot be used.
 *
 * <p>A reader gets some usable value in any case, so that reading goes on to the next problem; the
 * result counts only when no problem was reported. A key that is null or missing is one too, but
 * for the methods that return an Optional.
 */
final class Values {
  private static final Pattern OPAQUE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:(?!/).*");

  private final Config given;
  private final Config defaults;
  private final Config config;
  private final Problems problems;

  /**
   * Values of a configuration.
   *
   * @param given what the user has set, of which every key has a default or null
   */
  Values(Config given, Config defaults, Problems problems) {
    this.given = given;
    this.defaults = defaults;
    this.problems = problems;
    config = given.withFallback(defaults);
  }

  /** The same, with some keys at their defaults. */
  Values withoutGiven(List<String> keys) {
    Config less = given;
    for (String key : keys) {
      less = less.withoutPath(key);
    }
    return new Values(less, defaults, problems);
  }

  /** Whether the user has set {@code key}, to something other than null. */
  boolean isGiven(String key) {
    return given.hasPath(key);
  }

  Problems problems() {
    return problems;
  }

  boolean isSet(String key) {
    return config.hasPath(key);
  }

  @Nullable ConfigValue raw(String key) {
    return config.hasPath(key) ? config.getValue(key) : null;
  }

  /** Reports the value of {@code key}; {@code what} also says what would be right. */
  void reject(String key, String what) {
    problems.add(key, raw(key), what);
  }

  int integer(String key, int min, int max) {
    return (int) whole(key, min, max);
  }

  long whole(String key, long min, long max) {
    String range = min == Long.MIN_VALUE ? "of 64 bits" : "from " + min + " to " + max;
    BigDecimal number = decimal(key, "a whole number " + range);
    if (number == null) {
      return min;
    }
    boolean inRange =
        number.compareTo(BigDecimal.valueOf(min)) >= 0
            && number.compareTo(BigDecimal.valueOf(max)) <= 0;
    if (!inRange || number.stripTrailingZeros().scale() > 0) {
      reject(key, "must be a whole number " + range);
      return min;
    }
    return number.longValueExact();
  }

  double number(String key, Range range) {
    BigDecimal number = decimal(key, "a number " + range);
    if (number == null) {
      return range.min();
    }
    if (!range.contains(number.doubleValue())) {
      reject(key, "must be a number " + range);
    }
    return number.doubleValue();
  }

  Optional<Double> optionalNumber(String key, Range range) {
    return isSet(key) ? Optional.of(number(key, range)) : Optional.empty();
  }

  List<Double> numbers(String key, Range range) {
    List<Double> numbers = new ArrayList<>();
    for (ConfigValue element : list(key, "numbers " + range)) {
      BigDecimal number = decimal(element);
      if (number == null || !range.contains(number.doubleValue())) {
        reject(key, "every element must be a number " + range);
        break;
      }
      numbers.add(number.doubleValue());
    }
    return numbers;
  }

  /** A number, or a list of different ones. */
  List<Double> oneOrMore(String key, Range range) {
    if (!isSet(key) || config.getValue(key).valueType() != ConfigValueType.LIST) {
      return List.of(number(key, range));
    }
    List<Double> numbers = numbers(key, range);
    if (numbers.isEmpty()
        || numbers.stream().mapToDouble(n -> n + 0.0).distinct().count() < numbers.size()) {
      reject(key, "must be a number " + range + ", or a list of different ones");
    }
    return numbers;
  }

  /** The list's elements as text, those that are no text left out and reported. */
  List<String> texts(String key, String meaning) {
    List<String> texts = new ArrayList<>();
    for (ConfigValue element : list(key, meaning)) {
      texts.add(isScalar(element) ? String.valueOf(element.unwrapped()) : "");
    }
    return texts;
  }

  boolean flag(String key) {
    try {
      return config.getBoolean(key);
    } catch (com.typesafe.config.ConfigException e) {
      reject(key, "must be true or false");
      return false;
    }
  }

  /** A required, non-blank text. */
  String text(String key, String meaning) {
    Optional<String> text = optionalText(key, meaning);
    if (text.isEmpty() && problems.clean(key)) {
      reject(key, "missing; give " + meaning);
    }
    return text.orElse("");
  }

  /** A path or URI as Hadoop takes it: a scheme is followed by a slash. */
  Optional<String> optionalPath(String key, String meaning) {
    Optional<String> path = optionalText(key, meaning);
    if (path.isPresent() && OPAQUE.matcher(path.get()).matches() && problems.clean(key)) {
      reject(key, "neither a path nor a URI; write, for example, hdfs://host/dir or ./dir");
    }
    return path;
  }

  String path(String key, String meaning) {
    Optional<String> path = optionalPath(key, meaning);
    if (path.isEmpty() && problems.clean(key)) {
      reject(key, "missing; give " + meaning);
    }
    return path.orElse("");
  }

  Optional<String> optionalText(String key, String meaning) {
    ConfigValue value = raw(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!isScalar(value) || config.getString(key).isBlank()) {
      reject(key, "must be " + meaning);
      return Optional.empty();
    }
    return Optional.of(config.getString(key));
  }

  /** One of the enum's constants, written with hyphens. */
  <E extends Enum<E>> E choice(String key, Class<E> type) {
    List<String> names = ChoiceNames.names(type);
    String text = text(key, oneOf(names));
    Optional<E> found = ChoiceNames.find(type, text);
    if (found.isEmpty() && problems.clean(key)) {
      reject(key, "must be " + oneOf(names));
    }
    return found.orElse(type.getEnumConstants()[0]);
  }

  Every every(String key) {
    String meaning = "an interval above 0, such as \"1 epoch\", \"0.5 epochs\" or \"100 steps\"";
    String text = text(key, meaning);
    try {
      return Every.parse(text);
    } catch (IllegalArgumentException e) {
      if (problems.clean(key)) {
        reject(key, "must be " + meaning);
      }
      return new Every(1, Every.Unit.EPOCHS);
    }
  }

  /** A number of bytes with its unit, such as "2 GiB"; 0 for none. */
  long bytes(String key) {
    String meaning = "a size with its unit, such as \"512 MiB\" or \"2 GB\", or 0";
    try {
      long found = config.getBytes(key);
      if (found == 0 || (found > 0 && decimal(config.getValue(key)) == null)) {
        return found;
      }
    } catch (com.typesafe.config.ConfigException e) {
      // Told below.
    }
    reject(key, "must be " + meaning);
    return 0;
  }

  /** A length of time with its unit, such as "30 s". */
  Duration duration(String key, Duration min, Duration max) {
    String meaning =
        "a time with its unit, such as \"30 s\" or \"5 minutes\", from %s to %s"
            .formatted(shown(min), shown(max));
    Duration found = min;
    try {
      if (decimal(config.getValue(key)) == null) {
        found = config.getDuration(key);
      } else {
        reject(key, "must be " + meaning);
      }
    } catch (com.typesafe.config.ConfigException e) {
      reject(key, "must be " + meaning);
    }
    if ((found.compareTo(min) < 0 || found.compareTo(max) > 0) && problems.clean(key)) {
      reject(key, "must be " + meaning);
    }
    return found;
  }

  /** A length of time as {@link #duration} reads it. */
  static String shown(Duration duration) {
    long seconds = duration.toSeconds();
    return duration.toMillis() % 1000 == 0 ? seconds + " s" : duration.toMillis() + " ms";
  }

  static String oneOf(List<String> names) {
    return "one of " + String.join(", ", names);
  }

  private @Nullable BigDecimal decimal(String key, String meaning) {
    ConfigValue value = raw(key);
    BigDecimal number = value == null ? null : decimal(value);
    if (number == null) {
      reject(key, value == null ? "missing; give " + meaning : "must be " + meaning);
    }
    return number;
  }

  private static @Nullable BigDecimal decimal(ConfigValue value) {
    Object unwrapped = value.unwrapped();
    if (!(unwrapped instanceof Number) && !(unwrapped instanceof String)) {
      return null;
    }
    try {
      return new BigDecimal(String.valueOf(unwrapped).strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private List<ConfigValue> list(String key, String meaning) {
    ConfigValue value = raw(key);
    if (value instanceof ConfigList list) {
      return list;
    }
    reject(key, "must be a list of " + meaning + ", in brackets");
    return List.of();
  }

  private static boolean isScalar(ConfigValue value) {
    return value.valueType() == ConfigValueType.STRING
        || value.valueType() == ConfigValueType.NUMBER
        || value.valueType() == ConfigValueType.BOOLEAN;
  }
}
