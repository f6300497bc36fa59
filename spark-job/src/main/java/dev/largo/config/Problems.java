package dev.largo.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a configuration, so that a user sees all of it at once. */
final class Problems {
  /** Origin of the bundled defaults; not worth naming to a user, who cannot change them. */
  static final String REFERENCE = "reference.conf";

  /** Origin of overrides. */
  static final String COMMAND_LINE = "command line";

  /** How the library calls the origin of a group that was made for a value. */
  private static final String NOWHERE = "withValue(";

  private static final Pattern LINE_SUFFIX = Pattern.compile(": ([0-9]+)$");

  /** Longer values are cut: the line must stay readable. */
  private static final int VALUE_LIMIT = 120;

  private final List<String> lines = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();

  /** Notes that {@code key}'s value is wrong; {@code what} also says what would be right. */
  void add(String key, @Nullable ConfigValue value, String what) {
    keys.add(key);
    String shown = value == null ? key : key + " = " + shown(value);
    String where = value == null ? "" : where(value.origin());
    lines.add(where + oneLine(shown + ": " + what));
  }

  /** Notes a problem that belongs to no single key. */
  void add(String line) {
    lines.add(oneLine(line));
  }

  /** Whether none of the keys has a problem yet, so that it makes sense to check them together. */
  boolean clean(String... checked) {
    for (String key : checked) {
      if (keys.contains(key)) {
        return false;
      }
    }
    return true;
  }

  /**
   * @throws ConfigException with all problems, if there are any
   */
  void throwIfAny() {
    if (!lines.isEmpty()) {
      throw new ConfigException(lines);
    }
  }

  /** {@code "file:line: "}, {@code "command line: "}, or nothing for a default. */
  static String where(ConfigOrigin origin) {
    if (origin.description().startsWith(COMMAND_LINE)) {
      return COMMAND_LINE + ": ";
    }
    String description = LINE_SUFFIX.matcher(origin.description()).replaceFirst(":$1");
    boolean told = !description.startsWith(REFERENCE) && !description.startsWith(NOWHERE);
    return told ? description + ": " : "";
  }

  static String oneLine(String text) {
    return text.replaceAll("\\s*[\\r\\n]+\\s*", " ").strip();
  }

  private static String shown(ConfigValue value) {
    Object unwrapped = value.unwrapped();
    String text = value.render(ConfigRenderOptions.concise().setJson(false));
    if (unwrapped instanceof String string && !string.isBlank()) {
      text = string;
    } else if (value instanceof ConfigObject) {
      text = text.startsWith("{") ? text : "{" + text + "}";
    }
    return text.length() <= VALUE_LIMIT ? text : text.substring(0, VALUE_LIMIT) + "...";
  }
}
