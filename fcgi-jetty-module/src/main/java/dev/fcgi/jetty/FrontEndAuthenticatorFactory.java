package dev.fcgi.jetty;

import java.util.Collection;
import java.util.Locale;
import org.eclipse.jetty.security.Authenticator;
import org.eclipse.jetty.security.DefaultAuthenticatorFactory;
import org.eclipse.jetty.security.authentication.SslClientCertAuthenticator;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * Shows applications the user whom the front end has authenticated, whatever login they are configured for: found by
 * {@link java.util.ServiceLoader} before Jetty's own factory, and wraps what that makes. Serves core handlers, ee10 and
 * ee11; ee8 and ee9 have interfaces of their own, and so have adapters.
 */
public final class FrontEndAuthenticatorFactory implements Authenticator.Factory {
    private final Authenticator.Factory ownLogins = new DefaultAuthenticatorFactory();

    /** Has no state. */
    public FrontEndAuthenticatorFactory() {}

    /**
     * {@return an authenticator that asks the front end first, or {@code null} for an authentication type that another
     * factory may know}
     */
    @Override
    public @Nullable Authenticator getAuthenticator(
            Server server, @Nullable Context context, Authenticator.Configuration configuration) {
        String contextPath = context == null ? "/" : context.getContextPath();
        String authType = configuration.getAuthenticationType();
        if (authType == null) {
            return new FrontEndAuthenticator(contextPath, new Authenticator.NoOp());
        }
        return switch (authType.toUpperCase(Locale.ROOT)) {
            case Authenticator.BASIC_AUTH,
                    Authenticator.DIGEST_AUTH,
                    Authenticator.FORM_AUTH,
                    Authenticator.SPNEGO_AUTH,
                    Authenticator.NEGOTIATE_AUTH ->
                new FrontEndAuthenticator(contextPath, ownLogins.getAuthenticator(server, context, configuration));
            case Authenticator.CERT_AUTH, Authenticator.CERT_AUTH2 -> {
                Authenticator verified = new ClientCertAuthenticator();
                Collection<SslContextFactory> ssl = server.getBeans(SslContextFactory.class);
                yield ssl.isEmpty()
                        ? new FrontEndAuthenticator(contextPath, verified)
                        : new FrontEndAuthenticator(
                                contextPath, ownLogins.getAuthenticator(server, context, configuration), verified);
            }
            default -> null;
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
