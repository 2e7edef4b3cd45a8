package com.blueplm.runner.worker.egress;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forwards one plain request on a connection of its own, and streams the answer back. */
final class PlainForward {

  private static final Logger log = LoggerFactory.getLogger(PlainForward.class);
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9][0-9])( .*)?");
  private static final int MAX_INTERIM = 20;

  private final Exchange exchange;
  private final SocketChannel server;
  private final HttpHead request;
  private final RequestLine line;
  private final Framing framing;
  private final ByteSink toServer;
  private final ByteSource fromServer;
  private final AtomicReference<@Nullable BadMessageException> badBody = new AtomicReference<>();
  private boolean begun;

  PlainForward(
      Exchange exchange,
      SocketChannel server,
      HttpHead request,
      RequestLine line,
      Framing framing) {
    this.exchange = exchange;
    this.server = server;
    this.request = request;
    this.line = line;
    this.framing = framing;
    this.toServer = exchange.towards(server);
    this.fromServer = new ByteSource(server, exchange.watch());
  }

  /**
   * Forwards.
   *
   * @throws BadMessageException when nothing of an answer was sent yet and what came was no HTTP
   */
  void run(RecordedConnection record) throws IOException, BadMessageException {
    long before = exchange.out().total();
    try {
      sendHead();
      exchange.startDrain(this::sendBody);
      receive();
    } catch (IOException | BadMessageException e) {
      BadMessageException bad = badBody.get();
      if (begun) {
        // Too late for another answer: the client sees this one broken off.
        exchange.abort();
      } else if (bad != null) {
        throw bad;
      } else if (e instanceof BadMessageException message) {
        throw message;
      } else {
        throw new BadMessageException(502, line.target().authority() + " broke off: " + words(e));
      }
    } finally {
      record.closed(toServer.total(), exchange.out().total() - before);
      server.close();
    }
  }

  private static String words(Exception e) {
    return e instanceof ClosedChannelException ? "the connection was closed" : e.getMessage() + "";
  }

  private void sendHead() throws IOException {
    List<HttpHead.Field> fields = new ArrayList<>();
    fields.add(new HttpHead.Field("Host", host()));
    fields.addAll(ForwardedFields.of(request));
    switch (framing) {
      case Framing.Length length ->
          fields.add(new HttpHead.Field("Content-Length", Long.toString(length.bytes())));
      case Framing.Chunked chunked ->
          fields.add(new HttpHead.Field("Transfer-Encoding", "chunked"));
      case Framing.Nothing nothing -> log.trace("No body follows.");
      case Framing.UntilClose untilClose -> throw new IllegalStateException("not of a request");
    }
    fields.add(new HttpHead.Field("Via", "1.1 script-runner"));
    fields.add(new HttpHead.Field("Connection", "close"));
    Answer.write(toServer, line.method() + " " + line.path() + " HTTP/1.1", fields);
  }

  /** Without the usual port, as browsers write it. */
  private String host() {
    String authority = line.target().authority();
    return line.target().port() == 80
        ? authority.substring(0, authority.lastIndexOf(':'))
        : authority;
  }

  private void sendBody() {
    try {
      Body body = new Body(exchange.in(), framing, 400);
      if (!(framing instanceof Framing.Nothing)) {
        Body.copy(body, toServer, framing instanceof Framing.Chunked);
      }
    } catch (BrokenBodyException e) {
      badBody.set(e.reason());
      closeServer();
    } catch (EOFException e) {
      log.debug("The client went away within its request.");
    } catch (IOException e) {
      // A server may answer and close before it has read all.
      log.debug("The rest of a request's body is not sent: {}", e.toString());
    }
  }

  private void closeServer() {
    try {
      server.close();
    } catch (IOException e) {
      log.debug("Closing a connection: {}", e.toString());
    }
  }

  private void receive() throws IOException, BadMessageException {
    for (int i = 0; i < MAX_INTERIM; i++) {
      HttpHead head = HeadReader.response(fromServer, exchange.limits().headBytes());
      var parts = STATUS.matcher(head.start());
      if (!parts.matches() || parts.group(1).equals("101")) {
        throw new BadMessageException(
            502, line.target().authority() + " did not answer in HTTP/1.1");
      }
      String status = head.start().substring("HTTP/1.1 ".length());
      if (status.charAt(0) != '1') {
        forward(head, Integer.parseInt(parts.group(1)), status);
        return;
      }
      if (line.version11()) {
        Answer.head(exchange.out(), status, ForwardedFields.of(head));
      }
    }
    throw new BadMessageException(502, line.target().authority() + " never came to its answer");
  }

  private void forward(HttpHead head, int code, String status)
      throws IOException, BadMessageException {
    Framing answer = Framing.ofResponse(head, code, line.method());
    List<HttpHead.Field> fields = new ArrayList<>(ForwardedFields.of(head));
    // An answer that ends with its connection is cut in chunks, so that a broken one is noticed.
    boolean chunked =
        line.version11()
            && (answer instanceof Framing.Chunked || answer instanceof Framing.UntilClose);
    if (chunked) {
      fields.add(new HttpHead.Field("Transfer-Encoding", "chunked"));
    } else if (answer instanceof Framing.Length || answer instanceof Framing.Nothing) {
      head.first("Content-Length")
          .ifPresent(length -> fields.add(new HttpHead.Field("Content-Length", length)));
    }
    fields.add(new HttpHead.Field("Connection", "close"));
    begun = true;
    Answer.head(exchange.out(), status, fields);
    if (!(answer instanceof Framing.Nothing)) {
      Body.copy(new Body(fromServer, answer, 502), exchange.out(), chunked);
    }
    exchange.answered();
  }
}
