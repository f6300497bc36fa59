package dev.largo.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration: a HOCON file with the one root {@code largo}, overrides on top, the
 * bundled {@code reference.conf} below.
 *
 * <pre>{@code
 * LargoConfig config =
 *     ConfigLoader.load(Path.of("conf/quickstart.conf"), List.of("batch.global=512", "seed=2"));
 * }</pre>
 *
 * <p>Whatever is wrong is found before anything is thrown, and thrown together.
 */
public final class ConfigLoader {
  static final String ROOT = "largo";

  private ConfigLoader() {}

  /**
   * Reads a local file; its {@code include}s are relative to it.
   *
   * @param overrides {@code KEY=VALUE}, keys relative to {@code largo}, the later of two wins
   * @throws ConfigException with every problem of file and overrides
   */
  public static LargoConfig load(Path file, List<String> overrides) {
    String source = file.toString();
    try {
      return load(source, parse(file), overrides);
    } catch (com.typesafe.config.ConfigException e) {
      throw unreadable(source, e);
    }
  }

  /**
   * Parses a local file.
   *
   * @throws ConfigException if it is none
   */
  static Config parse(Path file) {
    if (!Files.isRegularFile(file)) {
      String what = Files.exists(file) ? "not a file" : "no such file";
      throw new ConfigException(
          List.of(file + ": " + what + "; give a HOCON file, for example conf/quickstart.conf"));
    }
    return ConfigFactory.parseFile(file.toFile(), options(file.toString()));
  }

  private static Config parse(String source, String text) {
    return parse(source, text, Includes.none(source));
  }

  /** Parses text, and what it includes. */
  static Config parse(String source, String text, UnaryOperator<String> read) {
    return ConfigFactory.parseString(text, options(source).setIncluder(new Includes(source, read)));
  }

  /**
   * Reads text that includes no other.
   *
   * @param source what to call the text in messages
   * @param overrides {@code KEY=VALUE}, keys relative to {@code largo}, the later of two wins
   * @throws ConfigException with every problem of text and overrides
   */
  public static LargoConfig load(String source, String text, List<String> overrides) {
    return load(source, text, Includes.none(source), overrides);
  }

  /**
   * Reads text that came from elsewhere, such as a file on HDFS.
   *
   * @param source what to call the text in messages: its URI
   * @param read gives the text at another URI, of what it includes
   * @param overrides {@code KEY=VALUE}, keys relative to {@code largo}, the later of two wins
   * @throws ConfigException with every problem of text and overrides
   */
  public static LargoConfig load(
      String source, String text, UnaryOperator<String> read, List<String> overrides) {
    try {
      return load(source, parse(source, text, read), overrides);
    } catch (com.typesafe.config.ConfigException e) {
      throw unreadable(source, e);
    }
  }

  /**
   * Reads what a program has put together.
   *
   * @param source what to call the program in messages
   * @param settings values by key, keys relative to {@code largo}: numbers, booleans, texts, lists
   * @throws ConfigException with every problem of the settings
   */
  public static LargoConfig load(String source, Map<String, ?> settings) {
    try {
      Config config = ConfigFactory.parseMap(settings, source).atPath(ROOT);
      return load(source, ConfigFactory.empty(source).withFallback(config), List.of());
    } catch (com.typesafe.config.ConfigException e) {
      throw unreadable(source, e);
    }
  }

  /**
   * The configuration as HOCON, every key that it uses written out. Loading it again gives an equal
   * record, whatever the defaults will be by then.
   */
  public static String render(LargoConfig config) {
    return ConfigRenderer.render(ROOT, config);
  }

  /**
   * Every key that a configuration uses with its value, by the key's dotted name; unset ones are
   * null.
   */
  public static SortedMap<String, @Nullable Object> flat(LargoConfig config) {
    SortedMap<String, @Nullable Object> flat = new TreeMap<>();
    flatten("", parse("config", render(config)).getConfig(ROOT).root(), flat);
    return flat;
  }

  private static void flatten(
      String prefix, ConfigObject object, SortedMap<String, @Nullable Object> into) {
    object.forEach(
        (name, value) -> {
          if (value instanceof ConfigObject group) {
            flatten(prefix + name + ".", group, into);
          } else {
            into.put(prefix + name, value.unwrapped());
          }
        });
  }

  private static LargoConfig load(String source, Config file, List<String> overrides) {
    Problems problems = new Problems();
    Config largo = resolve(source, file, overrides, problems);
    for (String plan : ConfigTemplate.PLANS) {
      if (largo.hasPath(plan)) {
        problems.add(
            plan,
            largo.getValue(plan),
            "is for many runs; start them with: largo " + plan + " CONF");
      }
    }
    return read(largo, problems);
  }

  /** What stands under the root, with overrides, substitutions replaced. */
  static Config resolve(String source, Config file, List<String> overrides, Problems problems) {
    if (!(file.root().get(ROOT) instanceof ConfigObject)) {
      problems.add(source + ": has no root " + ROOT + "; write " + ROOT + " { name = ..., ... }");
    }
    Config stated = Overrides.parse(overrides, problems).atPath(ROOT).withFallback(file);
    Config resolved = stated.resolveWith(stated.withFallback(reference()));
    return onlyRoot(resolved, problems);
  }

  /**
   * Turns what stands under the root into a run's configuration.
   *
   * @throws ConfigException with the problems so far and those that are found here
   */
  static LargoConfig read(Config largo, Problems problems) {
    Config defaults = reference().getConfig(ROOT);
    Config known = new KnownKeys(defaults.root()).retainKnown(largo, problems);
    LargoConfig config = new ConfigReader(new Values(known, defaults, problems)).read();
    problems.throwIfAny();
    return config;
  }

  private static Config onlyRoot(Config config, Problems problems) {
    new TreeMap<>(config.root())
        .forEach(
            (name, value) -> {
              if (!name.equals(ROOT)) {
                problems.add(name, value, "outside the root; move it into " + ROOT + " { }");
              }
            });
    return config.getConfig(ROOT);
  }

  static Config reference() {
    try (InputStream in = ConfigLoader.class.getResourceAsStream(Problems.REFERENCE)) {
      if (in == null) {
        throw new IllegalStateException(Problems.REFERENCE + " is missing from the class path");
      }
      return ConfigFactory.parseReader(
          new InputStreamReader(in, StandardCharsets.UTF_8), options(Problems.REFERENCE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ConfigParseOptions options(String source) {
    return ConfigParseOptions.defaults()
        .setSyntax(ConfigSyntax.CONF)
        .setAllowMissing(false)
        .setOriginDescription(source);
  }

  static ConfigException unreadable(String source, com.typesafe.config.ConfigException cause) {
    String message = Problems.oneLine(String.valueOf(cause.getMessage()));
    String line = message.replaceFirst(": ([0-9]+): ", ":$1: ");
    return new ConfigException(List.of(line.startsWith(source) ? line : source + ": " + line));
  }
}
