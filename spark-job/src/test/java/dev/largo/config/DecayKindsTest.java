package dev.largo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DecayKindsTest {
  private static final Pattern LINE = Pattern.compile("^    #   ([a-z0-9-]+): ([a-z, -]+)$");

  @Test
  void theReferenceDocumentsEveryKindWithItsKeys() throws IOException {
    Map<String, Set<String>> documented = new TreeMap<>();
    try (InputStream in =
        Objects.requireNonNull(ConfigLoader.class.getResourceAsStream(Problems.REFERENCE))) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(LINE::matcher)
          .filter(Matcher::matches)
          .forEach(line -> documented.put(line.group(1), keys(line.group(2))));
    }
    Map<String, Set<String>> coded = new TreeMap<>();
    for (DecayConfig.Kind kind : DecayConfig.Kind.values()) {
      coded.put(
          ChoiceNames.name(kind),
          DecayConfig.KEYS.stream().filter(kind::uses).collect(Collectors.toSet()));
    }

    assertEquals(coded, documented);
  }

  private static Set<String> keys(String text) {
    return text.equals("no key") ? Set.of() : Set.of(text.split(", ", -1));
  }
}
