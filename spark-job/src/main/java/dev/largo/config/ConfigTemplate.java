package dev.largo.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A configuration of many runs: some keys hold what a run cannot, lists of values or distributions,
 * until they are given one.
 *
 * <pre>{@code
 * ConfigTemplate template = ConfigTemplate.load(Path.of("conf/study-quickstart.conf"), List.of());
 * LargoConfig run = template.with(Map.of("batch.global", 512, "seed", 1));
 * }</pre>
 */
public final class ConfigTemplate {
  /** Groups of keys that no run has. */
  static final List<String> PLANS = List.of("study", "search");

  /** Keys that take lists, beside those whose default is one. */
  private static final Set<String> LISTS =
      Set.of("averaging.ema.decay", "optimizer.exclude", "optimizer.adaptive-clip.except-layers");

  private final String source;
  private final Config largo;
  private final Config defaults = ConfigLoader.reference().getConfig(ConfigLoader.ROOT);
  private final KnownKeys known = new KnownKeys(defaults.root());

  private ConfigTemplate(String source, Config largo) {
    this.source = source;
    this.largo = largo;
  }

  /**
   * Reads a local file, as {@link ConfigLoader#load(Path, List)}.
   *
   * @throws ConfigException if it is no HOCON with the one root
   */
  public static ConfigTemplate load(Path file, List<String> overrides) {
    String source = file.toString();
    try {
      return load(source, ConfigLoader.parse(file), overrides);
    } catch (com.typesafe.config.ConfigException e) {
      throw ConfigLoader.unreadable(source, e);
    }
  }

  /**
   * Reads text that includes no other.
   *
   * @param source what to call the text in messages
   * @throws ConfigException if it is no HOCON with the one root
   */
  public static ConfigTemplate load(String source, String text, List<String> overrides) {
    return load(source, text, Includes.none(source), overrides);
  }

  /**
   * Reads text that came from elsewhere.
   *
   * @param source what to call the text in messages: its URI
   * @param read gives the text at another URI, of what it includes
   * @throws ConfigException if it is no HOCON with the one root
   */
  public static ConfigTemplate load(
      String source, String text, UnaryOperator<String> read, List<String> overrides) {
    try {
      return load(source, ConfigLoader.parse(source, text, read), overrides);
    } catch (com.typesafe.config.ConfigException e) {
      throw ConfigLoader.unreadable(source, e);
    }
  }

  private static ConfigTemplate load(String source, Config file, List<String> overrides) {
    Problems problems = new Problems();
    Config largo = ConfigLoader.resolve(source, file, overrides, problems);
    problems.throwIfAny();
    return new ConfigTemplate(source, largo);
  }

  /**
   * The keys of {@code study { }}.
   *
   * @throws ConfigException with every problem of theirs
   */
  public StudyConfig study() {
    Problems problems = new Problems();
    StudyConfig study = plan("study", problems).study();
    problems.throwIfAny();
    return study;
  }

  /**
   * The keys of {@code search { }}.
   *
   * @throws ConfigException with every problem of theirs
   */
  public SearchConfig search() {
    Problems problems = new Problems();
    if (largo.hasPath("study")) {
      problems.add("study", largo.getValue("study"), "is for largo study; remove it");
    }
    SearchConfig search = plan("search", problems).search();
    problems.throwIfAny();
    return search;
  }

  private PlanReader plan(String group, Problems problems) {
    Config own = known.retainKnown(largo.withOnlyPath(group), problems);
    return new PlanReader(new Values(own, defaults, problems), known);
  }

  /**
   * The keys among these of a run's that hold a group where a value belongs, as a distribution is.
   */
  public SortedMap<String, Map<?, ?>> groupsAmong(Map<String, ? extends @Nullable Object> values) {
    SortedMap<String, Map<?, ?>> groups = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> group && known.isKey(key)) {
            groups.put(key, group);
          }
        });
    return groups;
  }

  /** Every key of a run that is set, by its dotted name; null where it is set to that. */
  public SortedMap<String, @Nullable Object> stated() {
    SortedMap<String, @Nullable Object> stated = new TreeMap<>();
    known.flatten(run().root()).forEach((key, value) -> stated.put(key, value.unwrapped()));
    return stated;
  }

  /** Whether a list is one value of this key. */
  public boolean takesList(String key) {
    return LISTS.contains(key)
        || (defaults.hasPath(path(key)) && defaults.getValue(path(key)) instanceof ConfigList);
  }

  /**
   * One run's configuration.
   *
   * @param values go over the keys that are set; null takes a key out
   * @throws ConfigException with every problem of it
   */
  public LargoConfig with(Map<String, ? extends @Nullable Object> values) {
    return ConfigLoader.read(overlaid(run(), values), new Problems());
  }

  /** Whether it says how to search. */
  public boolean searches() {
    return largo.hasPath("search");
  }

  /**
   * The template of one search of a study.
   *
   * @param values go over the keys that are set; null takes a key out
   */
  public ConfigTemplate searchWith(Map<String, ? extends @Nullable Object> values) {
    return new ConfigTemplate(source, overlaid(largo.withoutPath("study"), values));
  }

  private Config overlaid(Config under, Map<String, ? extends @Nullable Object> values) {
    Config config = under;
    for (Map.Entry<String, ? extends @Nullable Object> entry : values.entrySet()) {
      String path = path(entry.getKey());
      Object value = entry.getValue();
      config = config.withoutPath(path);
      config = value == null ? config : config.withValue(path, value(under, path, value));
    }
    return config;
  }

  /** A problem with it is told where the key is set. */
  private ConfigValue value(Config run, String path, Object value) {
    String origin = run.hasPath(path) ? run.getValue(path).origin().description() : source;
    return ConfigValueFactory.fromAnyRef(value, origin);
  }

  /** The same with the paths of what is read, data and networks, replaced, wherever they stand. */
  public ConfigTemplate withInputPaths(UnaryOperator<String> path) {
    return new ConfigTemplate(source, new TemplatePaths(source, defaults, path).replacedIn(largo));
  }

  /** The template as HOCON: overrides in, substitutions replaced. Loading it gives the same. */
  public String render() {
    return largo
        .atPath(ConfigLoader.ROOT)
        .root()
        .render(ConfigRenderOptions.defaults().setOriginComments(false).setJson(false));
  }

  private Config run() {
    Config run = largo;
    for (String plan : PLANS) {
      run = run.withoutPath(plan);
    }
    return run;
  }

  private static String path(String key) {
    return ConfigUtil.joinPath(key.split("\\."));
  }
}
