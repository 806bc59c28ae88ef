package dev.fcgi.jetty.ee9;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import org.eclipse.jetty.ee9.nested.Authentication;
import org.eclipse.jetty.ee9.security.Authenticator;
import org.eclipse.jetty.ee9.security.ServerAuthException;
import org.jspecify.annotations.Nullable;

/** The login of an application that has no {@code <login-config>}: nobody passes. */
final class NoLogin implements Authenticator {
    @Override
    public void setConfiguration(AuthConfiguration configuration) {
        // has none
    }

    @Override
    public @Nullable String getAuthMethod() {
        return null;
    }

    @Override
    public void prepareRequest(ServletRequest request) {
        // nothing to prepare
    }

    @Override
    public Authentication validateRequest(ServletRequest request, ServletResponse response, boolean mandatory)
            throws ServerAuthException {
        if (!mandatory) {
            return Authentication.UNAUTHENTICATED;
        }
        FrontEndAuthenticator.refuse(response);
        return Authentication.SEND_FAILURE;
    }

    @Override
    public boolean secureResponse(
            ServletRequest request,
            ServletResponse response,
            boolean mandatory,
            Authentication.@Nullable User validatedUser) {
        return true;
    }
}
