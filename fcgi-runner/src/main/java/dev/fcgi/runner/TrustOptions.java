package dev.fcgi.runner;

import dev.fcgi.servlet.TrustPolicy;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options for what is believed of the web server's variables: one for each setting of {@link TrustPolicy}. */
final class TrustOptions {
    /** What comes behind the option, and what {@code --help} says of it. */
    private record Help(String label, String description) {}

    private static final Map<String, Help> SETTINGS = new LinkedHashMap<>();

    static {
        add("serverName", "host-header|variable", "Where getServerName() comes from (default: host-header).");
        add(
                "serverPort",
                "auto|host|variable",
                "Where getServerPort() comes from when the Host header has no port (default: auto).");
        add(
                "pathSource",
                "request-uri|script-path|path-info",
                "Which variables the path is taken from (default: request-uri). The others have been decoded.");
        add(
                "badPathEncoding",
                "reject|iso-8859-1",
                "What is done with a decoded path that is not UTF-8 (default: reject).");
        add(
                "mount",
                "/public=/deployed,...|script-name",
                "Public path prefixes and the context paths deployed behind them, if they differ.");
        add(
                "remoteUser",
                "auth-type|trust|ignore",
                "When REMOTE_USER is the user (default: auth-type, that is when AUTH_TYPE is there). trust believes also"
                        + " nginx and HAProxy, which send it for passwords that they have not checked.");
        add("remoteGroups", "VARIABLE", "The variable that lists the user's roles (default: none).");
        add("remoteGroupsSeparator", "TEXT", "What separates the roles (default: a comma).");
        add(
                "secret",
                "TEXT",
                "What the web server must send with every request, else it is answered with 403. Better in the"
                        + " environment variable FASTCGI_SECRET: everybody can see the options of a process.");
        add("secretVariable", "VARIABLE", "The variable that carries the secret (default: FASTCGI_SECRET).");
        add(
                "clientVerify",
                "VARIABLE",
                "The variable that is SUCCESS when a client certificate was verified (default: SSL_CLIENT_VERIFY).");
        add("clientCertificate", "VARIABLE,...", "Where the client certificate is (default: SSL_CLIENT_CERT).");
        add(
                "clientCertificateChain",
                "VARIABLE,...",
                "Where the certificates above it are, numbered or not (default: SSL_CLIENT_CERT_CHAIN).");
        add("sslProtocol", "VARIABLE,...", "Where the version of TLS is (default: SSL_PROTOCOL).");
        add("sslCipher", "VARIABLE,...", "Where the cipher suite is (default: SSL_CIPHER).");
        add("sslKeySize", "VARIABLE,...", "Where the bits of its key are (default: SSL_CIPHER_USEKEYSIZE).");
        add("sslSessionId", "VARIABLE,...", "Where the TLS session is (default: SSL_SESSION_ID).");
        add(
                "redirectAuthorization",
                "on|off",
                "Whether REDIRECT_HTTP_AUTHORIZATION stands for a missing Authorization header (default: on).");
        add(
                "variables",
                "on|off",
                "Whether applications find all variables in the attribute dev.fcgi.variables (default: off).");
        add("attributes", "VARIABLE|PREFIX*,...", "Variables that become request attributes (default: none).");
    }

    private TrustOptions() {}

    private static void add(String setting, String label, String description) {
        SETTINGS.put(setting, new Help(label, description));
    }

    static void addTo(CommandSpec command) {
        SETTINGS.forEach((setting, help) -> command.addOption(OptionSpec.builder(SettingNames.option(setting))
                .paramLabel(help.label())
                .type(String.class)
                .description(help.description())
                .build()));
    }

    /**
     * Reads the options.
     *
     * @throws UsageException when one of them means nothing
     */
    static TrustPolicy policy(CommandSpec command) {
        Map<String, @Nullable String> settings = new HashMap<>();
        for (String setting : SETTINGS.keySet()) {
            settings.put(
                    setting, command.findOption(SettingNames.option(setting)).getValue());
        }
        try {
            return TrustPolicy.parse(settings);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            String setting = message.substring(0, message.indexOf(' '));
            throw new UsageException(SettingNames.option(setting) + message.substring(setting.length()));
        }
    }
}
