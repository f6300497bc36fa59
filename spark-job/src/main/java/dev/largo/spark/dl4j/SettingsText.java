package dev.largo.spark.dl4j;

import dev.largo.config.ConfigException;
import dev.largo.spark.program.Settings;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.serde.JsonMappers;
import org.jspecify.annotations.Nullable;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Settings as JSON and YAML. */
public final class SettingsText {
  private static final String KEYS = "settings";
  private static final String EXPORT = "exportDirectory";
  private static final String AVERAGE = "useAverage";
  private static final String PER_FIT = "epochsPerFit";

  private SettingsText() {}

  /** As JSON. */
  public static String json(Settings settings) {
    return write(new ObjectMapper(), settings);
  }

  /** As YAML. */
  public static String yaml(Settings settings) {
    return write(JsonMappers.getMapperYaml(), settings);
  }

  /**
   * Reads what {@link #json} wrote.
   *
   * @throws ConfigException if it is something else
   */
  public static Settings ofJson(String text) {
    return read(new ObjectMapper(), text);
  }

  /**
   * Reads what {@link #yaml} wrote.
   *
   * @throws ConfigException if it is something else
   */
  public static Settings ofYaml(String text) {
    return read(JsonMappers.getMapperYaml(), text);
  }

  private static String write(ObjectMapper mapper, Settings settings) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put(KEYS, new TreeMap<>(settings.keys()));
    all.put(EXPORT, settings.exportDirectory());
    all.put(AVERAGE, settings.useAverage());
    all.put(PER_FIT, settings.epochsPerFit());
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("settings hold what is no JSON", e);
    }
  }

  private static Settings read(ObjectMapper mapper, String text) {
    try {
      Map<?, ?> all = mapper.readValue(text, Map.class);
      if (all.get(KEYS) instanceof Map<?, ?> given) {
        Map<String, Object> keys = new HashMap<>();
        given.forEach((key, value) -> keys.put(String.valueOf(key), value));
        return new Settings(
            keys, (String) all.get(EXPORT), (String) all.get(AVERAGE), (Integer) all.get(PER_FIT));
      }
    } catch (JsonProcessingException | ClassCastException e) {
      throw new ConfigException(
          List.of("not what LargeBatchTrainingMaster wrote: " + firstLine(e)));
    }
    throw new ConfigException(List.of("not what LargeBatchTrainingMaster wrote: no " + KEYS));
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
