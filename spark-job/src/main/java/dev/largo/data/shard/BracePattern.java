package dev.largo.data.shard;

import dev.largo.data.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of shards written in short, as WebDataset's users do: {@code train-{000000..000146}.tar} is
 * 147 names, {@code {a,b}-{0..1}.tar} is four.
 */
final class BracePattern {
  private static final Pattern BRACES = Pattern.compile("\\{([^{}]*)}");
  private static final Pattern RANGE = Pattern.compile("(\\d{1,9})\\.\\.(\\d{1,9})");
  private static final int MOST_NAMES = 1 << 20;

  private BracePattern() {}

  /**
   * The names that a text stands for, the last braces running fastest.
   *
   * @param key the configuration key, for messages
   */
  static List<String> expand(String key, String text) throws DataException {
    return expand(key, text, text);
  }

  private static List<String> expand(String key, String text, String rest) throws DataException {
    Matcher braces = BRACES.matcher(rest);
    if (!braces.find()) {
      if (rest.contains("{") || rest.contains("}")) {
        throw wrong(key, text, "has braces without a partner");
      }
      return List.of(rest);
    }
    String before = rest.substring(0, braces.start());
    if (before.contains("{") || before.contains("}")) {
      throw wrong(key, text, "has braces without a partner");
    }
    List<String> ends = expand(key, text, rest.substring(braces.end()));
    List<String> names = new ArrayList<>();
    for (String choice : choices(key, text, braces.group(1))) {
      if ((long) names.size() + ends.size() > MOST_NAMES) {
        throw wrong(key, text, "stands for more than " + MOST_NAMES + " names");
      }
      ends.forEach(end -> names.add(before + choice + end));
    }
    return names;
  }

  private static List<String> choices(String key, String text, String inside) throws DataException {
    Matcher range = RANGE.matcher(inside);
    if (!range.matches()) {
      if (!inside.contains(",")) {
        throw wrong(key, text, "has braces around \"" + inside + "\"");
      }
      return List.of(inside.split(",", -1));
    }
    int first = Integer.parseInt(range.group(1));
    int last = Integer.parseInt(range.group(2));
    if (last < first || last - first >= MOST_NAMES) {
      throw wrong(key, text, "has the range {" + inside + "}");
    }
    int width = range.group(1).length();
    List<String> numbers = new ArrayList<>();
    for (int i = first; i <= last; i++) {
      numbers.add(String.format(Locale.ROOT, "%0" + width + "d", i));
    }
    return numbers;
  }

  private static DataException wrong(String key, String text, String problem) {
    return new DataException(
        key, "\"" + text + "\" " + problem, "write, for example, train-{000000..000146}.tar");
  }
}
