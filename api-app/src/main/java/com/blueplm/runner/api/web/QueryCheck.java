package com.blueplm.runner.api.web;

import com.blueplm.runner.api.problem.ProblemException;
import com.blueplm.runner.api.problem.ProblemException.FieldError;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Refuses query parameters that the called method does not declare, names them, and NULs. */
class QueryCheck implements HandlerInterceptor {
  private final Map<HandlerMethod, Declared> declared = new ConcurrentHashMap<>();

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    String query = request.getQueryString();
    if (handler instanceof HandlerMethod method && query != null && !query.isEmpty()) {
      check(query, declared.computeIfAbsent(method, Declared::of));
    }
    return true;
  }

  private static void check(String query, Declared declared) {
    List<FieldError> errors = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String pair : query.split("&")) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = decode(equals < 0 ? "" : pair.substring(equals + 1));
      if (!declared.all() && !declared.names().contains(name)) {
        errors.add(new FieldError(name, "is not a query parameter of this address; remove it"));
      } else if (!TextRules.complaint(value).isEmpty()) {
        errors.add(new FieldError(name, TextRules.complaint(value)));
      } else if (!seen.add(name) && !declared.repeatable().contains(name)) {
        errors.add(new FieldError(name, "is given more than once"));
      }
    }
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid("query", "is not URL-encoded correctly; encode % as %25");
    }
  }

  /** The query parameters of a method. */
  private record Declared(boolean all, Set<String> names, Set<String> repeatable) {
    static Declared of(HandlerMethod method) {
      Set<String> names = new HashSet<>();
      Set<String> repeatable = new HashSet<>();
      boolean all = false;
      for (MethodParameter parameter : method.getMethodParameters()) {
        RequestParam param =
            AnnotatedElementUtils.findMergedAnnotation(
                parameter.getParameter(), RequestParam.class);
        if (param == null) {
          continue;
        }
        if (Map.class.isAssignableFrom(parameter.getParameterType())) {
          all = true;
          continue;
        }
        String name = param.name().isEmpty() ? name(parameter) : param.name();
        names.add(name);
        if (isMany(parameter.getParameterType())) {
          repeatable.add(name);
        }
      }
      return new Declared(all, names, repeatable);
    }

    private static String name(MethodParameter parameter) {
      @Nullable String name = parameter.getParameter().getName();
      return name == null ? "" : name;
    }

    private static boolean isMany(Class<?> type) {
      return type.isArray() || Collection.class.isAssignableFrom(type);
    }
  }
}
