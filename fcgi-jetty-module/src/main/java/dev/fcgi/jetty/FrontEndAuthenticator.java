package dev.fcgi.jetty;

import java.util.function.Function;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.security.AuthenticationState;
import org.eclipse.jetty.security.Authenticator;
import org.eclipse.jetty.security.Constraint;
import org.eclipse.jetty.security.LoginService;
import org.eclipse.jetty.security.ServerAuthException;
import org.eclipse.jetty.security.UserIdentity;
import org.eclipse.jetty.security.authentication.LoginAuthenticator;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Session;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Asks the front end first, and then the login that the application is configured for. */
final class FrontEndAuthenticator extends LoginAuthenticator {
    private final String contextPath;
    private final Authenticator own;
    private final Authenticator ownOverFcgi;
    private @Nullable FrontEndLogin frontEnd;

    FrontEndAuthenticator(String contextPath, Authenticator own) {
        this(contextPath, own, own);
    }

    /** @param ownOverFcgi takes the place of {@code own} for requests that came over FastCGI */
    FrontEndAuthenticator(String contextPath, Authenticator own, Authenticator ownOverFcgi) {
        this.contextPath = contextPath;
        this.own = own;
        this.ownOverFcgi = ownOverFcgi;
    }

    @Override
    public void setConfiguration(Configuration configuration) {
        FrontEndLogin login = new FrontEndLogin(
                contextPath,
                getAuthenticationType(),
                configuration.getRealmName(),
                configuration.getLoginService(),
                configuration.getIdentityService());
        Configuration complete = new Configuration.Wrapper(configuration) {
            @Override
            public LoginService getLoginService() {
                return login.loginService();
            }
        };
        frontEnd = login;
        setLoginService(login.loginService()); // or it would keep that of an earlier start
        super.setConfiguration(complete);
        configure(own, complete);
        configure(ownOverFcgi, complete);
    }

    private static void configure(Authenticator own, Configuration configuration) {
        if (own instanceof LoginAuthenticator login) {
            login.setLoginService(configuration.getLoginService());
        }
        own.setConfiguration(configuration);
    }

    private FrontEndLogin frontEnd() {
        FrontEndLogin configured = frontEnd;
        if (configured == null) {
            throw new IllegalStateException("not configured");
        }
        return configured;
    }

    private Authenticator own(Request request) {
        return FcgiConnectionFactory.cgiRequest(request) == null ? own : ownOverFcgi;
    }

    @Override
    public String getAuthenticationType() {
        return own.getAuthenticationType();
    }

    @Override
    public Constraint.Authorization getConstraintAuthentication(
            String pathInContext, Constraint.Authorization existing, Function<Boolean, Session> getSession) {
        return own.getConstraintAuthentication(pathInContext, existing, getSession);
    }

    @Override
    public @Nullable AuthenticationState validateRequest(Request request, Response response, Callback callback)
            throws ServerAuthException {
        FrontEndUser user = frontEnd().user(request);
        if (user != null) {
            return new Succeeded(user);
        }
        boolean deferred = AuthenticationState.Deferred.isDeferred(response);
        if (frontEnd().isRefused(request)) {
            return deferred ? null : refuse(request, response, callback);
        }
        Authenticator own = own(request);
        if (deferred && isWithoutTls(own, request)) {
            return null;
        }
        return own.validateRequest(request, response, callback);
    }

    /** Jetty's authenticator of client certificates would write an error into the response that is none. */
    private static boolean isWithoutTls(Authenticator own, Request request) {
        return Authenticator.CERT_AUTH.equals(own.getAuthenticationType())
                && request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE) == null;
    }

    private static @Nullable AuthenticationState refuse(Request request, Response response, Callback callback) {
        if (AuthenticationState.getAuthenticationState(request) == null) {
            return null; // the security handler answers 403, with the application's error page
        }
        return AuthenticationState.writeError(request, response, callback, HttpStatus.FORBIDDEN_403);
    }

    @Override
    public Request prepareRequest(Request request, AuthenticationState state) {
        // Jetty's form login takes everyone who has been authenticated for one who has a session.
        return state instanceof Succeeded ? request : own(request).prepareRequest(request, state);
    }

    @Override
    public @Nullable UserIdentity login(String username, Object password, Request request, Response response) {
        boolean loggedOut = AuthenticationState.getAuthenticationState(request) instanceof LoggedOutAuthentication;
        if (!loggedOut && frontEnd().user(request) != null) {
            return null;
        }
        return own(request) instanceof LoginAuthenticator login
                ? login.login(username, password, request, response)
                : null;
    }

    @Override
    public void logout(Request request, Response response) {
        if (own(request) instanceof LoginAuthenticator login) {
            login.logout(request, response);
        }
    }

    /** The front end's user. */
    private static final class Succeeded extends UserAuthenticationSucceeded {
        private static final long serialVersionUID = 1L;

        Succeeded(FrontEndUser user) {
            super(user.authType(), user.identity());
        }

        /** Jetty's own knows {@code **} in constraints only (Servlet 6.1, HttpServletRequest.isUserInRole). */
        @Override
        public boolean isUserInRole(String role) {
            return "**".equals(role) || (!"*".equals(role) && super.isUserInRole(role));
        }
    }
}
