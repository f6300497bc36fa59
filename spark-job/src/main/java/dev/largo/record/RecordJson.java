package dev.largo.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.largo.optim.noise.NoiseEstimate;
import dev.largo.train.HistogramRecord;
import dev.largo.train.StepRecord;
import java.io.IOException;
import java.io.Serial;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON: keys in snake_case, times in ISO 8601, and null for numbers that JSON has no
 * words for (NaN and the infinities). A null is read back as NaN.
 */
public final class RecordJson {
  /** Reads and writes them. */
  public static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS) // A record's components, no more.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addMixIn(StepRecord.class, SpecialSteps.class)
          .addMixIn(RunInfo.class, TaughtRuns.class)
          .addModule(
              new SimpleModule()
                  .addSerializer(double.class, new FiniteOrNull())
                  .addSerializer(Double.class, new FiniteOrNull())
                  .addDeserializer(double.class, new NumberOrNaN())
                  .addSerializer(Instant.class, new IsoTime())
                  .addDeserializer(Instant.class, new TimeFromIso())
                  .addSerializer(RunInfo.Status.class, new NameOf<>(RunInfo.Status.class))
                  .addDeserializer(RunInfo.Status.class, new FromName<>(RunInfo.Status.class))
                  .addSerializer(
                      HistogramRecord.Kind.class, new NameOf<>(HistogramRecord.Kind.class))
                  .addDeserializer(
                      HistogramRecord.Kind.class, new FromName<>(HistogramRecord.Kind.class)))
          .build();

  private RecordJson() {}

  /** The text of a file that holds a record, or a list of them. */
  public static String pretty(Object written) throws JsonProcessingException {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(written) + "\n";
  }

  /** Steps say only what is special about them. */
  private interface SpecialSteps {
    @SuppressWarnings("UnusedMethod") // Jackson reads its annotation.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Nullable Double lossScale();

    @SuppressWarnings("UnusedMethod") // Jackson reads its annotation.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Nullable String bottleneck();

    @SuppressWarnings("UnusedMethod") // Jackson reads its annotation.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Nullable NoiseEstimate noise();

    @SuppressWarnings("UnusedMethod") // Jackson reads its annotation.
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    boolean skipped();
  }

  /** Only a run that has teachers says which. */
  private interface TaughtRuns {
    @SuppressWarnings("UnusedMethod") // Jackson reads its annotation.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    List<String> teachersSha256();
  }

  private static final class FiniteOrNull extends StdSerializer<Double> {
    @Serial private static final long serialVersionUID = 1L;

    FiniteOrNull() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value)) {
        json.writeNumber(value);
      } else {
        json.writeNull();
      }
    }
  }

  private static final class NumberOrNaN extends StdDeserializer<Double> {
    @Serial private static final long serialVersionUID = 1L;

    NumberOrNaN() {
      super(double.class);
    }

    @Override
    public Double deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return json.getDoubleValue();
    }

    @Override
    public Double getNullValue(DeserializationContext context) {
      return Double.NaN;
    }
  }

  private static final class IsoTime extends StdSerializer<Instant> {
    @Serial private static final long serialVersionUID = 1L;

    IsoTime() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(value.toString());
    }
  }

  private static final class TimeFromIso extends StdDeserializer<Instant> {
    @Serial private static final long serialVersionUID = 1L;

    TimeFromIso() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return Instant.parse(json.getText());
    }
  }

  /** A constant in lower case. */
  private static final class NameOf<E extends Enum<E>> extends StdSerializer<E> {
    @Serial private static final long serialVersionUID = 1L;

    NameOf(Class<E> type) {
      super(type);
    }

    @Override
    public void serialize(E value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(value.name().toLowerCase(Locale.ROOT));
    }
  }

  private static final class FromName<E extends Enum<E>> extends StdDeserializer<E> {
    @Serial private static final long serialVersionUID = 1L;
    private final Class<E> type;

    FromName(Class<E> type) {
      super(type);
      this.type = type;
    }

    @Override
    public E deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return Enum.valueOf(type, json.getText().toUpperCase(Locale.ROOT));
    }
  }
}
