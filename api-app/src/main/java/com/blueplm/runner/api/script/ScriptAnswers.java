package com.blueplm.runner.api.script;

import com.blueplm.runner.api.identity.Actor;
import com.blueplm.runner.api.problem.ProblemException;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Answers a script as it is now, for every route that answers one. */
@Component
public class ScriptAnswers {
  private final ScriptRepository scripts;
  private final ScriptViews views;

  ScriptAnswers(ScriptRepository scripts, ScriptViews views) {
    this.scripts = scripts;
    this.views = views;
  }

  /** The live script with its tag; 404 when the caller's organisation has none of this id. */
  public ScriptView of(Actor actor, UUID id, HttpServletResponse response) {
    return of(scripts.find(actor.orgId(), id).orElseThrow(ProblemException::notFound), response);
  }

  /**
   * Sets the tag on the response itself: as an entity header Spring would answer 304 to a cached
   * copy whose last run has become old.
   */
  ScriptView of(StoredScript script, HttpServletResponse response) {
    response.setHeader(HttpHeaders.ETAG, script.entityTag());
    return views.of(script);
  }
}
