package dev.fcgi.jetty;

import dev.fcgi.servlet.CgiRequest;
import dev.fcgi.servlet.RemoteUser;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.List;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.security.Authenticator;
import org.eclipse.jetty.security.IdentityService;
import org.eclipse.jetty.security.LoginService;
import org.eclipse.jetty.security.UserPrincipal;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides who is let into one context, the same for the authenticators of all environments. Thread safe. */
public final class FrontEndLogin {
    private static final Logger LOG = LoggerFactory.getLogger(FrontEndLogin.class);

    private final @Nullable String authMethod;
    private final @Nullable LoginService containers;
    private final LoginService loginService;
    private final IdentityService identityService;

    /**
     * Warns when the application has a login of its own, and nobody who could pass it.
     *
     * @param authMethod of the application's {@code <login-config>}, or {@code null} when it has none
     * @param realm of the same, or {@code null}
     * @param loginService the container's for that realm, or {@code null}
     */
    public FrontEndLogin(
            String contextPath,
            @Nullable String authMethod,
            @Nullable String realm,
            @Nullable LoginService loginService,
            IdentityService identityService) {
        this.authMethod = authMethod;
        this.containers = loginService;
        this.loginService = loginService != null ? loginService : new NobodyLoginService(realm, identityService);
        this.identityService = identityService;
        if (authMethod != null && loginService == null) {
            LOG.warn(
                    "{} has a login of its own ({}, realm {}) and no LoginService: it is open to users whom the web"
                            + " server in front has authenticated, and to nobody else; for others add a LoginService"
                            + " of this name to the server or the context",
                    contextPath.isEmpty() ? "/" : contextPath,
                    authMethod,
                    realm);
        }
    }

    /** {@return the container's, or one that knows nobody, so that nothing fails without} */
    public LoginService loginService() {
        return loginService;
    }

    /**
     * {@return the user whom the front end vouches for, who comes before all others, or {@code null}}
     *
     * @param request as any handler sees it
     */
    public @Nullable FrontEndUser user(Request request) {
        CgiRequest cgi = FcgiConnectionFactory.cgiRequest(request);
        if (cgi == null) {
            return null;
        }
        RemoteUser user = cgi.remoteUser();
        if (user != null) {
            return user(user.authType(), new UserPrincipal(user.name(), null), user.roles());
        }
        return containers == null && Authenticator.CERT_AUTH.equals(authMethod) ? ofCertificate(request) : null;
    }

    /** {@return whether this request, which has no user, gets 403 instead of the application's own login} */
    public boolean isRefused(Request request) {
        return containers == null && FcgiConnectionFactory.cgiRequest(request) != null;
    }

    private @Nullable FrontEndUser ofCertificate(Request request) {
        if (request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE) instanceof EndPoint.SslSessionData tls) {
            X509Certificate[] certificates = tls.peerCertificates();
            if (certificates != null && certificates.length > 0) {
                return user(Authenticator.CERT_AUTH, certificates[0].getSubjectX500Principal(), List.of());
            }
        }
        return null;
    }

    private FrontEndUser user(@Nullable String authType, Principal principal, List<String> roles) {
        return new FrontEndUser(authType, new FrontEndIdentity(principal, roles, identityService, containers));
    }
}
