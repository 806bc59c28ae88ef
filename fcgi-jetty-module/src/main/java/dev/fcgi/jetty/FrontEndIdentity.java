package dev.fcgi.jetty;

import java.security.Principal;
import java.util.List;
import java.util.Set;
import javax.security.auth.Subject;
import org.eclipse.jetty.security.IdentityService;
import org.eclipse.jetty.security.LoginService;
import org.eclipse.jetty.security.UserIdentity;
import org.eclipse.jetty.util.security.Credential;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A user whom the front end has authenticated, with the roles it names and those that the container knows of, which are
 * looked up when the first is not enough. Thread safe.
 */
final class FrontEndIdentity implements UserIdentity {
    private static final Logger LOG = LoggerFactory.getLogger(FrontEndIdentity.class);
    private static final OncePerMinute FAILURES = new OncePerMinute();

    private final UserIdentity frontEnds;
    private final @Nullable LoginService loginService;
    private boolean lookedUp;
    private @Nullable UserIdentity containers;

    /** @param loginService knows further roles; {@code null} when there is none */
    FrontEndIdentity(
            Principal principal,
            List<String> roles,
            IdentityService identityService,
            @Nullable LoginService loginService) {
        Subject subject = new Subject(true, Set.of(principal), Set.of(), Set.of());
        this.frontEnds = identityService.newUserIdentity(subject, principal, roles.toArray(new String[0]));
        this.loginService = loginService;
    }

    @Override
    public Subject getSubject() {
        return frontEnds.getSubject();
    }

    @Override
    public Principal getUserPrincipal() {
        return frontEnds.getUserPrincipal();
    }

    @Override
    public boolean isUserInRole(String role) {
        if (frontEnds.isUserInRole(role)) {
            return true;
        }
        UserIdentity known = containers();
        return known != null && known.isUserInRole(role);
    }

    private synchronized @Nullable UserIdentity containers() {
        if (!lookedUp && loginService != null) {
            try {
                containers = lookUp(loginService);
            } catch (RuntimeException x) {
                if (FAILURES.tryAcquire()) {
                    LOG.warn("The LoginService {} could not tell the roles of a user", loginService.getName(), x);
                }
            }
        }
        lookedUp = true;
        return containers;
    }

    private @Nullable UserIdentity lookUp(LoginService service) {
        UserIdentity known = service.getUserIdentity(getSubject(), getUserPrincipal(), false);
        // By default that knows only users without a password.
        return known != null ? known : service.login(getUserPrincipal().getName(), new Vouched(), null, create -> null);
    }

    @Override
    public String toString() {
        return "FrontEndIdentity('" + getUserPrincipal().getName() + "')";
    }

    /** What the front end has checked, in place of a password: fits every one that asks it, as Jetty's own do. */
    private static final class Vouched extends Credential {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean check(Object credentials) {
            return true;
        }

        @Override
        public String toString() {
            return ""; // for those that take it for a text
        }
    }
}
