package com.blueplm.runner.worker.egress;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Forwards one request to the PLM data API over the worker's own kept connections. */
final class PlmForward {

  private static final long SMALL = 64 * 1024;

  /**
   * The script speaks for itself by Authorization only; who forwards and for whom is not its to
   * say.
   */
  private static final Set<String> NOT_FROM_SCRIPTS =
      Set.of(
          "cookie",
          "forwarded",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-port",
          "x-forwarded-prefix",
          "x-forwarded-proto",
          "x-real-ip",
          "x-claim-id",
          "x-http-method-override",
          "expect");

  private final HttpClient http;
  private final Exchange exchange;
  private final HttpHead request;
  private final RequestLine line;
  private final Framing framing;
  private final Body sent;

  PlmForward(
      HttpClient http, Exchange exchange, HttpHead request, RequestLine line, Framing framing) {
    this.http = http;
    this.exchange = exchange;
    this.request = request;
    this.line = line;
    this.framing = framing;
    this.sent = new Body(exchange.in(), framing, 400);
  }

  /**
   * Forwards.
   *
   * @throws BadMessageException when nothing of an answer was sent yet
   */
  void run(URI url, RecordedConnection record)
      throws IOException, BadMessageException, InterruptedException {
    long received = exchange.out().total();
    record.allowed(null);
    try {
      boolean streamed = isStreamed();
      HttpRequest built = build(url, streamed);
      exchange.awaitForwarding();
      HttpResponse<InputStream> response = send(built);
      try (InputStream body = exchange.with(response.body())) {
        answer(response, body);
      }
      exchange.answered();
      if (sent.hasEnded()) {
        exchange.finish();
      }
    } finally {
      record.closed(exchange.in().total(), exchange.out().total() - received);
    }
  }

  private boolean isStreamed() {
    return switch (framing) {
      case Framing.Nothing nothing -> false;
      case Framing.Length length -> length.bytes() > SMALL;
      case Framing.Chunked chunked -> true;
      case Framing.UntilClose untilClose -> throw new IllegalStateException("not of a request");
    };
  }

  private HttpRequest build(URI url, boolean streamed) throws IOException, BadMessageException {
    try {
      HttpRequest.Builder builder =
          HttpRequest.newBuilder(url).method(line.method(), body(streamed));
      for (HttpHead.Field field : ForwardedFields.of(request)) {
        if (!NOT_FROM_SCRIPTS.contains(field.name().toLowerCase(Locale.ROOT))) {
          builder.header(field.name(), field.value());
        }
      }
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new BadMessageException(400, "the request cannot be forwarded: " + e.getMessage());
    }
  }

  private BodyPublisher body(boolean streamed) throws IOException, BadMessageException {
    if (request.members("Expect").anyMatch("100-continue"::equals)) {
      Answer.head(exchange.out(), "100 Continue", List.of());
    }
    if (streamed) {
      BodyPublisher publisher = BodyPublishers.ofInputStream(() -> sent);
      return framing instanceof Framing.Length length
          ? BodyPublishers.fromPublisher(publisher, length.bytes())
          : publisher;
    }
    byte[] bytes = sent.readAllBytes();
    exchange.startDrain(() -> {});
    return framing instanceof Framing.Nothing
        ? BodyPublishers.noBody()
        : BodyPublishers.ofByteArray(bytes);
  }

  private HttpResponse<InputStream> send(HttpRequest built)
      throws BadMessageException, InterruptedException {
    try {
      return http.send(built, BodyHandlers.ofInputStream());
    } catch (ConnectException e) {
      throw new BadMessageException(503, "the PLM data API is not reached now: try again");
    } catch (IOException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof BrokenBodyException broken) {
          throw broken.reason();
        }
      }
      throw new BadMessageException(502, "the PLM data API broke off: " + e.getMessage());
    }
  }

  private void answer(HttpResponse<InputStream> response, InputStream body) throws IOException {
    List<HttpHead.Field> all = new ArrayList<>();
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> values.forEach(value -> all.add(new HttpHead.Field(name, value))));
    HttpHead head = new HttpHead("", all);
    List<HttpHead.Field> fields = new ArrayList<>(ForwardedFields.of(head));
    fields.removeIf(field -> field.is("Set-Cookie"));
    int status = response.statusCode();
    boolean bodiless = line.method().equals("HEAD") || status == 204 || status == 304;
    boolean known = head.first("Content-Length").isPresent();
    boolean chunked = !bodiless && !known && line.version11();
    if (known) {
      fields.add(new HttpHead.Field("Content-Length", head.first("Content-Length").orElseThrow()));
    } else if (chunked) {
      fields.add(new HttpHead.Field("Transfer-Encoding", "chunked"));
    }
    fields.add(new HttpHead.Field("Connection", "close"));
    try {
      Answer.head(exchange.out(), status + " " + Reasons.of(status), fields);
      if (!bodiless) {
        Body.copy(body, exchange.out(), chunked);
      }
    } catch (IOException e) {
      // Too late for another answer: the client sees this one broken off.
      exchange.close();
      throw e;
    }
  }
}
