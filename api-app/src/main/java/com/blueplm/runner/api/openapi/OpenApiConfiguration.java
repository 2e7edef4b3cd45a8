package com.blueplm.runner.api.openapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The description of the public API. */
@Configuration
class OpenApiConfiguration {
  private static final String PROBLEM = "application/problem+json";
  private static final String BEARER = "bearer";
  private static final String SESSION = "session";

  /** Field names as on the wire. */
  @Bean
  ModelResolver modelResolver() {
    return new ModelResolver(
        new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
  }

  @Bean
  OpenAPI openApi() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Script Runner")
                .version("1")
                .description(
                    "Stores Python scripts, runs them on a schedule, by hand or by webhook, and"
                        + " keeps what happened. Times are RFC 3339 in UTC; ids are UUIDs; lists"
                        + " take `limit` (1 to 200) and `cursor`. Unknown fields and query"
                        + " parameters are refused. A missing thing and another organisation's"
                        + " are both 404."))
        .addSecurityItem(new SecurityRequirement().addList(BEARER))
        .addSecurityItem(new SecurityRequirement().addList(SESSION))
        .components(
            new Components()
                .addSecuritySchemes(
                    BEARER, new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer"))
                .addSecuritySchemes(
                    SESSION,
                    new SecurityScheme()
                        .type(SecurityScheme.Type.APIKEY)
                        .in(SecurityScheme.In.COOKIE)
                        .name("SESSION")
                        .description(
                            "Calls that change something also need the header X-CSRF-Token with"
                                + " the value of the cookie csrf.")));
  }

  /** Every operation can answer a problem. */
  @Bean
  OpenApiCustomizer problemResponses() {
    return api -> {
      api.getComponents().addSchemas("Problem", ProblemSchema.create());
      api.getPaths().values().stream()
          .flatMap(path -> path.readOperations().stream())
          .forEach(operation -> operation.getResponses().addApiResponse("default", problem()));
    };
  }

  private static ApiResponse problem() {
    return new ApiResponse()
        .description(
            "Any error: 400 what was sent is wrong (errors names the fields), 401 not signed in,"
                + " 403 not allowed, 404 missing, 405 wrong method, 409 conflict, 412 changed in"
                + " between, 413 too large, 415 wrong content type, 503 try again")
        .content(
            new Content()
                .addMediaType(
                    PROBLEM,
                    new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
  }
}
