package dev.fcgi.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** AUTH_TYPE and REMOTE_USER (RFC 3875, sections 4.1.1 and 4.1.11). */
class RemoteUserTest {
    @ParameterizedTest(name = "{0}: {1} {2} {3} is {4} {5}")
    @CsvSource({
        "auth-type, Apache, alice, Basic, alice, BASIC,",
        "auth-type, Apache, alice, digest, alice, DIGEST,",
        "auth-type, Apache, alice, Negotiate, alice, Negotiate,",
        "auth-type, Apache, alice@REALM, shibboleth, alice@REALM, shibboleth,",
        "auth-type, lighttpd, Alice Client, SSL_CLIENT_VERIFY, Alice Client, SSL_CLIENT_VERIFY,",
        "auth-type, nginx/1.22.1, alice, '', , , REMOTE_USER_WITHOUT_AUTH_TYPE",
        "auth-type, HAProxy 2.6.12, alice, Basic, , , REMOTE_USER_OF_HAPROXY",
        "auth-type, Apache, '', Basic, , ,",
        "trust, nginx/1.22.1, alice, '', alice, ,",
        "trust, HAProxy 2.6.12, alice, Basic, alice, BASIC,",
        "trust, Apache, '', Basic, , ,",
        "ignore, Apache, alice, Basic, , , REMOTE_USER_IGNORED",
        "ignore, Apache, '', '', , ,"
    })
    void isTakenAsTheSettingSays(
            String setting,
            String software,
            String user,
            String authType,
            @Nullable String name,
            @Nullable String servletAuthType,
            @Nullable Notice notice)
            throws Exception {
        CgiRequest request = Mapping.with("remoteUser", setting)
                .get(
                        "REQUEST_URI",
                        "/",
                        "SERVER_SOFTWARE",
                        software,
                        "REMOTE_USER",
                        user,
                        "AUTH_TYPE",
                        authType,
                        "HTTP_REMOTE_USER",
                        "mallory",
                        "REDIRECT_REMOTE_USER",
                        "mallory");
        RemoteUser remoteUser = request.remoteUser();
        assertThat(remoteUser == null ? null : remoteUser.name()).isEqualTo(name);
        assertThat(remoteUser == null ? null : remoteUser.authType()).isEqualTo(servletAuthType);
        assertThat(request.notices()).isEqualTo(notice == null ? Set.of() : Set.of(notice));
    }

    @ParameterizedTest
    @CsvSource({
        "',', ' admin, users ,,admin', 'admin users'",
        "';', 'a,b;c', 'a,b c'",
        "'::', 'a::b:c', 'a b:c'",
        "',', '', ''"
    })
    void rolesComeFromAVariable(String separator, String value, String roles) throws Exception {
        RemoteUser user = Mapping.with("remoteGroups", "AUTHENTICATE_MEMBEROF", "remoteGroupsSeparator", separator)
                .get("REQUEST_URI", "/", "REMOTE_USER", "alice", "AUTH_TYPE", "Basic", "AUTHENTICATE_MEMBEROF", value)
                .remoteUser();
        assertThat(user)
                .isNotNull()
                .extracting(u -> String.join(" ", u.roles()))
                .isEqualTo(roles);
    }

    @Test
    void thereAreNoRolesUnlessAskedFor() throws Exception {
        RemoteUser user = Mapping.with()
                .get("REQUEST_URI", "/", "REMOTE_USER", "alice", "AUTH_TYPE", "Basic", "REMOTE_GROUPS", "admin")
                .remoteUser();
        assertThat(user).isEqualTo(new RemoteUser("alice", "BASIC", List.of()));
    }

    @ParameterizedTest
    @CsvSource({"j\u00C3\u00BCrgen, jürgen", "j\u00FCrgen, jürgen", "DOMAIN\\user, DOMAIN\\user"})
    void map_1_textIsUtf8OrElseLatin1(String bytes, String name) throws Exception {
        RemoteUser user = Mapping.with()
                .get("REQUEST_URI", "/", "REMOTE_USER", bytes, "AUTH_TYPE", "Basic")
                .remoteUser();
        assertThat(user).isEqualTo(new RemoteUser(name, "BASIC", List.of()));
    }
}
