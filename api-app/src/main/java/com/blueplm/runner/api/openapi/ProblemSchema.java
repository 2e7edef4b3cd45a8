package com.blueplm.runner.api.openapi;

import com.blueplm.runner.api.problem.ErrorCode;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.util.List;
import java.util.stream.Stream;

/** The schema of an error. */
final class ProblemSchema {
  private ProblemSchema() {}

  static Schema<?> create() {
    StringSchema code = new StringSchema();
    Stream.of(ErrorCode.values()).map(ErrorCode::name).forEach(code::addEnumItem);
    return new ObjectSchema()
        .description("An error (RFC 9457)")
        .addProperty("type", new StringSchema())
        .addProperty("title", new StringSchema())
        .addProperty("status", new IntegerSchema())
        .addProperty("detail", new StringSchema().description("A sentence for people"))
        .addProperty("code", code.description("For programs"))
        .addProperty("request_id", new StringSchema().description("Find it in the log"))
        .addProperty(
            "errors",
            new ArraySchema()
                .items(
                    new ObjectSchema()
                        .addProperty("field", new StringSchema())
                        .addProperty("message", new StringSchema()))
                .description("Only with status 400"))
        .required(List.of("type", "title", "status", "detail", "code", "request_id"));
  }
}
