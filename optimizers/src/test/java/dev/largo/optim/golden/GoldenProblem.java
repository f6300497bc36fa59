package dev.largo.optim.golden;

import com.fasterxml.jackson.databind.JsonNode;
import dev.largo.optim.layout.ParameterLayout;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import java.util.ArrayList;
import java.util.List;

/** A synthetic problem: layers, initial weights and the gradient of every step. */
public final class GoldenProblem {
  private final JsonNode json;
  private final ParameterLayout layout;

  GoldenProblem(JsonNode json) {
    this.json = json;
    List<Segment> segments = new ArrayList<>();
    int offset = 0;
    for (JsonNode layer : json.get("layers")) {
      String name = layer.get("name").asText();
      List<Integer> shape = new ArrayList<>();
      layer.get("shape").forEach(n -> shape.add(n.asInt()));
      int length = shape.stream().reduce(1, Math::multiplyExact);
      int dot = name.lastIndexOf('.');
      segments.add(
          new Segment(
              name, name.substring(0, dot), role(name.substring(dot + 1)), offset, length, shape));
      offset += length;
    }
    layout = new ParameterLayout(segments);
  }

  public ParameterLayout layout() {
    return layout;
  }

  public float[] initial() {
    return flat(json.get("init"));
  }

  /** The gradient of a step, from 1. */
  public float[] gradient(int step) {
    return flat(json.get("gradients").get(step - 1));
  }

  private float[] flat(JsonNode byLayer) {
    float[] flat = new float[layout.size()];
    for (Segment segment : layout.segments()) {
      double[] values = Golden.numbers(byLayer.get(segment.name()));
      for (int i = 0; i < values.length; i++) {
        flat[segment.offset() + i] = (float) values[i];
      }
    }
    return flat;
  }

  private static Role role(String parameter) {
    return switch (parameter) {
      case "weight" -> Role.WEIGHT;
      case "bias" -> Role.BIAS;
      case "gamma" -> Role.NORM_SCALE;
      case "beta" -> Role.NORM_SHIFT;
      default -> throw new IllegalArgumentException("no role is known for " + parameter);
    };
  }
}
