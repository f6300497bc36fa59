package dev.largo.optim.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.largo.optim.layout.Role;
import dev.largo.optim.layout.Segment;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The recorded trajectory of one optimizer configuration. */
public final class GoldenOptimizer {
  private final JsonNode json;
  private final GoldenProblem problem;

  /** Reads {@code optimizers/NAME.json} and its problem. */
  public GoldenOptimizer(String name) {
    this(Golden.read("optimizers/" + name + ".json"));
  }

  private GoldenOptimizer(JsonNode json) {
    this.json = json;
    problem = new GoldenProblem(Golden.read(json.get("problem").asText()));
  }

  /** The same under another name. */
  public GoldenOptimizer renamed(String name) {
    ObjectNode copy = json.deepCopy();
    return new GoldenOptimizer(copy.put("name", name));
  }

  /** What the file calls itself, whatever it is called. */
  public String name() {
    return json.get("name").asText();
  }

  public String family() {
    return json.get("family").asText();
  }

  /** In words, how it differs from others of its family. */
  public String variant() {
    return json.path("variant").asText();
  }

  /** Whether a constant of that name is given. */
  public boolean has(String constant) {
    return constant(constant).isPresent();
  }

  /** A list that some families record for each step; empty where the file has none. */
  public double[] extra(String list) {
    return Golden.numbers(json.path("extra").path(list));
  }

  public GoldenProblem problem() {
    return problem;
  }

  /** Whether the file is a target, not the record of a disagreement. */
  public boolean isNormative() {
    return json.get("role").asText().equals("normative");
  }

  /** A constant that a file may leave out. */
  public Optional<Double> optional(String name) {
    return constant(name).filter(JsonNode::isNumber).map(JsonNode::asDouble);
  }

  /** A switch that a file may leave out. */
  public Optional<Boolean> flag(String name) {
    return constant(name).filter(JsonNode::isBoolean).map(JsonNode::asBoolean);
  }

  /** A setting in words; empty where the file has none. */
  public String text(String name) {
    return constant(name).map(JsonNode::asText).orElse("");
  }

  private Optional<JsonNode> constant(String name) {
    return Optional.ofNullable(json.get("hyperparameters").get(name));
  }

  public double hyperparameter(String name) {
    JsonNode value = json.get("hyperparameters").get(name);
    if (value == null || !value.isNumber()) {
      throw new IllegalArgumentException(json.get("name") + " has no number " + name);
    }
    return value.asDouble();
  }

  /** An element of a list of constants, such as {@code betas}. */
  public double hyperparameter(String name, int index) {
    return Golden.numbers(json.get("hyperparameters").get(name))[index];
  }

  public Set<Role> excludedFromDecay() {
    return roles(json.get("excluded_from_weight_decay"));
  }

  public Set<Role> excludedFromAdaptation() {
    return roles(json.get("excluded_from_adaptation"));
  }

  /** The rate of each step, beginning with step 1. */
  public double[] learningRates() {
    return Golden.numbers(json.get("lr"));
  }

  /** What was measured at a step, from 1. */
  public JsonNode step(int step) {
    return json.get("steps").get(step - 1);
  }

  /** Steps after which the parameters are recorded. */
  public List<Integer> recordedSteps() {
    List<Integer> steps = new ArrayList<>();
    json.get("params").fieldNames().forEachRemaining(name -> steps.add(Integer.valueOf(name)));
    return steps;
  }

  public double tolerance() {
    return json.get("float32").get("recommended_scaled_tolerance").asDouble();
  }

  /** max |a - b| over max |b| of each segment, b being the parameters recorded after the step. */
  public Map<String, Double> scaledErrors(int step, float[] parameters) {
    Map<String, Double> errors = new TreeMap<>();
    for (Segment segment : problem.layout().segments()) {
      double[] expected =
          Golden.numbers(json.get("params").get(String.valueOf(step)).get(segment.name()));
      double error = 0;
      double scale = 0;
      for (int i = 0; i < expected.length; i++) {
        double difference = Math.abs(parameters[segment.offset() + i] - expected[i]);
        error = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(error, difference);
        scale = Math.max(scale, Math.abs(expected[i]));
      }
      errors.put(segment.name(), error / scale);
    }
    return errors;
  }

  /** Roles whose every segment is named; a list that splits a role has no such set. */
  private Set<Role> roles(JsonNode names) {
    Set<String> named = new HashSet<>();
    names.forEach(name -> named.add(name.asText()));
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (Segment segment : problem.layout().segments()) {
      if (named.contains(segment.name())) {
        roles.add(segment.role());
      }
    }
    for (Segment segment : problem.layout().segments()) {
      if (roles.contains(segment.role()) != named.contains(segment.name())) {
        throw new IllegalArgumentException(json.get("name") + " excludes part of a role");
      }
    }
    return roles;
  }
}
