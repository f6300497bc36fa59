package dev.largo.study;

import java.util.List;
import java.util.Optional;

/**
 * Values, each as likely as the others.
 *
 * @param values at least one
 */
record Choice(List<Object> values) implements Distribution {
  Choice {
    values = List.copyOf(values);
  }

  @Override
  public Object draw(double u) {
    return values.get((int) (u * values.size()));
  }

  @Override
  public List<Object> ends() {
    return values;
  }

  @Override
  public Distribution narrowed(List<Object> survivors, double share) {
    return new Choice(values.stream().filter(survivors::contains).toList());
  }

  @Override
  public Optional<String> edge(Object value) {
    return Optional.empty();
  }
}
