package dev.fcgi.jetty.ee9;

import jakarta.servlet.ServletContext;
import java.util.Locale;
import org.eclipse.jetty.ee9.security.Authenticator;
import org.eclipse.jetty.ee9.security.DefaultAuthenticatorFactory;
import org.eclipse.jetty.ee9.security.authentication.SslClientCertAuthenticator;
import org.eclipse.jetty.security.IdentityService;
import org.eclipse.jetty.security.LoginService;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** As {@link dev.fcgi.jetty.FrontEndAuthenticatorFactory}, for this environment. */
public final class FrontEndAuthenticatorFactory implements Authenticator.Factory {
    private final Authenticator.Factory ownLogins = new DefaultAuthenticatorFactory();

    /** Has no state. */
    public FrontEndAuthenticatorFactory() {}

    /**
     * {@return an authenticator that asks the front end first, or {@code null} for an authentication method that another
     * factory may know}
     */
    @Override
    public @Nullable Authenticator getAuthenticator(
            Server server,
            @Nullable ServletContext context,
            Authenticator.AuthConfiguration configuration,
            @Nullable IdentityService identityService,
            @Nullable LoginService loginService) {
        String contextPath = context == null ? "/" : context.getContextPath();
        String authMethod = configuration.getAuthMethod();
        if (authMethod == null) {
            return new FrontEndAuthenticator(contextPath, new NoLogin());
        }
        Authenticator own = ownLogins.getAuthenticator(server, context, configuration, identityService, loginService);
        return switch (authMethod.toUpperCase(Locale.ROOT)) {
            case Authenticator.CERT_AUTH, Authenticator.CERT_AUTH2 -> {
                Authenticator verified = new ClientCertAuthenticator();
                yield new FrontEndAuthenticator(contextPath, own == null ? verified : own, verified);
            }
            default -> own == null ? null : new FrontEndAuthenticator(contextPath, own);
        };
    }

    /** Jetty's own, for certificates that whoever ended the TLS connection has verified. */
    private static final class ClientCertAuthenticator extends SslClientCertAuthenticator {
        ClientCertAuthenticator() {
            super(new SslContextFactory.Server());
            setValidateCerts(false);
        }
    }
}
