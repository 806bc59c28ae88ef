package dev.fcgi.jetty;

import dev.fcgi.core.ApplicationValues;
import dev.fcgi.core.FcgiEngine;
import dev.fcgi.core.ProtocolLimits;
import dev.fcgi.servlet.TrustPolicy;
import dev.fcgi.servlet.TrustPolicy.ServerName;
import dev.fcgi.servlet.TrustPolicy.ServerPort;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.eclipse.jetty.util.annotation.Name;
import org.eclipse.jetty.util.thread.ThreadPool;

/**
 * Makes FastCGI connections (FastCGI 1.0) for a Jetty connector.
 *
 * <p>Properties are set before the connector is started, and read by connections opened afterwards.
 */
@ManagedObject("FastCGI connection factory")
public class FcgiConnectionFactory extends AbstractConnectionFactory implements HttpConfiguration.ConnectionFactory {
    /** The protocol's name among a connector's factories. */
    public static final String PROTOCOL = "fastcgi/1.0";

    private static final int DEFAULT_INPUT_BUFFER_SIZE = 16 * 1024;

    private final HttpConfiguration httpConfiguration;
    private final LongAdder badRequests = new LongAdder();
    private final LongAdder protocolErrors = new LongAdder();
    private boolean useInputDirectByteBuffers = true;
    private boolean multiplexing;
    private int maxParamsBytes = ProtocolLimits.DEFAULT.maxParamsBytes();
    private int maxParams = ProtocolLimits.DEFAULT.maxParams();
    private int maxNameBytes = ProtocolLimits.DEFAULT.maxNameBytes();
    private int maxValueBytes = ProtocolLimits.DEFAULT.maxValueBytes();
    private int maxRequests = ProtocolLimits.DEFAULT.maxRequests();
    private int maxManagementBytes = ProtocolLimits.DEFAULT.maxManagementBytes();
    private int bodyWindowBytes = 64 * 1024;
    private long maxUnreadBytes = 64L * 1024 * 1024;
    private long drainMillis = 5000;
    private ServerName serverName = TrustPolicy.DEFAULT.serverName();
    private ServerPort serverPort = TrustPolicy.DEFAULT.serverPort();
    private boolean fileOrders;
    private boolean unbufferedEvents = true;

    /** Makes a factory with {@link #newHttpConfiguration}. */
    public FcgiConnectionFactory() {
        this(newHttpConfiguration());
    }

    /**
     * Makes a factory.
     *
     * @param httpConfiguration how requests are treated above the protocol; one of its own, not one shared with an
     *     HTTP connector: a customizer that believes X-Forwarded-* headers must not see FastCGI requests
     */
    public FcgiConnectionFactory(@Name("httpConfiguration") HttpConfiguration httpConfiguration) {
        super(PROTOCOL);
        this.httpConfiguration = httpConfiguration;
        installBean(httpConfiguration);
        setInputBufferSize(DEFAULT_INPUT_BUFFER_SIZE);
    }

