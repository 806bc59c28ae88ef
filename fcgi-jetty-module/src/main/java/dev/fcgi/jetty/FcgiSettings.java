package dev.fcgi.jetty;

import dev.fcgi.servlet.SettingsReader;
import dev.fcgi.servlet.TrustPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.jetty.server.AbstractConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configures connectors and their factory by texts, which the XML files of {@code start.jar} take from properties. Names are
 * those of docs/settings.md, without {@link #PREFIX}; what is absent, {@code null} or empty has its default.
 *
 * <p>All methods throw {@link IllegalArgumentException} when a text means nothing, with one line that begins with the
 * property and says what it must be.
 */
public final class FcgiSettings {
    /** Begins the name of every property. */
    public static final String PREFIX = "fastcgi.";

    private static final Logger LOG = LoggerFactory.getLogger(FcgiSettings.class);

    private static final int MOST_PORT = 65_535;

    private FcgiSettings() {}

    /**
     * Configures what all connectors share.
     *
     * @param factory what they make connections with
     * @param settings texts by the names of settings, those of connectors among them or not
     */
    public static void configure(FcgiConnectionFactory factory, Map<String, ? extends @Nullable String> settings) {
        read(settings, reader -> {
            limit(factory, reader);
            choose(factory, reader);
            allow(factory, reader);
            factory.requireValid();
        });
        trust(factory, settings);
    }

    private static void limit(FcgiConnectionFactory factory, SettingsReader reader) {
        factory.setMaxConnections(size(reader, "maxConnections", 1, factory.getMaxConnections()));
        factory.setMaxRequests(size(reader, "maxRequests", 1, factory.getMaxRequests()));
        factory.setMaxRequestsPerConnection(
                size(reader, "maxRequestsPerConnection", 1, factory.getMaxRequestsPerConnection()));
        factory.setMaxIncompleteBytes(amount(reader, "maxIncompleteBytes", 1, factory.getMaxIncompleteBytes()));
        factory.setMaxParamsBytes(size(reader, "maxParamsBytes", 1, factory.getMaxParamsBytes()));
        factory.setMaxParams(size(reader, "maxParams", 1, factory.getMaxParams()));
        factory.setMaxNameBytes(size(reader, "maxNameBytes", 1, factory.getMaxNameBytes()));
        factory.setMaxValueBytes(size(reader, "maxValueBytes", 1, factory.getMaxValueBytes()));
        factory.setMaxManagementBytes(size(reader, "maxManagementBytes", 1, factory.getMaxManagementBytes()));
        factory.setBodyWindowBytes(size(reader, "bodyWindowBytes", 1, factory.getBodyWindowBytes()));
        factory.setMaxUnreadBytes(amount(reader, "maxUnreadBytes", 0, factory.getMaxUnreadBytes()));
        factory.setFirstByteMillis(amount(reader, "firstByteMillis", 1, factory.getFirstByteMillis()));
        factory.setParamsMillis(amount(reader, "paramsMillis", 1, factory.getParamsMillis()));
        factory.setStallMillis(amount(reader, "stallMillis", 1, factory.getStallMillis()));
        factory.setAbortMillis(amount(reader, "abortMillis", 1, factory.getAbortMillis()));
        factory.setDrainMillis(amount(reader, "drainMillis", 0, factory.getDrainMillis()));
    }

    private static void choose(FcgiConnectionFactory factory, SettingsReader reader) {
        factory.setMultiplexing(reader.onOff("multiplexing", factory.isMultiplexing()));
        factory.setOverload(reader.choice("overload", factory.getOverload()));
        factory.setHalfClose(reader.choice("halfClose", factory.getHalfClose()));
        factory.setFileOrders(reader.onOff("fileOrders", factory.isFileOrders()));
        factory.setUnbufferedEvents(reader.onOff("unbufferedEvents", factory.isUnbufferedEvents()));
        factory.setMaxStderrBytes(size(reader, "maxStderrBytes", 0, factory.getMaxStderrBytes()));
        factory.setErrorAppStatus(size(reader, "errorAppStatus", 0, factory.getErrorAppStatus()));
        factory.setHeadWarningBytes(size(reader, "headWarningBytes", 0, factory.getHeadWarningBytes()));
        factory.setDispatchAfterBodyBytes(
                size(reader, "dispatchAfterBodyBytes", 0, factory.getDispatchAfterBodyBytes()));
        factory.setInputBufferSize(size(reader, "inputBufferSize", 1, factory.getInputBufferSize()));
        factory.setUseInputDirectByteBuffers(
                reader.onOff("useInputDirectByteBuffers", factory.isUseInputDirectByteBuffers()));
    }

    private static void allow(FcgiConnectionFactory factory, SettingsReader reader) {
        PeerAddresses peers = reader.optional("allow", PeerAddresses::parse);
        if (peers != null) {
            factory.setAllowedPeers(peers.amongTcpPeers());
        }
    }

    private static void trust(FcgiConnectionFactory factory, Map<String, ? extends @Nullable String> settings) {
        Map<String, @Nullable String> trust = new HashMap<>();
        TrustPolicy.names().forEach(name -> trust.put(name, given(settings, name)));
        prefixed(() -> factory.setTrustPolicy(TrustPolicy.parse(trust)));
    }

    /**
     * Configures a connector for TCP, whose factory is configured.
     *
     * @param connector it
     * @param settings texts by the names of settings, those of the factory among them or not
     */
    public static void configure(FcgiServerConnector connector, Map<String, ? extends @Nullable String> settings) {
        read(settings, reader -> {
            listen(connector, reader);
            connector.setAcceptQueueSize(size(reader, "acceptQueueSize", 0, connector.getAcceptQueueSize()));
            connector.setPort((int) reader.number("port", 0, MOST_PORT, connector.getPort()));
            reader.optional("host", text -> {
                setHost(connector, text);
                return text;
            });
        });
    }

    private static void setHost(FcgiServerConnector connector, String host) {
        connector.setHost(host);
        try {
            connector.requireProtectedHost();
        } catch (IOException x) {
            throw new IllegalArgumentException(x.getMessage(), x);
        }
    }

    /**
     * Configures a connector for a Unix socket.
     *
     * @param connector it
     * @param settings texts by the names of settings, those of the factory among them or not
     */
    public static void configure(FcgiUnixConnector connector, Map<String, ? extends @Nullable String> settings) {
        read(settings, reader -> {
            listen(connector, reader);
            connector.setAcceptQueueSize(size(reader, "acceptQueueSize", 0, connector.getAcceptQueueSize()));
            connector.setInheritChannel(reader.onOff("inheritChannel", connector.isInheritChannel()));
            connector.setUnixDomainPath(
                    reader.value("unixDomainPath", FcgiSettings::socketPath, FcgiUnixConnector.DEFAULT_PATH));
            reader.optional("mode", text -> {
                connector.setMode(text);
                return text;
            });
            connector.setGroup(reader.optional("group", text -> text));
        });
    }

    private static void listen(AbstractConnector connector, SettingsReader reader) {
        connector.setIdleTimeout(amount(reader, "idleTimeout", 0, connector.getIdleTimeout()));
    }

    private static Path socketPath(String text) {
        Path path = Path.of(text);
        String problem = FcgiUnixConnector.pathProblem(path);
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
        return path;
    }

    private static int size(SettingsReader reader, String name, int least, int absent) {
        return (int) reader.number(name, least, Integer.MAX_VALUE, absent);
    }

    private static long amount(SettingsReader reader, String name, int least, long absent) {
        return reader.number(name, least, Long.MAX_VALUE, absent);
    }

    private static void read(Map<String, ? extends @Nullable String> settings, Consumer<SettingsReader> configuration) {
        prefixed(() -> configuration.accept(new SettingsReader(name -> given(settings, name))));
    }

    private static @Nullable String given(Map<String, ? extends @Nullable String> settings, String name) {
        String text = settings.get(name);
        return text == null || text.isEmpty() ? null : text;
    }

    private static void prefixed(Runnable configuration) {
        try {
            configuration.run();
        } catch (IllegalArgumentException x) {
            String message = PREFIX + x.getMessage();
            LOG.error(message); // start.jar shows the exception as well, but deep in a stack trace
            throw new IllegalArgumentException(message);
        }
    }
}
