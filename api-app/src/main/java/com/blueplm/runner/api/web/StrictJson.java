package com.blueplm.runner.api.web;

import com.blueplm.runner.contract.gateway.LineRequest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.type.LogicalType;

/** JSON without guesswork: what is not exactly of the right type is refused. */
@Configuration
class StrictJson {

  @Bean
  JsonMapperBuilderCustomizer strictJsonCustomizer() {
    return builder -> {
      builder.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
      builder.enable(
          DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
          DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
          DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
      builder.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
      builder.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
      builder.enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS);
      builder.withCoercionConfig(
          LogicalType.Textual,
          text ->
              text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                  .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                  .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
      builder.addHandler(new NewerWorkers());
      builder.addModule(
          new SimpleModule("times").addSerializer(Instant.class, new MillisecondInstant()));
    };
  }

  /**
   * While workers and api-app are upgraded one after the other, a worker may say more than we know.
   */
  private static final class NewerWorkers extends DeserializationProblemHandler {
    private static final String GATEWAY = LineRequest.class.getPackageName();

    @Override
    public boolean handleUnknownProperty(
        DeserializationContext context,
        JsonParser parser,
        ValueDeserializer<?> deserializer,
        Object beanOrClass,
        String property) {
      Class<?> type = beanOrClass instanceof Class<?> given ? given : beanOrClass.getClass();
      if (!type.getPackageName().equals(GATEWAY)) {
        return false;
      }
      parser.skipChildren();
      return true;
    }
  }

  /** Times in UTC, always with three decimals. */
  private static final class MillisecondInstant extends StdSerializer<Instant> {
    private static final DateTimeFormatter FORMAT =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    MillisecondInstant() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator generator, SerializationContext context) {
      generator.writeString(FORMAT.format(value));
    }
  }
}
