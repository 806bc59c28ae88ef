package dev.fcgi.jetty;

import java.util.function.Function;
import org.eclipse.jetty.security.IdentityService;
import org.eclipse.jetty.security.LoginService;
import org.eclipse.jetty.security.UserIdentity;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Session;
import org.jspecify.annotations.Nullable;

/** Stands where an application's login expects a realm, and knows none of its users. */
final class NobodyLoginService implements LoginService {
    private final String realm;
    private final IdentityService identityService;

    NobodyLoginService(@Nullable String realm, IdentityService identityService) {
        this.realm = realm == null ? "" : realm;
        this.identityService = identityService;
    }

    @Override
    public String getName() {
        return realm;
    }

    @Override
    public @Nullable UserIdentity login(
            @Nullable String username,
            @Nullable Object credentials,
            @Nullable Request request,
            Function<Boolean, Session> getOrCreateSession) {
        return null;
    }

    @Override
    public boolean validate(UserIdentity user) {
        return false;
    }

    @Override
    public IdentityService getIdentityService() {
        return identityService;
    }

    @Override
    public void setIdentityService(IdentityService service) {
        throw new UnsupportedOperationException("has that of its context");
    }

    @Override
    public void logout(UserIdentity user) {
        // nobody was logged in
    }
}
