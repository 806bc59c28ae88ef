package dev.fcgi.jetty.ee9;

import dev.fcgi.jetty.FcgiConnectionFactory;
import dev.fcgi.jetty.FrontEndLogin;
import dev.fcgi.jetty.FrontEndUser;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.stream.Stream;
import org.eclipse.jetty.ee9.nested.Authentication;
import org.eclipse.jetty.ee9.nested.Request;
import org.eclipse.jetty.ee9.security.Authenticator;
import org.eclipse.jetty.ee9.security.ServerAuthException;
import org.eclipse.jetty.ee9.security.UserAuthentication;
import org.eclipse.jetty.ee9.security.WrappedAuthConfiguration;
import org.eclipse.jetty.ee9.security.authentication.DeferredAuthentication;
import org.eclipse.jetty.ee9.security.authentication.LoginAuthenticator;
import org.eclipse.jetty.security.LoginService;
import org.eclipse.jetty.security.UserIdentity;
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
    public void setConfiguration(AuthConfiguration configuration) {
        FrontEndLogin login = new FrontEndLogin(
                contextPath,
                getAuthMethod(),
                configuration.getRealmName(),
                configuration.getLoginService(),
                configuration.getIdentityService());
        AuthConfiguration complete = new WrappedAuthConfiguration(configuration) {
            @Override
            public LoginService getLoginService() {
                return login.loginService();
            }
        };
        frontEnd = login;
        super.setConfiguration(complete);
        Stream.of(own, ownOverFcgi).distinct().forEach(it -> it.setConfiguration(complete));
    }

    private FrontEndLogin frontEnd() {
        FrontEndLogin configured = frontEnd;
        if (configured == null) {
            throw new IllegalStateException("not configured");
        }
        return configured;
    }

    private static org.eclipse.jetty.server.Request core(ServletRequest request) {
        return Request.getBaseRequest(request).getCoreRequest();
    }

    private Authenticator own(ServletRequest request) {
        return FcgiConnectionFactory.cgiRequest(core(request)) == null ? own : ownOverFcgi;
    }

    @Override
    public String getAuthMethod() {
        return own.getAuthMethod();
    }

    @Override
    public void prepareRequest(ServletRequest request) {
        if (frontEnd().user(core(request)) == null) {
            own(request).prepareRequest(request);
        }
    }

    @Override
    public Authentication validateRequest(ServletRequest request, ServletResponse response, boolean mandatory)
            throws ServerAuthException {
        FrontEndUser user = frontEnd().user(core(request));
        if (user != null) {
            return new UserAuthentication(user.authType(), user.identity());
        }
        if (!frontEnd().isRefused(core(request))) {
            return own(request).validateRequest(request, response, mandatory);
        }
        if (!mandatory) {
            return new Nobody(this);
        }
        refuse(response);
        return Authentication.SEND_FAILURE;
    }

    /** Answers 403. */
    static void refuse(ServletResponse response) throws ServerAuthException {
        try {
            ((HttpServletResponse) response).sendError(HttpServletResponse.SC_FORBIDDEN);
        } catch (IOException x) {
            throw new ServerAuthException(x);
        }
    }

    @Override
    public boolean secureResponse(
            ServletRequest request,
            ServletResponse response,
            boolean mandatory,
            Authentication.@Nullable User validatedUser)
            throws ServerAuthException {
        return own(request).secureResponse(request, response, mandatory, validatedUser);
    }

    /** Called for those alone whom this has let in, and for {@link Nobody}. */
    @Override
    public @Nullable UserIdentity login(String username, Object password, ServletRequest request) {
        return own(request) instanceof LoginAuthenticator login ? login.login(username, password, request) : null;
    }

    @Override
    public void logout(ServletRequest request) {
        if (own(request) instanceof LoginAuthenticator login) {
            login.logout(request);
        }
    }

    /** Whoever comes without a user to an application that knows none. */
    private static final class Nobody extends DeferredAuthentication {
        Nobody(FrontEndAuthenticator authenticator) {
            super(authenticator);
        }

        @Override
        public Authentication authenticate(ServletRequest request) {
            return this;
        }

        /** Answers {@code HttpServletRequest.authenticate}. */
        @Override
        public Authentication authenticate(ServletRequest request, ServletResponse response) {
            try {
                refuse(response);
            } catch (ServerAuthException x) {
                return this;
            }
            return Authentication.UNAUTHENTICATED; // what says that a response was sent would be taken for a failure
        }
    }
}
