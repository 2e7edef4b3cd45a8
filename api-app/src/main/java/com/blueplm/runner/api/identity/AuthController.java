package com.blueplm.runner.api.identity;

import com.blueplm.runner.api.problem.ErrorCode;
import com.blueplm.runner.api.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Signing in and out of the browser, and who is signed in. */
@Tag(name = "Sign-in")
@RestController
@RequestMapping("/api/auth")
class AuthController {
  private final SignInLinks links;
  private final BrowserSessions sessions;
  private final IdentityRepository identities;

  AuthController(SignInLinks links, BrowserSessions sessions, IdentityRepository identities) {
    this.links = links;
    this.sessions = sessions;
    this.identities = identities;
  }

  @Operation(
      summary = "Make a one-time sign-in link",
      description = "The link signs in as the caller, once, within 15 minutes. For admins.")
  @PostMapping("/sign-in-links")
  @ResponseStatus(HttpStatus.CREATED)
  SignInLinks.Link createLink(@AuthenticationPrincipal Actor actor) {
    return links.create(actor);
  }

  @Operation(
      summary = "Sign in with the code of a link",
      description =
          "Answers the cookies SESSION and csrf. A code that is unknown, used or older than 15"
              + " minutes is answered 401.")
  @SecurityRequirements
  @PostMapping("/sign-in")
  SignedIn signIn(
      @RequestBody SignIn body, HttpServletRequest request, HttpServletResponse response) {
    if (body.code() == null || body.code().isEmpty()) {
      throw ProblemException.invalid("code", "is required: the code of a sign-in link");
    }
    UUID userId = links.use(body.code());
    Actor actor = identities.findUser(userId).orElseThrow(AuthController::gone);
    sessions.begin(request, response, userId);
    return new SignedIn(UserView.of(actor));
  }

  @Operation(summary = "Who is signed in, and in which organisation")
  @GetMapping("/me")
  Me me(@AuthenticationPrincipal Actor actor) {
    String organization =
        identities.findOrganizationName(actor.orgId()).orElseThrow(AuthController::gone);
    return new Me(UserView.of(actor), new OrganizationView(actor.orgId(), organization));
  }

  @Operation(
      summary = "Sign out",
      description = "Ends the browser's session; nothing happens to a bearer token.")
  @PostMapping("/logout")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void logout(HttpServletRequest request, HttpServletResponse response) {
    sessions.end(request, response);
  }

  private static ProblemException gone() {
    return ProblemException.of(ErrorCode.UNAUTHENTICATED, "The account no longer exists.");
  }

  /** The code of a sign-in link. */
  record SignIn(@Nullable String code) {
    @Override
    public String toString() {
      return "SignIn[]";
    }
  }

  /** The user who is now signed in. */
  record SignedIn(UserView user) {}

  /** The caller and the organisation. */
  record Me(UserView user, OrganizationView organization) {}

  /** A user: the role is admin, operator or viewer. */
  record UserView(UUID id, String email, String role) {
    static UserView of(Actor actor) {
      return new UserView(
          actor.userId(), actor.email(), actor.role().name().toLowerCase(Locale.ROOT));
    }
  }

  /** An organisation. */
  record OrganizationView(UUID id, String name) {}
}
