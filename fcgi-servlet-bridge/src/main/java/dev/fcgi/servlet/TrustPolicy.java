package dev.fcgi.servlet;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is believed of the variables that describe a request, and what is made known of them. Immutable; {@link #DEFAULT}
 * is safe, {@link #parse} makes others.
 *
 * <p>Names of variables must not begin with {@code HTTP_}: those are the client's, whatever it wants them to be. The
 * exceptions, which say so, are for front ends that set such a header and take it out of what clients send.
 *
 * @param serverName where {@code getServerName()} comes from; default {@code host-header}
 * @param serverPort where {@code getServerPort()} comes from when the Host header has no port; default {@code auto}
 * @param pathSource which variables the path is taken from; default {@code request-uri}. Risk of the others: encoded
 *     slashes, semicolons and percent signs have been decoded, so that the application may see another path than the
 *     front end's rules did
 * @param badPathEncoding what is done with SCRIPT_NAME, PATH_INFO and DOCUMENT_URI that are not UTF-8 when the path is
 *     taken from them; default {@code reject}
 * @param mount public path prefixes and the context paths deployed behind them, {@code /public=/deployed}, separated by
 *     commas, or {@code script-name} to take the public prefix from SCRIPT_NAME; default none
 * @param remoteUser when REMOTE_USER is the user; default {@code auth-type}. Risk of {@code trust}: nginx and HAProxy
 *     set the variable from a password that nobody has checked unless they are configured to check it
 * @param remoteGroups the variable whose value lists the user's roles; default none: the user has no roles but those of
 *     the container's login service. Risk: whoever sets the variable grants the roles
 * @param remoteGroupsSeparator what separates the roles, at least one character; default a comma. Blanks around a role
 *     are dropped
 * @param secret what {@code secretVariable} must be in every request; default none. A request without it is answered
 *     with 403
 * @param secretVariable the variable that carries the secret; default {@code FASTCGI_SECRET}
 * @param clientVerify the variable that is {@code SUCCESS} when the front end has verified the client's certificate;
 *     default {@code SSL_CLIENT_VERIFY}
 * @param clientCertificate variables that may hold the certificate, the first that is not empty counts; default
 *     {@code SSL_CLIENT_CERT}. May begin with {@code HTTP_}. Risk of that: a client that the front end does not stop
 *     sends the certificate of another
 * @param clientCertificateChain variables that may hold the certificates above it, numbered by {@code _0}, {@code _1}
 *     and so on or not; default {@code SSL_CLIENT_CERT_CHAIN}. May begin with {@code HTTP_}, with the same risk
 * @param sslProtocol variables that may hold the version of TLS; default {@code SSL_PROTOCOL}
 * @param sslCipher variables that may hold the cipher suite; default {@code SSL_CIPHER}
 * @param sslKeySize variables that may hold the bits of its key; default {@code SSL_CIPHER_USEKEYSIZE}
 * @param sslSessionId variables that may hold the TLS session; default {@code SSL_SESSION_ID}
 * @param redirectAuthorization whether REDIRECT_HTTP_AUTHORIZATION, into which Apache's rewriting carries the header,
 *     is the Authorization header when there is none; default {@code on}
 * @param variables whether the application finds all variables in the request attribute {@code dev.fcgi.variables}, a
 *     map; default {@code off}. Without the secret, credentials and cookies. Risk: paths and addresses of the front end
 * @param attributes variables that become request attributes of their name, {@code *} at the end standing for anything;
 *     default none. Risk: what begins with {@code HTTP_} is the client's word
 */
public record TrustPolicy(
        ServerName serverName,
        ServerPort serverPort,
        PathSource pathSource,
        BadPathEncoding badPathEncoding,
        Mount mount,
        RemoteUserSource remoteUser,
        @Nullable String remoteGroups,
        String remoteGroupsSeparator,
        @Nullable Secret secret,
        String secretVariable,
        String clientVerify,
        VariableNames clientCertificate,
        VariableNames clientCertificateChain,
        VariableNames sslProtocol,
        VariableNames sslCipher,
        VariableNames sslKeySize,
        VariableNames sslSessionId,
        boolean redirectAuthorization,
        boolean variables,
        AttributeNames attributes) {
    /** The policy used when nothing is configured. */
    public static final TrustPolicy DEFAULT = parse(Map.of());

    /** Where {@code getServerName()} comes from. */
    public enum ServerName {
        /** The Host header, as the Servlet specification says; SERVER_NAME when there is none. */
        HOST_HEADER,
        /** Always SERVER_NAME: for front ends whose configured name is the only right one. */
        VARIABLE
    }

    /** Where {@code getServerPort()} comes from when the Host header has no port. */
    public enum ServerPort {
        /**
         * SERVER_PORT behind nginx, whose {@code fastcgi_params} on Debian cut the port off the Host header; the
         * scheme's default port behind all others.
         */
        AUTO,
        /** The scheme's default port: right when clients reach the front end on another port than it listens on. */
        HOST,
        /** Always SERVER_PORT. */
        VARIABLE
    }

    /** Which variables the path is taken from (MAP-10, MAP-11). */
    public enum PathSource {
        /** REQUEST_URI, as the client sent it; SCRIPT_NAME and PATH_INFO, else DOCUMENT_URI, when there is none. */
        REQUEST_URI,
        /** SCRIPT_NAME and PATH_INFO: for front ends that rewrite the path and mean it. */
        SCRIPT_PATH,
        /** PATH_INFO alone. */
        PATH_INFO
    }

    /** What is done with a decoded path that is not UTF-8. */
    public enum BadPathEncoding {
        /** It is answered with 400. */
        REJECT,
        /** It is read as ISO-8859-1. */
        ISO_8859_1
    }

    /** When REMOTE_USER is the user (RFC 3875, section 4.1.11). */
    public enum RemoteUserSource {
        /**
         * When AUTH_TYPE says how the user was authenticated, and the front end is not HAProxy, which says so of
         * passwords that it has not checked.
         */
        AUTH_TYPE,
        /** Always. */
        TRUST,
        /** Never. */
        IGNORE
    }

    /** Refuses what could not mean anything. */
    public TrustPolicy {
        if (remoteGroupsSeparator.isEmpty()) {
            throw new IllegalArgumentException("remoteGroupsSeparator is empty: it must be at least one character");
        }
    }

    /**
     * Makes a policy of settings.
     *
     * @param settings texts by the names of this record's components; what is absent or {@code null} has its default.
     *     Values of enumerations are written in lower case with hyphens, switches {@code on} or {@code off}, lists with
     *     commas
     * @throws IllegalArgumentException when a name is unknown or a text means nothing, with what to write instead
     */
    public static TrustPolicy parse(Map<String, ? extends @Nullable String> settings) {
        settings.keySet().forEach(TrustPolicy::requireName);
        SettingsReader reader = new SettingsReader(settings::get);
        return new TrustPolicy(
                reader.choice("serverName", ServerName.HOST_HEADER),
                reader.choice("serverPort", ServerPort.AUTO),
                reader.choice("pathSource", PathSource.REQUEST_URI),
                reader.choice("badPathEncoding", BadPathEncoding.REJECT),
                reader.value("mount", Mount::parse, Mount.NONE),
                reader.choice("remoteUser", RemoteUserSource.AUTH_TYPE),
                reader.optional("remoteGroups", VariableNames::requireOwn),
                reader.value("remoteGroupsSeparator", text -> text, ","),
                reader.optional("secret", Secret::of),
                reader.value("secretVariable", VariableNames::requireOwn, "FASTCGI_SECRET"),
                reader.value("clientVerify", VariableNames::requireOwn, "SSL_CLIENT_VERIFY"),
                reader.value("clientCertificate", VariableNames::parse, VariableNames.of("SSL_CLIENT_CERT")),
                reader.value("clientCertificateChain", VariableNames::parse, VariableNames.of("SSL_CLIENT_CERT_CHAIN")),
                reader.value("sslProtocol", VariableNames::parseOwn, VariableNames.of("SSL_PROTOCOL")),
                reader.value("sslCipher", VariableNames::parseOwn, VariableNames.of("SSL_CIPHER")),
                reader.value("sslKeySize", VariableNames::parseOwn, VariableNames.of("SSL_CIPHER_USEKEYSIZE")),
                reader.value("sslSessionId", VariableNames::parseOwn, VariableNames.of("SSL_SESSION_ID")),
                reader.onOff("redirectAuthorization", true),
                reader.onOff("variables", false),
                reader.value("attributes", AttributeNames::parse, AttributeNames.NONE));
    }

    private static void requireName(String name) {
        if (!names().contains(name)) {
            throw new IllegalArgumentException("there is no setting '" + CgiException.printable(name) + "'; there are "
                    + names().stream().sorted().collect(Collectors.joining(", ")));
        }
    }

    /** {@return the names of all settings, which are the components of this record} */
    public static Set<String> names() {
        return Arrays.stream(TrustPolicy.class.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
