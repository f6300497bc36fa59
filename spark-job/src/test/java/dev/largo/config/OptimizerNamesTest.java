package dev.largo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OptimizerNamesTest {
  private static final Pattern LINE = Pattern.compile("^  #   ([a-z0-9-]+): (.*)$");

  /** The table of defaults in the comment of reference.conf, as {@code name -> key -> value}. */
  private static Map<String, Map<String, String>> documented() throws IOException {
    Map<String, Map<String, String>> table = new TreeMap<>();
    try (InputStream in =
        Objects.requireNonNull(ConfigLoader.class.getResourceAsStream(Problems.REFERENCE))) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(LINE::matcher)
          .filter(Matcher::matches)
          .forEach(line -> table.put(line.group(1), entries(line.group(2))));
    }
    return table;
  }

  private static Map<String, String> entries(String text) {
    Map<String, String> entries = new TreeMap<>();
    for (String entry : text.split(", ", -1)) {
      String[] keyAndValue = entry.split(" ", 2);
      entries.put(keyAndValue[0], canonical(keyAndValue[1]));
    }
    return entries;
  }

  private static String canonical(String value) {
    return value.matches("[0-9].*") ? String.valueOf(Double.valueOf(value)) : value;
  }

  /** What the code takes, in the words of the table: what every optimizer has is left out. */
  private static Map<String, String> coded(OptimizerName name) {
    Map<String, String> entries = new TreeMap<>();
    OptimizerDefaults defaults = name.defaults();
    defaults.numbers().forEach((number, value) -> entries.put(number.key(), value.toString()));
    if (defaults.optional().contains(OptimizerNumber.PHI_MAX)) {
      entries.put("phi-max", "none");
    }
    defaults
        .choices()
        .forEach((choice, value) -> entries.put(choice.key(), ChoiceNames.name(value)));
    if (defaults.exclude().isEmpty()) {
      entries.put("exclude", "[]");
    }
    entries.remove("lookahead.alpha", "0.5");
    entries.remove("lookahead.start", "initial-weights");
    entries.remove("adaptive-clip.epsilon", "0.001");
    entries.remove("non-finite", "fail");
    return entries;
  }

  @Test
  void theReferenceDocumentsEveryNameAndDefault() throws IOException {
    Map<String, Map<String, String>> expected = new TreeMap<>();
    for (OptimizerName name : OptimizerName.values()) {
      expected.put(name.toString(), coded(name));
    }

    assertEquals(expected, documented());
  }

  @ParameterizedTest
  @EnumSource(OptimizerName.class)
  void everyNameLoadsAndSurvivesRendering(OptimizerName name) {
    LargoConfig config = ConfigLoaderTest.load("optimizer.name=" + name);

    assertEquals(name, config.optimizer().name());
    assertFalse(config.optimizer().numbers().isEmpty());
    assertEquals(config, ConfigLoader.load("config.conf", ConfigLoader.render(config), List.of()));
  }
}