    /**
     * Makes a configuration that suits a server behind a web server: no Server and Date fields, which the web server
     * adds itself, and absolute redirects, which no web server takes for internal ones.
     *
     * @return a new configuration
     */
    public static HttpConfiguration newHttpConfiguration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false);
        configuration.setRelativeRedirectAllowed(false);
        return configuration;
    }

    @Override
    public HttpConfiguration getHttpConfiguration() {
        return httpConfiguration;
    }

    @Override
    protected void doStart() throws Exception {
        limits(); // refuses nonsense before the first connection
        super.doStart();
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        return configure(new FcgiConnection(this, connector, endPoint), connector, endPoint);
    }

    FcgiEngine newEngine(Connector connector) {
        int threads = connector.getServer().getThreadPool() instanceof ThreadPool.SizedThreadPool sized
                ? sized.getMaxThreads()
                : maxRequests;
        return new FcgiEngine(limits(), new ApplicationValues(threads, threads, multiplexing));
    }

    private ProtocolLimits limits() {
        return new ProtocolLimits(
                maxParamsBytes, maxParams, maxNameBytes, maxValueBytes, maxRequests, maxManagementBytes);
    }

    TrustPolicy trustPolicy() {
        return new TrustPolicy(serverName, serverPort);
    }

    ResponseHeads responseHeads() {
        return new ResponseHeads(fileOrders, unbufferedEvents);
    }

    void countBadRequest() {
        badRequests.increment();
    }

    void countProtocolError() {
        protocolErrors.increment();
    }

    /** {@return the requests answered with an error because their variables made no valid request} */
    @ManagedAttribute("requests answered with an error because their variables made no valid request")
    public long getBadRequests() {
        return badRequests.sum();
    }

    /** {@return the connections closed because the web server broke the protocol} */
    @ManagedAttribute("connections closed because the web server broke the protocol")
    public long getProtocolErrors() {
        return protocolErrors.sum();
    }

    /** {@return whether input is read into direct buffers} */
    @ManagedAttribute("whether input is read into direct buffers")
    public boolean isUseInputDirectByteBuffers() {
        return useInputDirectByteBuffers;
    }

    /**
     * Sets where input is read to.
     *
     * @param useInputDirectByteBuffers whether to direct buffers; the default is {@code true}
     */
    public void setUseInputDirectByteBuffers(boolean useInputDirectByteBuffers) {
        this.useInputDirectByteBuffers = useInputDirectByteBuffers;
    }

    /** {@return whether requests of one connection may be interleaved (FCGI_MPXS_CONNS)} */
    @ManagedAttribute("whether requests of one connection may be interleaved (FCGI_MPXS_CONNS)")
    public boolean isMultiplexing() {
        return multiplexing;
    }

    /**
     * Allows requests of one connection to be interleaved.
     *
     * @param multiplexing whether to; the default is {@code false}: a request whose application does not read holds
     *     up the others of its connection
     */
    public void setMultiplexing(boolean multiplexing) {
        this.multiplexing = multiplexing;
    }

    /** {@return most bytes in the FCGI_PARAMS stream of one request} */
    @ManagedAttribute("most bytes in the FCGI_PARAMS stream of one request")
    public int getMaxParamsBytes() {
        return maxParamsBytes;
    }

    /**
     * Limits the parameters of a request; one with more is answered 431.
     *
     * @param maxParamsBytes bytes, at least 1; the default is 262144
     */
    public void setMaxParamsBytes(int maxParamsBytes) {
        this.maxParamsBytes = maxParamsBytes;
    }

    /** {@return most name-value pairs in one request} */
    @ManagedAttribute("most name-value pairs in one request")
    public int getMaxParams() {
        return maxParams;
    }

    /**
     * Limits the number of parameters of a request; one with more is answered 431.
     *
     * @param maxParams pairs, at least 1; the default is 1000
     */
    public void setMaxParams(int maxParams) {
        this.maxParams = maxParams;
    }

    /** {@return most bytes in the name of one pair} */
    @ManagedAttribute("most bytes in the name of one pair")
    public int getMaxNameBytes() {
        return maxNameBytes;
    }

    /**
     * Limits the names of parameters; a request with a longer one is answered 431.
     *
     * @param maxNameBytes bytes, at least 1; the default is 1024
     */
    public void setMaxNameBytes(int maxNameBytes) {
        this.maxNameBytes = maxNameBytes;
    }

    /** {@return most bytes in the value of one pair} */
    @ManagedAttribute("most bytes in the value of one pair")
    public int getMaxValueBytes() {
        return maxValueBytes;
    }

    /**
     * Limits the values of parameters; a request with a longer one is answered 431.
     *
     * @param maxValueBytes bytes, at least 1; the default is 131072
     */
    public void setMaxValueBytes(int maxValueBytes) {
        this.maxValueBytes = maxValueBytes;
    }

    /** {@return most requests open at once on one multiplexed connection} */
    @ManagedAttribute("most requests open at once on one multiplexed connection")
    public int getMaxRequests() {
        return maxRequests;
    }

    /**
     * Limits the requests of one multiplexed connection; one more is refused as overload.
     *
     * @param maxRequests requests, at least 1; the default is 100
     */
    public void setMaxRequests(int maxRequests) {
        this.maxRequests = maxRequests;
    }

    /** {@return most bytes in a FCGI_GET_VALUES record and in unsent replies} */
    @ManagedAttribute("most bytes in a FCGI_GET_VALUES record and in unsent replies")
    public int getMaxManagementBytes() {
        return maxManagementBytes;
    }

    /**
     * Limits management records; a connection with more is closed.
     *
     * @param maxManagementBytes bytes, at least 1; the default is 8192
     */
    public void setMaxManagementBytes(int maxManagementBytes) {
        this.maxManagementBytes = maxManagementBytes;
    }

    /** {@return bytes of a request's body that are held until the application reads them} */
    @ManagedAttribute("bytes of a request's body that are held until the application reads them")
    public int getBodyWindowBytes() {
        return bodyWindowBytes;
    }

    /**
     * Sets how much of a body is held until the application reads it; when it is full, the connection is not read.
     *
     * @param bodyWindowBytes bytes, at least 1; the default is 65536
     */
    public void setBodyWindowBytes(int bodyWindowBytes) {
        this.bodyWindowBytes = bodyWindowBytes;
    }

    /** {@return most bytes of a body that are dropped because the application did not read them} */
    @ManagedAttribute("most bytes of a body that are dropped because the application did not read them")
    public long getMaxUnreadBytes() {
        return maxUnreadBytes;
    }

    /**
     * Limits what is read and dropped of a body that the application left unread; a connection with more is closed.
     *
     * @param maxUnreadBytes bytes; the default is 64 MiB
     */
    public void setMaxUnreadBytes(long maxUnreadBytes) {
        this.maxUnreadBytes = maxUnreadBytes;
    }

    /** {@return milliseconds given to the web server to close a connection after its last response} */
    @ManagedAttribute("milliseconds given to the web server to close a connection after its last response")
    public long getDrainMillis() {
        return drainMillis;
    }

    /**
     * Sets how long a connection that ends is still read, so that nothing written is lost.
     *
     * @param drainMillis milliseconds; the default is 5000
     */
    public void setDrainMillis(long drainMillis) {
        this.drainMillis = drainMillis;
    }

    /** {@return where getServerName() comes from} */
    public ServerName getServerName() {
        return serverName;
    }

    /**
     * Sets where {@code getServerName()} comes from.
     *
     * @param serverName the default is {@link ServerName#HOST_HEADER}
     */
    public void setServerName(ServerName serverName) {
        this.serverName = serverName;
    }

    /** {@return where getServerPort() comes from when the Host header has no port} */
    public ServerPort getServerPort() {
        return serverPort;
    }

    /**
     * Sets where {@code getServerPort()} comes from when the Host header has no port.
     *
     * @param serverPort the default is {@link ServerPort#AUTO}
     */
    public void setServerPort(ServerPort serverPort) {
        this.serverPort = serverPort;
    }

    /** {@return whether applications may order the web server to send a file or another resource} */
    @ManagedAttribute("whether applications may order the web server to send a file or another resource")
    public boolean isFileOrders() {
        return fileOrders;
    }

    /**
     * Lets fields such as X-Sendfile and X-Accel-Redirect through.
     *
     * @param fileOrders whether to; the default is {@code false}. A risk when an application can be tricked into
     *     setting such a field: the web server then sends files of its own
     */
    public void setFileOrders(boolean fileOrders) {
        this.fileOrders = fileOrders;
    }

    /** {@return whether event streams get X-Accel-Buffering: no} */
    @ManagedAttribute("whether event streams get X-Accel-Buffering: no")
    public boolean isUnbufferedEvents() {
        return unbufferedEvents;
    }

    /**
     * Adds X-Accel-Buffering: no to event streams, without which nginx holds events back.
     *
     * @param unbufferedEvents whether to; the default is {@code true}
     */
    public void setUnbufferedEvents(boolean unbufferedEvents) {
        this.unbufferedEvents = unbufferedEvents;
    }
}
