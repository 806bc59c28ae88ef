package dev.fcgi.jetty;

import org.eclipse.jetty.security.UserIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Whom the front end vouches for.
 *
 * @param authType how it has authenticated the user, or {@code null} when it does not say
 * @param identity the user's name and roles
 */
public record FrontEndUser(@Nullable String authType, UserIdentity identity) {}
