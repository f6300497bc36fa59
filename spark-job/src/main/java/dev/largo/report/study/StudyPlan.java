package dev.largo.report.study;

import dev.largo.config.ConfigException;
import dev.largo.config.ConfigTemplate;
import dev.largo.config.LargoConfig;
import dev.largo.config.StudyConfig;
import dev.largo.config.VariantConfig;
import dev.largo.study.CellResult;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a study's configuration says of its cells; nothing where this version cannot read it. */
public final class StudyPlan {
  private final @Nullable ConfigTemplate template;
  private final @Nullable StudyConfig study;

  private StudyPlan(@Nullable ConfigTemplate template, @Nullable StudyConfig study) {
    this.template = template;
    this.study = study;
  }

  /** The plan in the text of {@code config.conf}. */
  public static StudyPlan of(String text) {
    try {
      ConfigTemplate template = ConfigTemplate.load("config.conf", text, List.of());
      return new StudyPlan(template, template.study());
    } catch (ConfigException e) {
      return new StudyPlan(null, null);
    }
  }

  /** The validation accuracy that cells are trained to; null: none. */
  @Nullable Double target() {
    return study == null ? null : study.budget().top1();
  }

  /** The name that {@code study.cells} gives a cell's kind; empty where it has none. */
  public String variant(CellResult cell) {
    if (study == null) {
      return "";
    }
    return study.cells().stream()
        .map(VariantConfig::name)
        .filter(name -> cell.cell().equals(name) || cell.cell().startsWith(name + "_"))
        .max(Comparator.comparingInt(String::length))
        .orElse("");
  }

  /**
   * The rate after a warm-up: the base rate as the scaling rule scales it to the global batch.
   *
   * @return NaN where that cannot be known
   */
  double peakRate(CellResult cell) {
    if (template == null) {
      return Double.NaN;
    }
    Map<String, @Nullable Object> values = new TreeMap<>(cell.values());
    values.putAll(cell.tuned());
    try {
      LargoConfig config = template.with(values);
      return config.schedule().baseLr()
          * config
              .schedule()
              .scaling()
              .factor(config.batch().global(), config.schedule().baseBatch());
    } catch (ConfigException e) {
      return Double.NaN;
    }
  }
}
