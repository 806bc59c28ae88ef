package dev.fcgi.servlet;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The user whom the front end has authenticated (RFC 3875, sections 4.1.1 and 4.1.11).
 *
 * @param name REMOTE_USER, never empty
 * @param authType how: one of the constants of {@code HttpServletRequest}, or another name; {@code null} when unknown
 * @param roles what the variable of {@link TrustPolicy#remoteGroups} lists, without blanks around each; may be empty
 */
public record RemoteUser(String name, @Nullable String authType, List<String> roles) {
    private static final List<String> SERVLET_AUTH_TYPES = List.of("BASIC", "DIGEST", "FORM", "CLIENT_CERT");

    /** Copies the roles. */
    public RemoteUser {
        roles = List.copyOf(roles);
    }

    /** {@return the user, or {@code null} when there is none or the policy does not believe it} */
    static @Nullable RemoteUser of(MetaVariables variables, TrustPolicy policy, Set<Notice> notices) {
        if (variables.getOrEmpty("REMOTE_USER").isEmpty()) {
            return null;
        }
        String authType = variables.text("AUTH_TYPE");
        switch (policy.remoteUser()) {
            case IGNORE -> {
                notices.add(Notice.REMOTE_USER_IGNORED);
                return null;
            }
            case AUTH_TYPE -> {
                if (variables.getOrEmpty("SERVER_SOFTWARE").startsWith("HAProxy")) {
                    notices.add(Notice.REMOTE_USER_OF_HAPROXY);
                    return null;
                }
                if (authType.isEmpty()) {
                    notices.add(Notice.REMOTE_USER_WITHOUT_AUTH_TYPE);
                    return null;
                }
            }
            case TRUST -> {}
        }
        return new RemoteUser(
                variables.text("REMOTE_USER"),
                authType.isEmpty() ? null : servletAuthType(authType),
                roles(variables, policy));
    }

    private static String servletAuthType(String authType) {
        return SERVLET_AUTH_TYPES.stream()
                .filter(authType::equalsIgnoreCase)
                .findFirst()
                .orElse(authType);
    }

    private static List<String> roles(MetaVariables variables, TrustPolicy policy) {
        List<String> roles = new ArrayList<>();
        if (policy.remoteGroups() != null) {
            String left = variables.text(policy.remoteGroups());
            while (!left.isEmpty()) {
                int end = left.indexOf(policy.remoteGroupsSeparator());
                String role = (end < 0 ? left : left.substring(0, end)).strip();
                if (!role.isEmpty() && !roles.contains(role)) {
                    roles.add(role);
                }
                left = end < 0
                        ? ""
                        : left.substring(end + policy.remoteGroupsSeparator().length());
            }
        }
        return roles;
    }
}
